from pathlib import Path

import pytest

from broadcast.accounts.roles import STATION
from broadcast.feeds.publish import take_back
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.ingest.quarantine import place_of
from broadcast.jobs import Holder, claim_next, heartbeat
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.repository import item_for, twins_of
from broadcast.library.states import ItemState
from broadcast.parts import Parts

pytestmark = pytest.mark.integration

HOLDER = Holder("here", "1.1", "11")


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.flac"
    path.write_bytes(b"fLaC and what follows")
    return path


def _deposit(parts: Parts, sound: Path) -> Item:
    return deposit_file(parts, sound, Told(file_name=sound.name), actor=STATION)


def _half_made(parts: Parts, item: Item) -> None:
    """What a preparation has written when it is stopped half-way."""
    parts.storage.put_bytes(keys.original(item.source_sha), b"fLaC")
    parts.storage.put_bytes(keys.mp3(keys.package(item.source_sha, recipe=7)), b"mp3")
    parts.storage.put_bytes(keys.mp3(keys.package(item.source_sha[:2] + "0" * 62, recipe=7)), b"mp3")


def test_a_deposit_given_up_stops_its_work_and_gives_back_its_room(parts: Parts, sound: Path) -> None:
    item = _deposit(parts, sound)
    _half_made(parts, item)
    with parts.database.writing() as session:
        held = claim_next(session, holder=HOLDER, now=parts.clock.now())
    assert held is not None
    take_back(parts, item.id, actor=STATION, reason="")
    with parts.database.writing() as session:
        assert not heartbeat(session, held, now=parts.clock.now())
        assert item_for(session, item.id, actor=STATION).state == ItemState.WITHDRAWN
    assert not place_of(parts.settings.quarantine, item.id).exists()
    others = keys.mp3(keys.package(item.source_sha[:2] + "0" * 62, recipe=7))
    assert [*parts.storage.keys("originals"), *parts.storage.keys("packages")] == [others]


def test_what_another_deposit_stands_on_is_kept(parts: Parts, sound: Path) -> None:
    first, second = _deposit(parts, sound), _deposit(parts, sound)
    _half_made(parts, first)
    take_back(parts, second.id, actor=STATION, reason="")
    assert place_of(parts.settings.quarantine, first.id).exists()
    assert parts.storage.exists(keys.original(first.source_sha))


def test_the_same_bytes_are_found_again(parts: Parts, sound: Path) -> None:
    first, second = _deposit(parts, sound), _deposit(parts, sound)
    other = sound.with_name("other.flac")
    other.write_bytes(b"fLaC and something else")
    third = _deposit(parts, other)
    with parts.database.reading() as session:
        assert [one.id for one in twins_of(session, second, actor=STATION)] == [first.id]
        assert [one.id for one in twins_of(session, first, actor=STATION)] == [second.id]
        assert twins_of(session, third, actor=STATION) == []
