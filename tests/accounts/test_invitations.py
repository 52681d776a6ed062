"""Links that let somebody in: once, for a week, and with the role that was given."""

import pytest
from sqlalchemy import text

from broadcast.accounts.connections import Source, account_subject, origins_of
from broadcast.accounts.invitations import LASTS, Newcomer, accept, invite, let_choose_password
from broadcast.accounts.people import create_structure
from broadcast.accounts.repository import actor_of
from broadcast.accounts.roles import STATION, Role
from broadcast.errors import GoneError, InvalidError, UnknownError
from broadcast.parts import Parts
from conftest import SetClock

pytestmark = pytest.mark.integration
MAI = Newcomer(email="mai@example.org", name="Maï", password="quatre mots bien choisis")
HERE = Source("2001:db8::7", b"a secret of the station")
SOIZIC = Newcomer(email="soizic@example.org", name="Soizic", password="quatre mots bien choisis")


@pytest.fixture
def secret(parts: Parts) -> str:
    """A link for a host of a structure."""
    now = parts.clock.now()
    with parts.database.writing() as session:
        place = create_structure(session, slug="mpt", name="MPT", now=now)
        return invite(session, place, role=Role.HOST, actor=STATION, now=now)


def test_a_link_lets_one_person_in_with_its_role(parts: Parts, secret: str) -> None:
    now = parts.clock.now()
    with parts.database.writing() as session:
        person = accept(session, secret, MAI, source=HERE, now=now)
        session.flush()
        assert list(actor_of(session, person).roles.values()) == [Role.HOST]
    with parts.database.writing() as session, pytest.raises(GoneError):
        accept(session, secret, SOIZIC, source=HERE, now=now)


def test_a_link_is_good_for_a_week(parts: Parts, secret: str, clock: SetClock) -> None:
    with parts.database.writing() as session, pytest.raises(GoneError):
        accept(session, secret, MAI, source=HERE, now=clock.now() + LASTS)
    with parts.database.writing() as session, pytest.raises(UnknownError):
        accept(session, f"{secret}x", MAI, source=HERE, now=clock.now())


def test_a_link_stays_good_where_what_was_said_is_refused(parts: Parts, secret: str) -> None:
    short = Newcomer(email="mai@example.org", name="Maï", password="court")
    with pytest.raises(InvalidError), parts.database.writing() as session:
        accept(session, secret, short, source=HERE, now=parts.clock.now())
    with parts.database.writing() as session:
        assert accept(session, secret, MAI, source=HERE, now=parts.clock.now()).name == "Maï"


def test_from_where_an_account_was_made_is_kept_sealed_and_a_new_password_leaves_nothing(
    parts: Parts, secret: str, clock: SetClock
) -> None:
    made_at = clock.now()
    with parts.database.writing() as session:
        person = accept(session, secret, MAI, source=HERE, now=made_at)
        session.flush()
        again = let_choose_password(session, person, actor=STATION, now=made_at)
    clock.pass_by(60)
    elsewhere = Source("192.0.2.9", HERE.key)
    with parts.database.writing() as session:
        person = accept(session, again, MAI, source=elsewhere, now=clock.now())
        kept = session.execute(text("SELECT subject, address FROM connection")).all()
        found = origins_of(
            session, account_subject(session, person), actor=STATION, key=HERE.key, now=clock.now()
        )
    assert [(one.at, one.address) for one in found] == [(made_at, "2001:db8::7")]
    assert not any("2001" in sealed or "example.org" in subject for subject, sealed in kept)
