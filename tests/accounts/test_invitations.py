"""Links that let somebody in: once, for a week, and with the role that was given."""

import pytest

from broadcast.accounts.invitations import LASTS, Newcomer, accept, invite
from broadcast.accounts.people import create_structure
from broadcast.accounts.repository import actor_of
from broadcast.accounts.roles import STATION, Role
from broadcast.errors import GoneError, InvalidError, UnknownError
from broadcast.parts import Parts
from conftest import SetClock

pytestmark = pytest.mark.integration
MAI = Newcomer(email="mai@example.org", name="Maï", password="quatre mots bien choisis")
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
        person = accept(session, secret, MAI, now=now)
        session.flush()
        assert list(actor_of(session, person).roles.values()) == [Role.HOST]
    with parts.database.writing() as session, pytest.raises(GoneError):
        accept(session, secret, SOIZIC, now=now)


def test_a_link_is_good_for_a_week(parts: Parts, secret: str, clock: SetClock) -> None:
    with parts.database.writing() as session, pytest.raises(GoneError):
        accept(session, secret, MAI, now=clock.now() + LASTS)
    with parts.database.writing() as session, pytest.raises(UnknownError):
        accept(session, f"{secret}x", MAI, now=clock.now())


def test_a_link_stays_good_where_what_was_said_is_refused(parts: Parts, secret: str) -> None:
    short = Newcomer(email="mai@example.org", name="Maï", password="court")
    with pytest.raises(InvalidError), parts.database.writing() as session:
        accept(session, secret, short, now=parts.clock.now())
    with parts.database.writing() as session:
        assert accept(session, secret, MAI, now=parts.clock.now()).name == "Maï"
