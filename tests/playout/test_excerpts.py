"""Excerpts from the running order that wants them to the package that airs, and away again."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from broadcast.accounts.people import create_structure
from broadcast.accounts.roles import STATION
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.jobs import Holder, claim_next
from broadcast.jobs.models import Job, JobKind, JobState, Lane
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.media.grid import padded
from broadcast.media.package import PackageIndex
from broadcast.media.units import Seconds, ticks_of
from broadcast.parts import Parts
from broadcast.playout.cutting import cut_excerpt
from broadcast.playout.excerpts import ask_for_missing, ask_for_older, keep_order
from broadcast.playout.storeroom import clear_storage
from broadcast.schedule.models import Channel, ChannelKind, Excerpt, Slot
from broadcast.schedule.running_order import Element, ElementKind
from broadcast.schedule.slots import NewSlot, create_channel, create_slot
from broadcast.transcode.prepare import prepare_item
from broadcast.transcode.recipe import RECIPE
from conftest import SetClock

pytestmark = pytest.mark.integration
TODAY = date(2026, 11, 24)


@dataclass
class Desk:
    """A channel with a slot, whose running order wants a part of a piece."""

    parts: Parts
    channel: int
    slot: int

    def write(self, item: str, *, begins: float, ends: float | None) -> None:
        """A running order of one excerpt."""
        one = Element(
            key="a",
            kind=ElementKind.TRACK,
            item=item,
            begins=Seconds(begins),
            ends=None if ends is None else Seconds(ends),
        )
        with self.parts.database.writing() as session:
            channel, slot = session.get_one(Channel, self.channel), session.get_one(Slot, self.slot)
            keep_order(session, self.parts, channel, slot, on=TODAY, elements=[one], version=None)

    def empty(self) -> None:
        """The running order wants nothing any more."""
        with self.parts.database.writing() as session:
            channel, slot = session.get_one(Channel, self.channel), session.get_one(Slot, self.slot)
            keep_order(session, self.parts, channel, slot, on=TODAY, elements=[], version=None)

    def item(self, **more: object) -> str:
        """A piece of which no package lies in the storage."""
        told = {"title": "T", "source_sha": "ab" * 32, "source_bytes": 1, "warnings": [], "progress": 1.0}
        with self.parts.database.writing() as session:
            item = Item(**(told | {"created_at": self.parts.clock.now()} | more))
            session.add(item)
            session.flush()
            return item.id

    def jobs(self) -> list[Job]:
        """Those that cut."""
        with self.parts.database.reading() as session:
            return list(session.scalars(select(Job).where(Job.kind == JobKind.EXCERPT)))

    def excerpts(self) -> list[Excerpt]:
        """What is wanted."""
        with self.parts.database.reading() as session:
            return list(session.scalars(select(Excerpt)))

    def work(self) -> None:
        """Do the job whose turn it is."""
        with self.parts.database.writing() as session:
            held = claim_next(session, holder=Holder("here", "1.1", "11"), now=self.parts.clock.now())
        assert held is not None
        (cut_excerpt if held.kind is JobKind.EXCERPT else prepare_item)(self.parts, held)


@pytest.fixture
def desk(parts: Parts) -> Desk:
    now = parts.clock.now()
    with parts.database.writing() as session:
        place = create_structure(session, slug="s", name="S", now=now)
        channel = create_channel(
            session,
            slug="c",
            name="C",
            kind=ChannelKind.RADIO,
            structure=place,
            timezone="Europe/Paris",
            now=now,
        )
        slot = create_slot(
            session,
            channel,
            NewSlot(starts=datetime(2026, 11, 24, 18), duration=3600),
            now=now,  # local
        )
        return Desk(parts, channel.id, slot.id)


@pytest.mark.media
def test_what_a_running_order_wants_is_cut_once_and_given_back_at_last(
    desk: Desk, clock: SetClock, shared_media: Path
) -> None:
    parts = desk.parts
    sound = shared_media / "short/virgule.ogg"
    item = deposit_file(parts, sound, Told(file_name=sound.name), actor=STATION).id
    desk.work()
    desk.write(item, begins=0.25, ends=1.005)
    desk.write(item, begins=0.25, ends=1.005)
    assert [(job.lane, job.state) for job in desk.jobs()] == [(Lane.QUICK, JobState.QUEUED)]
    desk.work()
    (excerpt,) = desk.excerpts()
    with parts.database.reading() as session:
        piece = session.get_one(Item, item)
    key = keys.excerpt(piece.source_sha, recipe=RECIPE, begins_ms=250, ends_ms=1_005)
    assert (excerpt.package, excerpt.ticks) == (key, padded(ticks_of(0.755)))
    index = PackageIndex.from_json(parts.storage.get(keys.index(key)))
    whole = PackageIndex.from_json(parts.storage.get(keys.index(str(piece.package))))
    assert (index.media_ticks, index.gain_db) == (ticks_of(0.755), whole.gain_db)
    desk.write(item, begins=0.25, ends=1.005)
    assert [job.state for job in desk.jobs()] == [JobState.DONE]
    clock.pass_by(3 * 86_400)
    clear_storage(parts)
    assert parts.storage.exists(keys.index(key))
    desk.empty()
    assert clear_storage(parts) == 1
    assert desk.excerpts() == []
    assert not parts.storage.exists(keys.index(key))
    assert parts.storage.exists(keys.index(str(piece.package)))


def test_what_is_not_ready_is_cut_when_it_is(desk: Desk) -> None:
    item = desk.item(state=ItemState.PROCESSING)
    desk.write(item, begins=1, ends=None)
    assert (desk.jobs(), ask_for_missing(desk.parts)) == ([], 0)
    with desk.parts.database.writing() as session:
        piece = session.get_one(Item, item)
        piece.state, piece.package, piece.ticks = ItemState.TO_REVIEW, "packages/ab/x", 15_360 * 6
    assert (ask_for_missing(desk.parts), ask_for_missing(desk.parts)) == (1, 0)
    assert [job.subject for job in desk.jobs()] == [one.id for one in desk.excerpts()]


def test_a_long_part_of_a_film_goes_the_long_way_and_an_older_one_is_cut_again(desk: Desk) -> None:
    film = {"video": True}
    item = desk.item(state=ItemState.PUBLISHED, package="packages/ab/x", media=film, seconds=600.0)
    desk.write(item, begins=0, ends=500)
    (job,) = desk.jobs()
    assert job.lane == Lane.LONG
    with desk.parts.database.writing() as session:
        older = session.scalars(select(Excerpt)).one()
        older.package = keys.excerpt("ab" * 32, recipe=RECIPE - 1, begins_ms=0, ends_ms=500_000)
        session.get_one(Job, job.id).state = JobState.DONE
    assert (ask_for_older(desk.parts), ask_for_older(desk.parts)) == (1, 0)
    assert max(one.due_at for one in desk.jobs()) > desk.parts.clock.now() + timedelta(days=1)


def test_what_has_nothing_in_it_is_given_up_and_not_asked_for_again(desk: Desk, clock: SetClock) -> None:
    index = PackageIndex.from_json(EMPTY_INDEX)
    desk.parts.storage.put_bytes(keys.index("packages/ab/x"), index.to_json().encode())
    item = desk.item(state=ItemState.PUBLISHED, package="packages/ab/x")
    desk.write(item, begins=5, ends=6)
    desk.work()
    assert [job.state for job in desk.jobs()] == [JobState.FAILED]
    assert ask_for_missing(desk.parts) == 0
    assert clock.now().tzinfo is UTC


EMPTY_INDEX = (
    '{"recipe":3,"ticks":92160,"media_ticks":48000,"renditions":{},"mp3_size":0,"gain_db":0.0,"limited":false,'
    '"loudness":{"integrated":null,"true_peak":null,"range":null},'
    '"source_loudness":{"integrated":null,"true_peak":null,"range":null}}'
)
"""One second, with no rendition."""
