from datetime import timedelta

import pytest

from broadcast.accounts.people import create_person, create_structure, create_token, join_structure
from broadcast.accounts.repository import actor_of_cookie, actor_of_token
from broadcast.accounts.roles import NOBODY, Role
from broadcast.accounts.signing_in import (
    FAILURES_ALLOWED,
    FAILURES_WINDOW,
    SESSION_LASTS,
    check_password,
    check_patience,
    close_session,
    note_failure,
    open_session,
)
from broadcast.errors import ConflictError, InvalidError, TooManyError
from broadcast.parts import Parts
from conftest import SetClock

pytestmark = pytest.mark.integration
PASSWORD = "quatre mots bien choisis"  # of a test


@pytest.fixture
def person_id(parts: Parts) -> int:
    now = parts.clock.now()
    with parts.database.writing() as session:
        place = create_structure(session, slug="mpt", name="MPT", now=now)
        person = create_person(
            session, email="Host@Example.org", name="Host", password=PASSWORD, is_admin=False, now=now
        )
        join_structure(session, person, structure=place, role=Role.HOST, now=now)
        return person.id


def test_a_password_opens_a_session_that_ends(parts: Parts, person_id: int, clock: SetClock) -> None:
    with parts.database.writing() as session:
        assert check_password(session, email="host@example.org", password="faux") is None
        person = check_password(session, email=" HOST@example.org", password=PASSWORD)
        assert person is not None
        cookie = open_session(session, person, now=clock.now())
    with parts.database.reading() as session:
        found = actor_of_cookie(session, cookie, now=clock.now())
        assert (found.person_id, found.roles) == (person_id, {1: Role.HOST})
        assert actor_of_cookie(session, cookie, now=clock.now() + SESSION_LASTS) == NOBODY
    with parts.database.writing() as session:
        close_session(session, cookie)
        assert actor_of_cookie(session, cookie, now=clock.now()) == NOBODY


@pytest.mark.usefixtures("person_id")
def test_the_password_is_kept_as_argon2_only(parts: Parts) -> None:
    with parts.database.reading() as session:
        person = check_password(session, email="host@example.org", password=PASSWORD)
    assert person is not None
    assert person.password_hash.startswith("$argon2id$")


def test_ten_wrong_tries_close_the_door_for_a_while(parts: Parts, clock: SetClock) -> None:
    for _ in range(FAILURES_ALLOWED):
        with parts.database.writing() as session:
            check_patience(session, address="192.0.2.1", now=clock.now())
            note_failure(session, address="192.0.2.1", now=clock.pass_by(1))
    with parts.database.reading() as session:
        with pytest.raises(TooManyError) as refusal:
            check_patience(session, address="192.0.2.1", now=clock.now())
        wait = refusal.value.extra["retry_after"]
        assert isinstance(wait, int)
        assert 0 < wait <= FAILURES_WINDOW.total_seconds()
        check_patience(session, address="192.0.2.2", now=clock.now())
        check_patience(session, address="192.0.2.1", now=clock.now() + timedelta(seconds=wait))


def test_a_token_is_its_persons(parts: Parts, person_id: int) -> None:
    with parts.database.writing() as session:
        token = create_token(session, email="host@example.org", name="essai", now=parts.clock.now())
        assert actor_of_token(session, token).person_id == person_id
        assert actor_of_token(session, token + "x") == NOBODY


@pytest.mark.parametrize(
    ("email", "password", "refusal"),
    [
        ("host@example.org", PASSWORD, ConflictError),
        ("nobody", PASSWORD, InvalidError),
        ("new@example.org", "court", InvalidError),
    ],
)
def test_poor_accounts_are_refused(
    parts: Parts, person_id: int, email: str, password: str, refusal: type[Exception]
) -> None:
    assert person_id
    with pytest.raises(refusal), parts.database.writing() as session:
        create_person(session, email=email, name="", password=password, is_admin=False, now=parts.clock.now())
