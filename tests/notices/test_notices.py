"""Notices: told once while they last, to those whose business they are."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from broadcast.accounts.people import create_person, create_structure, join_structure
from broadcast.accounts.repository import actor_of
from broadcast.accounts.roles import NOBODY, STATION, Actor, Role
from broadcast.notices import About, NoticeKind, Severity, end_notice, raise_notice
from broadcast.notices.repository import open_count, open_notices_for
from broadcast.notices.telling import tell
from broadcast.notices.told import told
from broadcast.parts import Parts
from broadcast.post.deliver import deliver
from conftest import SetClock
from servers import Hook, Mailbox

pytestmark = pytest.mark.integration
KIND = NoticeKind("short_password", "The password is too short.", "Choose another one.", Severity.ALARM)
HERE = About(structure_id=1, channel_id=3, link="/channels/c")


@pytest.fixture
def actors(parts: Parts) -> dict[str, Actor]:
    """A host and a contributor of structure 1, a host of structure 2, an administrator."""
    now = parts.clock.now()
    with parts.database.writing() as session:
        places = [create_structure(session, slug=slug, name=slug, now=now) for slug in ("here", "there")]
        found = {}
        roles = (("host", 0, Role.HOST), ("author", 0, Role.CONTRIBUTOR), ("other", 1, Role.EDITOR))
        for name, place, role in roles:
            person = create_person(
                session, email=f"{name}@b.fr", name=name, password="assez long, oui", is_admin=False, now=now
            )
            join_structure(session, person, structure=places[place], role=role, now=now)
            session.flush()
            found[name] = actor_of(session, person)
        boss = create_person(
            session, email="boss@b.fr", name="boss", password="assez long, oui", is_admin=True, now=now
        )
        return found | {"boss": actor_of(session, boss), "nobody": NOBODY, "station": STATION}


def say(parts: Parts, *, about: About = HERE, lapses_at: datetime | None = None) -> bool:
    with parts.database.writing() as session:
        return raise_notice(session, KIND, about=about, now=parts.clock.now(), lapses_at=lapses_at)


def end(parts: Parts) -> bool:
    with parts.database.writing() as session:
        return end_notice(session, KIND, about=HERE, now=parts.clock.now())


def seen(parts: Parts, actor: Actor) -> int:
    with parts.database.reading() as session:
        return len(open_notices_for(session, actor, now=parts.clock.now()))


def test_it_is_open_once_whoever_notices(parts: Parts, actors: dict[str, Actor]) -> None:
    with ThreadPoolExecutor(6) as pool:
        raised = list(pool.map(lambda _: say(parts), range(6)))
    assert sum(raised) == 1
    assert {name: seen(parts, actor) for name, actor in actors.items()} == {
        "host": 1, "author": 0, "other": 0, "boss": 1, "nobody": 0, "station": 1,
    }  # fmt: skip
    assert end(parts)
    assert not end(parts)
    assert seen(parts, STATION) == 0
    assert say(parts)


def test_one_for_one_person_is_nobody_elses(parts: Parts, actors: dict[str, Actor]) -> None:
    say(parts, about=About(structure_id=1, person_id=actors["author"].person_id))
    assert {name for name, actor in actors.items() if seen(parts, actor)} == {"author"}


def test_it_lapses_by_itself_and_may_then_be_raised_again(
    parts: Parts, actors: dict[str, Actor], clock: SetClock
) -> None:
    say(parts, lapses_at=clock.now() + timedelta(minutes=5))
    clock.pass_by(301)
    assert seen(parts, actors["host"]) == 0
    assert say(parts)
    with parts.database.reading() as session:
        assert open_count(session, now=clock.now()) == {"note": 0, "warning": 0, "alarm": 1}


def test_moments_are_told_in_the_readers_language_and_zone(parts: Parts, actors: dict[str, Actor]) -> None:
    kind = NoticeKind("x", "{at_at}", "", Severity.NOTE)
    with parts.database.writing() as session:
        raise_notice(session, kind, about=HERE, now=parts.clock.now(), values={"at_at": parts.clock.now()})
    with parts.database.reading() as session:
        (notice,) = open_notices_for(session, actors["boss"], now=parts.clock.now())
    assert told(notice, language="fr", timezone="Europe/Paris").message == "mardi 24 novembre, 11:00"


def test_hosts_and_administrators_get_one_letter_each_and_the_webhook_one_call(
    posting: Parts, actors: dict[str, Actor], mailbox: Mailbox, hook: Hook, clock: SetClock
) -> None:
    assert actors
    say(posting)
    for _ in range(3):
        tell(posting)
        deliver(posting)
    assert sorted((m["To"], m["Subject"]) for m in mailbox.taken) == [
        ("boss@b.fr", "Le mot de passe est trop court."), ("host@b.fr", "Le mot de passe est trop court."),
    ]  # fmt: skip
    words = mailbox.taken[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    assert "Choisissez-en un autre." in words
    assert "https://radio.example.org/channels/c" in words
    assert len(hook.calls) == 1
    clock.pass_by(60)
    end(posting)
    tell(posting)
    deliver(posting)
    assert [m["Subject"] for m in mailbox.taken[2:]] == [
        "C’est rétabli : Le mot de passe est trop court."
    ] * 2
    assert len(hook.calls) == 2


def test_what_is_over_before_it_was_told_wakes_nobody(posting: Parts, mailbox: Mailbox) -> None:
    say(posting)
    end(posting)
    tell(posting)
    assert deliver(posting) == 0
    assert mailbox.taken == []
