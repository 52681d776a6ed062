"""What repeats, and what is to finish, on real databases: from the schedule to the ledger's rows."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from broadcast.db import Database
from broadcast.library.models import Episode
from broadcast.media.grid import padded
from broadcast.media.units import Seconds, ticks_of
from broadcast.playout.timeline import Reason
from broadcast.schedule.models import Channel, Slot
from broadcast.schedule.repository import slot_of
from broadcast.schedule.slots import delete_slot
from broadcast.storage import open_storage
from playout.stage import SECOND, Stage, line, own
from playout.test_ledger import NOW

pytestmark = pytest.mark.integration


@pytest.fixture
def stage(database: Database, tmp_path: Path) -> Stage:
    made = Stage(database, open_storage(f"file://{tmp_path / 'storage'}"))
    made.rotate(made.piece("song", seconds=95))
    return made


def test_a_repeat_plays_what_its_slot_aired_and_counts_as_no_first_run(stage: Stage) -> None:
    stage.piece("one", seconds=60, is_episode=True)
    two = stage.piece("two", seconds=60, is_episode=True)
    with stage.database.writing() as session:
        later = update(Episode).where(Episode.item_id == two).values(published_at=NOW + timedelta(1))
        session.execute(later)
    slot = stage.slot()
    stage.slot(SECOND, repeat_of=slot)
    stage.slot("2026-11-24T11:36")
    assert own(stage.play(minutes=50)) == [("one", "scheduled"), ("one", "repeat"), ("two", "scheduled")]


def test_a_repeat_plays_a_running_order_with_its_excerpts_without_what_was_withdrawn(stage: Stage) -> None:
    one, two, three = (stage.piece(name, seconds=100) for name in ("one", "two", "three"))
    slot = stage.slot()
    stage.order(slot, line("1", one), line("2", two, begins=Seconds(10), ends=Seconds(70)), line("3", three))
    stage.slot(SECOND, repeat_of=slot)
    stage.play(minutes=15)
    stage.withdraw(one)
    rows = stage.play(minutes=40, since=15)
    again = [row for row in rows if row.reason is Reason.REPEAT]
    assert [(row.title, row.first_segment, row.segment_count) for row in again] == [
        ("two", 3, 15), ("three", 0, 26),
    ]  # fmt: skip


def test_a_repeat_goes_on_where_its_slot_was_taken_out(stage: Stage) -> None:
    stage.piece("one", seconds=60, is_episode=True)
    slot = stage.slot()
    stage.slot(SECOND, repeat_of=slot)
    stage.play(minutes=16)
    stage.slot("2026-11-24T11:16", duration=60)  # another of the show: nothing new, so its newest
    with stage.database.writing() as session:
        channel = session.get_one(Channel, stage.channel_id)
        delete_slot(session, channel, session.get_one(Slot, slot))
    rows = stage.play(minutes=40, since=16)
    assert own(rows)[-1] == ("one", "repeat")


def _overrunning(stage: Stage) -> int:
    """A piece of 25 minutes in a slot of ten; it is 10:27, and since 10:25 it is another slot's time."""
    long, other = stage.piece("long", seconds=1_500), stage.piece("other", seconds=300)
    slot = stage.slot(show=None)
    stage.order(slot, line("a", long))
    stage.order(stage.slot(SECOND, show=None), line("b", other))
    stage.play(minutes=27)
    return slot


def test_an_edit_elsewhere_does_not_cut_what_is_to_finish(stage: Stage) -> None:
    _overrunning(stage)
    stage.slot("2026-11-24T20:00", show=None)
    rows = stage.play(minutes=34, since=27)
    (first,) = (row for row in rows if row.title == "long")
    assert first.ticks == padded(ticks_of(1_500))
    assert own(rows) == [("long", "scheduled"), ("other", "scheduled")]


def test_what_is_to_finish_is_cut_once_its_own_slot_is_gone(stage: Stage) -> None:
    slot = _overrunning(stage)
    with stage.database.writing() as session:
        channel = session.get_one(Channel, stage.channel_id)
        delete_slot(session, channel, slot_of(session, channel, slot_id=slot))
    rows = stage.play(minutes=34, since=27)
    assert 22 < next(row for row in rows if row.title == "long").ticks / 48_000 / 60 < 23
    assert own(rows) == [("long", "scheduled"), ("other", "scheduled")]
