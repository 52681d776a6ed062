"""What the storage gives back, and what it never does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.accounts.people import create_structure
from broadcast.jobs import enqueue
from broadcast.jobs.models import JobKind
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.media.grid import QUANTUM
from broadcast.media.package import Rendition
from broadcast.media.units import Ticks
from broadcast.parts import Parts
from broadcast.playout.repository import row_of
from broadcast.playout.storeroom import KEPT, YOUNG, Needed, clear_storage, unneeded
from broadcast.playout.timeline import Airing, Reason, ticks_at
from broadcast.schedule.models import ChannelKind
from broadcast.schedule.slots import create_channel
from broadcast.transcode.recipe import RECIPE
from conftest import SetClock

SHAS = [f"{number:02x}" * 32 for number in range(12)]
LONG_AGO = KEPT + timedelta(days=2)


def old(sha: str) -> str:
    return keys.package(sha, recipe=RECIPE - 1)


def new(sha: str) -> str:
    return keys.package(sha, recipe=RECIPE)


@given(st.sets(st.sampled_from(SHAS)), st.sets(st.sampled_from(SHAS)), st.sets(st.sampled_from(SHAS)))
def test_nothing_named_or_under_way_is_unneeded(found: set[str], named: set[str], busy: set[str]) -> None:
    prefixes = [make(sha) for sha in found for make in (old, new)]
    needed = Needed(frozenset(map(new, named)), frozenset(busy))
    assert unneeded(prefixes, needed) == sorted(
        {old(sha) for sha in found - busy} | {new(sha) for sha in found - busy - named}
    )


def test_a_key_tells_the_package_it_lies_in() -> None:
    package = new(SHAS[1])
    assert keys.prefix_of(keys.index(package)) == package
    assert keys.prefix_of(keys.film_range(package, 3, Rendition.V720)) == package
    assert keys.prefix_of(keys.candidate(package, 0)) == keys.candidates(package)
    assert keys.prefix_of(keys.index(keys.STAND_BY)) == keys.STAND_BY
    assert keys.prefix_of("packages/stand-by/index.json") == "packages/stand-by"
    assert [keys.prefix_of(key) for key in ("covers/a.jpg", "packages/ab", "originals/ab/cd")] == ["", "", ""]
    assert keys.source_of(package) == keys.source_of(keys.candidates(package)) == SHAS[1]
    excerpt = keys.excerpt(SHAS[1], recipe=RECIPE, begins_ms=250, ends_ms=0)
    assert (keys.prefix_of(keys.index(excerpt)), keys.source_of(excerpt)) == (excerpt, SHAS[1])
    assert keys.source_of(keys.STAND_BY) == ""


def stills(sha: str) -> str:
    return keys.candidates(new(sha))


def test_the_stand_by_loop_is_of_todays_recipe() -> None:
    assert f"packages/stand-by-{RECIPE}" == keys.STAND_BY
    assert all(map(keys.is_stand_by, (keys.STAND_BY, "packages/stand-by", "packages/stand-by-2")))
    assert not keys.is_stand_by(new(SHAS[0]))


class Room:
    """A storage with packages, pieces that stand on them, and a channel that aired some."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.now = parts.clock.now()
        with parts.database.writing() as session:
            place = create_structure(session, slug="s", name="S", now=self.now)
            channel = create_channel(
                session, slug="c", name="C", kind=ChannelKind.RADIO, structure=place,
                timezone="Europe/Paris", now=self.now - timedelta(days=90),
            )  # fmt: skip
            self.channel_id, self.epoch = channel.id, channel.epoch

    def put(self, *prefixes: str) -> None:
        """Something in each of them."""
        for prefix in prefixes:
            for name in ("index.json", "a128.mp4"):
                self.parts.storage.put_bytes(f"{prefix}/{name}", b"{}")

    def piece(self, sha: str, package: str | None, state: ItemState, **more: object) -> str:
        """An item."""
        with self.parts.database.writing() as session:
            item = Item(title=sha[:4], state=state, source_sha=sha, source_bytes=1, package=package,
                        created_at=self.now, warnings=[], progress=1.0, **more)  # fmt: skip
            session.add(item)
            session.flush()
            return item.id

    def aired(self, package: str, *, at: datetime, card: str | None = None) -> None:
        """A row of the ledger."""
        ticks = Ticks(100 * QUANTUM)
        airing = Airing(
            first_sequence=round(at.timestamp()), segment_count=8, media_start=ticks_at(at, epoch=self.epoch),
            ticks=ticks, discontinuity_sequence=0, package=package, card=card, formats="", item=None,
            first_segment=0, reason=Reason.ROTATION, occurrence=None, title="", show="", revision=0,
        )  # fmt: skip
        with self.parts.database.writing() as session:
            session.add(row_of(airing, channel_id=self.channel_id))

    def left(self) -> set[str]:
        """The prefixes that are there, each of them whole."""
        found = [
            keys.prefix_of(key)
            for folder in ("packages", "stills")
            for key in self.parts.storage.keys(folder)
        ]
        return {prefix for prefix in found if found.count(prefix) == 2}


@pytest.fixture
def room(parts: Parts) -> Room:
    return Room(parts)


@pytest.mark.integration
def test_only_what_nobody_stands_on_and_nothing_recent_names_is_given_back(room: Room) -> None:
    now, day = room.now, timedelta(days=1)
    published, rejected, lately, long_ago, aired, before, coming, failed, remade = SHAS[:9]
    room.put(keys.STAND_BY, "packages/stand-by", "packages/stand-by-1")
    for sha in SHAS[:9]:
        room.put(old(sha), new(sha), stills(sha))
    film = room.piece(published, new(published), ItemState.PUBLISHED, still=keys.candidate(new(published), 2))
    room.piece(rejected, new(rejected), ItemState.REJECTED)
    room.piece(lately, new(lately), ItemState.WITHDRAWN, withdrawn_at=now - 3 * day)
    room.piece(long_ago, new(long_ago), ItemState.WITHDRAWN, withdrawn_at=now - LONG_AGO)
    room.piece(aired, new(aired), ItemState.WITHDRAWN, withdrawn_at=now - LONG_AGO)
    room.piece(before, new(before), ItemState.PUBLISHED)
    room.piece(coming, None, ItemState.PROCESSING)
    room.piece(failed, None, ItemState.FAILED)
    behind = room.piece(remade, old(remade), ItemState.PUBLISHED)
    with room.parts.database.writing() as session:
        enqueue(session, kind=JobKind.REMAKE, subject=behind, now=now, dispatcher=room.parts.dispatcher)
    room.aired(old(aired), at=now - 30 * day)
    room.aired(new(aired), at=now + 1 * day)
    room.aired(old(before), at=now - LONG_AGO)
    room.aired("packages/gone", at=now - 29 * day, card="packages/stand-by-1")
    clear_storage(room.parts)
    assert film
    assert room.left() == {
        keys.STAND_BY, "packages/stand-by-1",
        new(published), stills(published), new(rejected), new(lately),
        old(aired), new(aired), new(before),
        *(kept(sha) for sha in (coming, failed, remade) for kept in (old, new, stills)),
    }  # fmt: skip
    assert clear_storage(room.parts) == 0


@pytest.mark.integration
def test_a_card_goes_once_nothing_shows_it_and_it_is_a_day_old(room: Room, clock: SetClock) -> None:
    on_air, of_piece, of_nobody, under_way = (keys.card(f"{one}" * 32, recipe=RECIPE) for one in range(4))
    room.put(on_air, of_piece, of_nobody)
    room.parts.storage.put_bytes(keys.rendition(under_way, Rendition.V720), b"not whole yet")
    room.piece(SHAS[0], new(SHAS[0]), ItemState.PUBLISHED, card=of_piece)
    clock.moment = datetime.now(UTC)
    room.aired(new(SHAS[1]), at=clock.moment - timedelta(days=20), card=on_air)
    assert clear_storage(room.parts) == 0
    clock.pass_by(YOUNG.total_seconds() + 60)
    assert clear_storage(room.parts) == 2
    assert {keys.prefix_of(key) for key in room.parts.storage.keys(keys.CARDS)} == {on_air, of_piece}


@pytest.mark.integration
def test_a_piece_that_comes_while_the_storage_is_cleared_keeps_its_package(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands on the package after all were looked at, before its turn to go comes."""
    room.put(new(SHAS[0]), new(SHAS[1]))
    storage = room.parts.storage
    delete = storage.delete
    came: list[str] = []

    def deleting(key: str) -> None:
        if not came:
            came.append(room.piece(SHAS[1], None, ItemState.PROCESSING))
        delete(key)

    monkeypatch.setattr(storage, "delete", deleting)
    assert clear_storage(replace(room.parts, storage=storage)) == 1
    assert room.left() == {new(SHAS[1])}
