"""Somebody asks for their data, or to be erased."""

import json

import pytest
from sqlalchemy import select, text

from broadcast.accounts.acts import Act
from broadcast.accounts.audit_reading import Wanted, broken_at, whole_log
from broadcast.accounts.charter import Pen, sign_charter, write_charter
from broadcast.accounts.connections import Source, account_subject, note_account, note_connection
from broadcast.accounts.models import Committee, CommitteeMember, Person, Structure
from broadcast.accounts.people import create_person, join_structure
from broadcast.accounts.repository import actor_of
from broadcast.accounts.roles import STATION, Actor, Role
from broadcast.errors import ConflictError, ForbiddenError, InvalidError, UnknownError
from broadcast.ingest.models import Upload
from broadcast.keeping.asked import erase
from broadcast.keeping.exporting import export
from broadcast.keeping.pieces import Pieces
from broadcast.keeping.whom import whom
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.parts import Parts
from broadcast.reports.models import Report
from broadcast.workshops.codes import DEPOSIT_SIGNS, code_of, lookup_of
from broadcast.workshops.models import GuestDeposit
from every_table import METADATA
from keeping.conftest import deposit, names_of

pytestmark = pytest.mark.integration


def exported(parts: Parts, who: str) -> dict[str, object]:
    key, now = parts.settings.signing_key, parts.clock.now()
    with parts.database.writing() as session:
        told = export(session, whom(session, who, actor=STATION, key=key), actor=STATION, key=key, now=now)
    again: dict[str, object] = json.loads(json.dumps(told))
    return again


def erased(parts: Parts, who: str, *, actor: Actor = STATION, pieces: Pieces | None = None) -> None:
    with parts.database.writing() as session:
        found = whom(session, who, actor=actor, key=parts.settings.signing_key)
        erase(session, parts, found, actor=actor, now=parts.clock.now(), pieces=pieces)


def everything(parts: Parts) -> str:
    """All that the tables say."""
    with parts.database.reading() as session:
        return "".join(str([*session.execute(text(f"SELECT * FROM {table}"))]) for table in METADATA.tables)  # noqa: S608  # names of our tables


def is_whole(parts: Parts) -> bool:
    with parts.database.reading() as session:
        return broken_at(session) is None


def test_an_account_is_handed_over_and_erased(parts: Parts, anna: Actor) -> None:
    now = parts.clock.now()
    deposit(parts, "x", ItemState.PUBLISHED)
    with parts.database.writing() as session:
        item = session.get_one(Item, "x")
        item.depositor_id, item.artist = anna.person_id, "Anna"
        item.tags = {"people": ["Anna", "Malo"], "places": ["Le port"]}
        note_connection(session, "item:x", address="192.0.2.1", key=parts.settings.signing_key, now=now)
        person = session.get_one(Person, anna.person_id)
        note_account(session, person, source=Source("192.0.2.2", parts.settings.signing_key), now=now)
        subject = account_subject(session, person)
        session.add(
            Report(
                nonce="0", lookup="0", place="/", title="", ground="law", words="Non.", name="Anna",
                email="A@b.fr", language="fr", created_at=now,
            )
        )  # fmt: skip
        place = session.scalars(select(Structure)).one()
        join_structure(session, person, structure=place, role=Role.EDITOR, now=now)
        session.flush()
        write_charter(session, "Ensemble.", actor=STATION, now=now)
        committee = Committee(name="Quartier", quorum=1, created_at=now)
        session.add(committee)
        session.flush()
        session.add(CommitteeMember(committee_id=committee.id, person_id=person.id))
        session.add(
            Upload(person_id=person.id, size=1, told={"title": "Anna"}, created_at=now, expires_at=now)
        )
        pen = Pen(name="Anna", quality="directrice", agreed=True)
        sign_charter(session, place, pen, version=1, actor=actor_of(session, person), now=now)
    told = exported(parts, "a@B.fr")
    assert told["signatures"] == [
        {"structure": "MPT", "name": "Anna", "position": "directrice", "at": now.isoformat()}
    ]
    assert sorted(told) == [
        "account",
        "acts",
        "connections",
        "letters",
        "pieces",
        "reports",
        "signatures",
        "taken_at",
    ]
    assert told["account"] == {
        "name": "Anna", "email": "a@b.fr", "is_administrator": False, "created_at": now.isoformat(),
        "closed_at": None, "committees": ["Quartier"],
        "roles": [{"structure": "MPT", "role": "editor"}], "signed_in": [], "keys": [],
    }  # fmt: skip
    assert told["connections"] == [
        {"at": now.isoformat(), "subject": "item:x", "address": "192.0.2.1"},
        {"at": now.isoformat(), "subject": subject, "address": "192.0.2.2"},
    ]
    with pytest.raises(InvalidError, match="pieces_undecided"):
        erased(parts, "a@b.fr")
    erased(parts, "a@b.fr", pieces=Pieces.KEEP)
    assert "Anna" not in everything(parts)
    assert "b.fr" not in everything(parts).lower()
    assert is_whole(parts)
    with parts.database.reading() as session:
        item = session.get_one(Item, "x")
        assert (item.state, item.tags) == (ItemState.PUBLISHED, {"people": ["Malo"], "places": ["Le port"]})
        assert session.scalars(select(CommitteeMember)).all() == []
        acts = [one.act for one in whole_log(session, Wanted(), actor=STATION)]
    assert acts[-3:] == [Act.EXPORT, Act.ERASE, Act.ERASE]
    with pytest.raises(UnknownError):
        exported(parts, "a@b.fr")


def test_the_pieces_of_an_account_go_with_it_where_that_is_asked_for(parts: Parts, anna: Actor) -> None:
    states = {
        "a": ItemState.PUBLISHED,
        "b": ItemState.REJECTED,
        "c": ItemState.RECEIVED,
        "d": ItemState.WITHDRAWN,
    }
    for name, state in states.items():
        deposit(parts, name, state, withdrawn_at=parts.clock.now() if name == "d" else None)
        parts.storage.put_bytes(keys.original(name), b"a voice")
    deposit(parts, "other", ItemState.PUBLISHED)
    with parts.database.writing() as session:
        for name in states:
            item = session.get_one(Item, name)
            item.depositor_id, item.package = anna.person_id, None if name == "c" else f"packages/{name}"
    with parts.database.reading() as session:
        found = whom(session, "a@b.fr", actor=STATION, key=b"")
        assert found.pieces == 3
    erased(parts, "a@b.fr", pieces=Pieces.WITHDRAW)
    with parts.database.reading() as session:
        left = session.execute(select(Item.id, Item.state, Item.title, Item.depositor_id).order_by(Item.id))
        assert [tuple(one) for one in left] == [
            ("a", "withdrawn", "-", None), ("b", "withdrawn", "-", None), ("c", "withdrawn", "-", None),
            ("d", "withdrawn", "Le quai", None), ("other", "published", "Le quai", None),
        ]  # fmt: skip
    assert [parts.storage.exists(keys.original(name)) for name in states] == [False, False, False, True]
    assert is_whole(parts)


@pytest.mark.usefixtures("anna")
def test_who_deposited_in_a_workshop_is_handed_over_and_erased_with_the_piece(parts: Parts) -> None:
    key = parts.settings.signing_key
    code = code_of(b"n", key=key, signs=DEPOSIT_SIGNS)
    deposit(parts, "Nina", ItemState.PUBLISHED)
    with parts.database.writing() as session:
        session.scalars(select(GuestDeposit)).one().lookup = lookup_of(code, key=key)
    parts.storage.put_bytes(keys.original("Nina"), b"a voice")
    told = exported(parts, code.lower())
    assert told["deposit"] == {
        "name": "Nina", "title": "Le quai", "workshop": "Atelier", "answers": {"minor": True},
        "created_at": parts.clock.now().isoformat(), "agreed_at": None, "removal_asked_at": None,
    }  # fmt: skip
    assert exported(parts, "http://radio.example.org/items/Nina") == told
    erased(parts, code)
    assert names_of(parts) == [("", "", "", "")]
    assert not parts.storage.exists(keys.original("Nina"))
    with parts.database.reading() as session:
        item = session.get_one(Item, "Nina")
        assert (item.state, item.title, item.reason) == (ItemState.WITHDRAWN, "-", "")
    assert is_whole(parts)


def test_only_administrators_ask_and_the_last_of_them_stays(parts: Parts, anna: Actor) -> None:
    with parts.database.reading() as session, pytest.raises(ForbiddenError):
        whom(session, "a@b.fr", actor=anna, key=b"")
    now = parts.clock.now()
    with parts.database.writing() as session:
        boss = create_person(
            session, email="boss@b.fr", name="Boss", password="assez long, oui", is_admin=True, now=now
        )
    with pytest.raises(ConflictError):
        erased(parts, "boss@b.fr")
    with parts.database.reading() as session:
        assert session.get_one(Person, boss.id).name == "Boss"
