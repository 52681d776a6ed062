"""The ledger on real databases: appended ahead, never changed, by as many writers as like."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from broadcast.accounts.models import Structure
from broadcast.accounts.people import create_structure
from broadcast.db import Database
from broadcast.library import keys
from broadcast.library.models import Episode, Item, Show
from broadcast.library.states import ItemState
from broadcast.media.grid import QUANTUM, padded, segment_count
from broadcast.media.package import AUDIO, Loudness, PackageIndex, Rendition, RenditionIndex, SegmentBytes
from broadcast.media.units import Bytes, Ticks, ticks_of
from broadcast.playout.journal import journal
from broadcast.playout.ledger import HORIZON, Extender
from broadcast.playout.models import AiringRow
from broadcast.playout.pieces import Packages
from broadcast.playout.playlist import WINDOW
from broadcast.playout.repository import airing_of
from broadcast.playout.timeline import Airing, Reason, Timeline, moment_at
from broadcast.schedule.models import Channel, ChannelKind
from broadcast.schedule.slots import NewSlot, create_channel, create_slot, set_rotation
from broadcast.storage import Storage, open_storage

pytestmark = pytest.mark.integration
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
_UNKNOWN = Loudness(None, None, None)


class Ground:
    """A channel, some pieces, and an extender: what every test here stands on."""

    def __init__(self, database: Database, storage: Storage) -> None:
        self.database, self.storage = database, storage
        self.extender = Extender(database, Packages(storage))
        self.keep(keys.STAND_BY, Ticks(53 * QUANTUM))
        with database.writing() as session:
            place = create_structure(session, slug="s", name="S", now=NOW)
            session.add(
                Show(slug="show", title="Show", structure=place, cover="covers/x.jpg", created_at=NOW)
            )
            channel = create_channel(
                session, slug="c", name="C", kind=ChannelKind.RADIO, structure=place,
                timezone="Europe/Paris", now=NOW,
            )  # fmt: skip
            self.channel_id = channel.id

    def keep(self, key: str, ticks: Ticks) -> None:
        """Put a package into the storage, as far as it is looked at here."""
        keep_index(self.storage, key, ticks=ticks)

    def piece(self, name: str, *, seconds: float, is_episode: bool = False) -> str:
        """An approved item with a package of that length."""
        ticks = padded(ticks_of(seconds))
        self.keep(f"packages/{name}", ticks)
        with self.database.writing() as session:
            item = Item(
                show_id=1, structure_id=1, title=name, state=ItemState.PUBLISHED, source_sha=name,
                source_bytes=1, package=f"packages/{name}", ticks=ticks, seconds=seconds, created_at=NOW,
                published_at=NOW, warnings=[], progress=1.0,
            )  # fmt: skip
            session.add(item)
            session.flush()
            if is_episode:
                session.add(
                    Episode(
                        show_id=1, item_id=item.id, slug=name, published_at=NOW, tag="t", tag_bytes=1,
                        enclosure_bytes=1,
                    )
                )  # fmt: skip
            return item.id

    def rotate(self, *items: str) -> None:
        """Put items in the rotation."""
        with self.database.writing() as session:
            channel = session.get_one(Channel, self.channel_id)
            set_rotation(session, channel, items=items, jingles=(), jingle_every=0)

    def place(self, starts: str, *, item: str, duration: int = 600) -> None:
        """A slot, once, at a local time."""
        with self.database.writing() as session:
            channel = session.get_one(Channel, self.channel_id)
            told = NewSlot(
                starts=datetime.fromisoformat(starts), duration=duration, item=session.get_one(Item, item)
            )
            create_slot(session, channel, told, now=NOW)

    def extend(self, now: datetime) -> int:
        """Extend as a web process would."""
        return self.extender.extend(self.channel_id, now=now)

    def rows(self) -> list[Airing]:
        """The whole ledger."""
        with self.database.reading() as session:
            return [airing_of(row) for row in session.scalars(select(AiringRow).order_by(AiringRow.id))]

    def moment(self, ticks: int) -> datetime:
        """The moment of a media time."""
        with self.database.reading() as session:
            return moment_at(Ticks(ticks), epoch=session.get_one(Channel, self.channel_id).epoch)


def keep_index(storage: Storage, key: str, *, ticks: Ticks, names: Sequence[Rendition] = AUDIO) -> None:
    """A package's index as the packager writes it; the ledger opens nothing else."""
    segments = tuple(SegmentBytes(Bytes(n), Bytes(1)) for n in range(segment_count(ticks)))
    index = PackageIndex(
        recipe=1, ticks=ticks, media_ticks=ticks, mp3_size=Bytes(1), loudness=_UNKNOWN,
        renditions={name: RenditionIndex(f"{name}init", Bytes(1), segments) for name in names},
        source_loudness=_UNKNOWN, gain_db=0.0, limited=False,
    )  # fmt: skip
    storage.put_bytes(keys.index(key), index.to_json().encode())


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Ground:
    """A fresh channel without a rotation."""
    return Ground(database, open_storage(f"file://{tmp_path / 'storage'}"))


def assert_whole(rows: Iterable[Airing]) -> Timeline:
    """Cut where later rows take over, the ledger has no gap and no number twice."""
    timeline = Timeline.of(rows)
    assert all(later.media_start == sooner.end for sooner, later in pairwise(timeline.airings))
    assert all(later.first_sequence == sooner.end_sequence for sooner, later in pairwise(timeline.airings))
    return timeline


def test_a_fresh_channel_is_filled_to_the_horizon(ground: Ground) -> None:
    ground.extend(NOW)
    timeline = assert_whole(ground.rows())
    assert {row.reason for row in timeline.airings} == {Reason.STAND_BY}
    assert ground.moment(timeline.end) > NOW + HORIZON
    assert ground.extend(NOW) == 0


def test_an_hour_of_turns_leaves_no_gap_and_changes_nothing_written(ground: Ground) -> None:
    ground.rotate(ground.piece("one", seconds=31), ground.piece("two", seconds=47))
    written: list[Airing] = []
    for turn in range(0, 3600, 4):
        ground.extend(NOW + timedelta(seconds=turn))
        rows = ground.rows()
        assert rows[: len(written)] == written
        written = rows
    assert_whole(written)
    assert {row.item for row in written} >= {"one", "two"} or len({row.item for row in written}) == 2


def test_a_slot_begins_at_its_time(ground: Ground) -> None:
    ground.rotate(ground.piece("song", seconds=200))
    news = ground.piece("news", seconds=120)
    ground.place("2026-11-24T11:10", item=news)  # 10:10 UTC
    for turn in range(0, 1500, 4):
        ground.extend(NOW + timedelta(seconds=turn))
    timeline = assert_whole(ground.rows())
    (aired,) = [row for row in timeline.airings if row.item == news]
    begins = ground.moment(aired.media_start)
    assert abs((begins - datetime(2026, 11, 24, 10, 10, tzinfo=UTC)).total_seconds()) <= 2
    assert aired.reason is Reason.SCHEDULED


def test_an_edit_acts_behind_the_horizon_inside_a_long_piece(ground: Ground) -> None:
    ground.rotate(ground.piece("long", seconds=3000))
    ground.extend(NOW)
    written = ground.rows()
    news = ground.piece("news", seconds=120)
    ground.place("2026-11-24T11:00:30", item=news)
    ground.extend(NOW + timedelta(seconds=60))
    assert ground.rows()[: len(written)] == written
    timeline = assert_whole(ground.rows())
    began = next(row for row in timeline.airings if row.item == news)
    assert (
        NOW + timedelta(seconds=60) + HORIZON
        <= ground.moment(began.media_start)
        <= NOW + timedelta(seconds=68) + HORIZON
    )


def test_after_a_long_stop_one_row_bridges_the_time(ground: Ground) -> None:
    ground.extend(NOW)
    later = NOW + timedelta(hours=5)
    before = ground.rows()
    ground.extend(later)
    bridge, following = ground.rows()[len(before) :][:2]
    assert bridge.reason is Reason.OFF_AIR
    assert bridge.segment_count == 0
    assert bridge.media_start == before[-1].end
    assert following.first_sequence == before[-1].end_sequence
    assert following.discontinuity_sequence == before[-1].discontinuity_sequence + 1
    begun = later - ground.moment(following.media_start)  # enough for players to begin with
    assert abs(begun.total_seconds() - 24) < 0.001
    assert_whole(ground.rows())


def test_a_short_hole_is_filled_as_if_it_had_played(ground: Ground) -> None:
    ground.extend(NOW)
    ground.extend(NOW + timedelta(seconds=100))
    rows = ground.rows()
    assert Reason.OFF_AIR not in {row.reason for row in rows}
    assert_whole(rows)
    assert ticks_of(100) < WINDOW


def test_many_writers_append_each_row_once(ground: Ground) -> None:
    ground.rotate(ground.piece("one", seconds=7), ground.piece("two", seconds=11))
    for turn in range(0, 120, 15):
        moment = NOW + timedelta(seconds=turn)
        with ThreadPoolExecutor(6) as pool:
            appended = list(pool.map(lambda _, at=moment: ground.extend(at), range(6)))
        assert sum(count > 0 for count in appended) <= 1
    assert_whole(ground.rows())


def test_a_show_plays_its_oldest_unaired_episode_then_its_newest(ground: Ground) -> None:
    first, second = (ground.piece(name, seconds=60, is_episode=True) for name in ("first", "second"))
    with ground.database.writing() as session:
        channel = session.get_one(Channel, ground.channel_id)
        told = NewSlot(
            starts=datetime(2026, 11, 24, 11, 5),
            duration=120,
            rrule="FREQ=HOURLY",
            show=session.get_one(Show, 1),  # local to the channel's zone
        )
        create_slot(session, channel, told, now=NOW)
    for turn in range(0, 3 * 3600, 60):
        ground.extend(NOW + timedelta(seconds=turn))
    aired = [row.item for row in assert_whole(ground.rows()).airings if row.reason is Reason.SCHEDULED]
    assert set(aired[:2]) == {first, second}
    assert len(aired) == 3


def test_the_journal_tells_what_aired_and_not_the_future(ground: Ground) -> None:
    ground.rotate(ground.piece("song", seconds=31))
    for turn in range(0, 120, 4):
        ground.extend(NOW + timedelta(seconds=turn))
    now = NOW + timedelta(seconds=116)
    with ground.database.reading() as session:
        channel = session.get_one(Channel, ground.channel_id)
        lines = journal(session, channel, start=NOW, end=now + timedelta(hours=1), now=now)
    assert all(line.starts_at <= now for line in lines)
    assert lines[0].starts_at <= NOW < lines[0].ends_at
    assert lines[-1].starts_at <= now < lines[-1].ends_at


def test_many_channels_are_extended_a_few_at_a_time_and_the_most_urgent_first(ground: Ground) -> None:
    later = NOW + timedelta(seconds=20)  # a channel's epoch is 150 s before it is made
    with ground.database.writing() as session:
        place = session.get_one(Channel, ground.channel_id).structure_id
        home = session.get_one(Structure, place)
        for slug, made in (("b", later), ("a", NOW - timedelta(seconds=20))):
            create_channel(
                session, slug=slug, name=slug, kind=ChannelKind.RADIO, structure=home,
                timezone="Europe/Paris", now=made,
            )  # fmt: skip
    order: list[int] = []
    while ground.extender.extend_all(now=NOW, most=1):
        with ground.database.reading() as session:
            order += [
                one for one in session.scalars(select(AiringRow.channel_id).distinct()) if one not in order
            ]
    with ground.database.reading() as session:
        names = [session.get_one(Channel, one).slug for one in order]
    assert names == ["a", "c", "b"]
    assert ground.extender.extend_all(now=NOW) == 0
