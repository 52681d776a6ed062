"""What was foretold is what airs: the forecast of tomorrow against tomorrow's ledger, made turn by turn."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from broadcast.db import Database
from broadcast.library.models import Item, ItemKind, Show
from broadcast.library.states import ItemState
from broadcast.playout.ledger import forecast
from broadcast.playout.pieces import Packages, Pieces
from broadcast.playout.repository import row_of
from broadcast.playout.timeline import Airing, Reason, Timeline, ticks_at
from broadcast.schedule.models import Channel
from broadcast.schedule.rotations import DaypartSaid, RotationSaid, change_rotation
from broadcast.schedule.slots import NewSlot, create_slot
from broadcast.storage import open_storage
from playout.test_ledger import NOW, Ground, assert_whole

pytestmark = pytest.mark.integration
TOMORROW = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)  # midnight in Paris
DAY = timedelta(days=1)
EARLIEST = timedelta(seconds=4)
"""A slot may begin so long before its time."""


class Station(Ground):
    """A channel as people make one: music, talk, jingles, a night of its own, slots."""

    def furnish(self) -> None:
        """Pieces of twelve artists, jingles, the night, a daily show of new episodes, the news."""
        drawn = Random(5)  # noqa: S311  # lengths, not secrets
        music = [self.piece(f"music-{n}", seconds=drawn.uniform(150, 290)) for n in range(36)]
        talk = [self.piece(f"talk-{n}", seconds=drawn.uniform(60, 700)) for n in range(9)]
        jingles = [self.piece(f"jingle-{n}", seconds=4 + n) for n in range(3)]
        for n in range(4):
            self.piece(f"episode-{n}", seconds=1_500 + 60 * n, is_episode=True)
        news = self.piece("news", seconds=171)
        with self.database.writing() as session:
            for place, item in enumerate(music):
                kept = session.get_one(Item, item)
                kept.kind, kept.artist = ItemKind.TRACK, f"Artist {place % 12}"
            channel = session.get_one(Channel, self.channel_id)
            said = RotationSaid(
                weights={item: 1 + place % 3 for place, item in enumerate([*music, *talk])},
                jingles=jingles, jingle_every=1_200, jingle_minutes=[0, 30], music_share=75,
                structure_apart=10,
                dayparts=[DaypartSaid(name="Nuit", begins=time(0), ends=time(6),
                                      weights=dict.fromkeys(music[:20], 1))],
            )  # fmt: skip
            change_rotation(session, channel, said)
            for told in (
                NewSlot(starts=datetime(2026, 11, 24, 12), duration=180, rrule="FREQ=HOURLY",
                        item=session.get_one(Item, news)),
                NewSlot(starts=datetime(2026, 11, 24, 18, 10), duration=1_800, rrule="FREQ=DAILY",
                        show=session.get_one(Show, 1)),
                NewSlot(starts=datetime(2026, 11, 24, 21, 20), duration=1_800, rrule="FREQ=DAILY",
                        show=session.get_one(Show, 1)),
                NewSlot(starts=datetime(2026, 11, 24, 15, 30), duration=1_200, rrule="FREQ=DAILY"),
            ):  # fmt: skip
                create_slot(session, channel, told, now=NOW)

    def foretold(self, *, until: datetime) -> list[Airing]:
        """The forecast as it is now, after what is written."""
        with self.database.reading() as session:
            channel = session.get_one(Channel, self.channel_id)
            pieces = Pieces(Packages(self.storage), has_picture=False)
            end = ticks_at(until, epoch=channel.epoch)
            return forecast(session, channel, self.rows()[-1], pieces=pieces, most=5_000, until=end)


@pytest.fixture
def station(database: Database, tmp_path: Path) -> Station:
    made = Station(database, open_storage(f"file://{tmp_path / 'storage'}"))
    made.furnish()
    return made


def test_the_forecast_of_tomorrow_is_tomorrow_s_ledger(station: Station) -> None:
    station.extend(NOW)
    written = len(station.rows())
    foretold = station.foretold(until=TOMORROW + DAY)
    turn = NOW
    while turn < TOMORROW + DAY:
        turn += timedelta(seconds=101)
        station.extend(turn)
    aired = station.rows()[written:][: len(foretold)]
    assert aired == foretold
    timeline = assert_whole(station.rows())
    assert {row.reason for row in aired} >= {Reason.SCHEDULED, Reason.ROTATION, Reason.JINGLE}
    assert len({row.item for row in aired if row.title.startswith("episode")}) == 4
    _assert_in_time(station, timeline)
    _assert_night(station, timeline)


def _assert_in_time(station: Station, timeline: Timeline) -> None:
    """Every slot of tomorrow began within four seconds of its time, and nothing was cut for it."""
    starts = [
        station.moment(row.media_start)
        for row in timeline.airings
        if row.reason is Reason.SCHEDULED
        and TOMORROW - EARLIEST <= station.moment(row.media_start) < TOMORROW + DAY - EARLIEST
    ]
    assert len(starts) == 24 + 2
    for moment in starts:
        past = moment.timestamp() % 600
        assert min(past, 600 - past) <= 4
    with station.database.reading() as session:
        whole = {item.id: item.ticks for item in session.scalars(select(Item))}
    cut = [row.title for row in timeline.airings if row.item is not None and row.ticks != whole[row.item]]
    assert cut == []


def _assert_night(station: Station, timeline: Timeline) -> None:
    night = {
        row.title
        for row in timeline.airings
        if row.reason is Reason.ROTATION
        and TOMORROW <= station.moment(row.media_start) < TOMORROW + timedelta(hours=6)
    }
    assert night <= {f"music-{n}" for n in range(20)}


def test_what_was_withdrawn_is_neither_foretold_nor_aired(station: Station) -> None:
    station.extend(NOW)
    with station.database.writing() as session:
        gone = session.scalars(select(Item).where(Item.title == "music-3")).one()
        gone.state = ItemState.WITHDRAWN
    assert "music-3" not in {row.title for row in station.foretold(until=NOW + DAY)}


def test_a_ledger_remembers_what_a_walk_remembers(station: Station) -> None:
    """Foretold from any row of it, the rest of a day is the same."""
    station.extend(NOW)
    foretold = station.foretold(until=NOW + timedelta(hours=8))
    with station.database.writing() as session:
        session.add_all(row_of(row, channel_id=station.channel_id) for row in foretold[:60])
    assert station.foretold(until=NOW + timedelta(hours=8)) == foretold[60:]
