"""The log grows with every act, and nothing and nobody changes it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import erase_name
from broadcast.accounts.audit_reading import LogLine, Wanted, broken_at, read_log, whole_log
from broadcast.accounts.people import create_person, create_structure, join_structure
from broadcast.accounts.roles import NOBODY, STATION, Actor, Role
from broadcast.accounts.signing_in import note_failure
from broadcast.errors import BroadcastError, ConflictError, ForbiddenError
from broadcast.parts import Parts

pytestmark = pytest.mark.integration


@pytest.fixture
def told(parts: Parts) -> Parts:
    """A station where two structures and a host were made, and one wrong sign-in."""
    now = parts.clock.now()
    with parts.database.writing() as session:
        place = create_structure(session, slug="mpt", name="MPT", now=now)
        create_structure(session, slug="keredern", name="Keredern", now=now)
        boss = create_person(
            session, email="v@b.fr", name="Ville", password="assez long, oui", is_admin=True, now=now
        )
        by = Actor(boss.id, boss.name, boss.email, is_admin=True)
        person = create_person(
            session, email="a@b.fr", name="Anna", password="assez long, oui", is_admin=False, now=now, by=by
        )
        join_structure(session, person, structure=place, role=Role.HOST, now=now, by=by)
    with parts.database.writing() as session:
        note_failure(session, address="192.0.2.1", email="a@b.fr", now=now)
    return parts


def lines(parts: Parts, wanted: Wanted | None = None, *, actor: Actor = STATION) -> list[LogLine]:
    with parts.database.reading() as session:
        return whole_log(session, wanted or Wanted(), actor=actor)


def test_every_act_is_there_with_who_did_it(told: Parts) -> None:
    assert [(one.act, one.name, one.is_station, one.subject_name, one.structure) for one in lines(told)] == [
        (Act.STRUCTURE, "", True, "", "MPT"),
        (Act.STRUCTURE, "", True, "", "Keredern"),
        (Act.ACCOUNT, "", True, "Ville", ""),
        (Act.ACCOUNT, "Ville", False, "Anna", ""),
        (Act.JOIN, "Ville", False, "Anna", "MPT"),
        (Act.SIGN_IN_FAILED, "", False, "Anna", ""),
    ]


def make_two(told: Parts) -> None:
    with told.database.writing() as session:
        create_structure(session, slug="new", name="Neuve", now=told.clock.now())
        create_structure(session, slug="mpt", name="MPT", now=told.clock.now())


def test_what_is_rolled_back_is_not_there(told: Parts) -> None:
    before = lines(told)
    with pytest.raises(ConflictError):
        make_two(told)
    assert lines(told) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET act = 'edit' WHERE number = 2",
        "DELETE FROM audit_entry WHERE number = 2",
        "DELETE FROM audit_entry",
    ],
)
def test_the_database_itself_refuses_to_change_it(told: Parts, statement: str) -> None:
    before = lines(told)
    with pytest.raises(DatabaseError, match="append-only"), told.database.engine.begin() as connection:
        connection.execute(text(statement))
    assert lines(told) == before


def test_nothing_is_put_in_the_place_of_an_entry(told: Parts) -> None:
    words = (
        "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE number = 2"
        if told.database.engine.dialect.name == "sqlite"
        else "TRUNCATE audit_entry CASCADE"
    )
    with pytest.raises(DatabaseError, match="append-only"), told.database.engine.begin() as connection:
        connection.execute(text(words))


def test_a_name_is_erased_and_the_chain_holds(told: Parts) -> None:
    with told.database.reading() as session:
        person = next(one for one in lines(told) if one.act == Act.JOIN)
        assert person.subject_name == "Anna"
        assert broken_at(session) is None
    with told.database.writing() as session:
        anna = session.execute(text("SELECT id FROM person WHERE email = 'a@b.fr'")).scalar_one()
        erase_name(session, anna)
    assert not any("Anna" in str(one) for one in lines(told))
    with told.database.reading() as session:
        assert broken_at(session) is None


def test_whoever_gets_round_the_triggers_is_seen(told: Parts) -> None:
    off = (
        ("DROP TRIGGER audit_entry_no_update",)
        if told.database.engine.dialect.name == "sqlite"
        else ("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_change",)
    )
    with told.database.engine.begin() as connection:
        for statement in (*off, "UPDATE audit_entry SET who = 'station' WHERE number = 4"):
            connection.execute(text(statement))
    with told.database.reading() as session:
        assert broken_at(session) == 4


@pytest.mark.parametrize(
    ("actor", "structure", "found"),
    [
        pytest.param(STATION, None, 6, id="an administrator reads all of it"),
        pytest.param(Actor(9, roles={1: Role.EDITOR}), 1, 2, id="an editor their own structure's"),
        pytest.param(Actor(9, roles={1: Role.EDITOR}), None, ForbiddenError, id="not the whole"),
        pytest.param(Actor(9, roles={1: Role.EDITOR}), 2, ForbiddenError, id="nor another's"),
        pytest.param(Actor(9, roles={1: Role.HOST}), 1, ForbiddenError, id="a host none"),
        pytest.param(NOBODY, None, ForbiddenError, id="nobody none"),
    ],
)
def test_who_reads_it(
    told: Parts, actor: Actor, structure: int | None, found: int | type[BroadcastError]
) -> None:
    wanted = Wanted(structure_id=structure)
    with told.database.reading() as session:
        if isinstance(found, int):
            assert read_log(session, wanted, actor=actor)[1] == found
        else:
            with pytest.raises(found):
                read_log(session, wanted, actor=actor)
