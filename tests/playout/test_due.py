"""What fills a slot, on real databases: each filling from the schedule to the ledger's rows."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from broadcast.db import Database
from broadcast.library.models import Episode, EpisodeOrder, Item
from broadcast.media.grid import SEGMENT, padded
from broadcast.media.units import Seconds, ticks_of
from broadcast.playout.ledger import forecast
from broadcast.playout.pieces import Packages, Pieces
from broadcast.playout.timeline import Reason
from broadcast.schedule.models import Channel, Excerpt, Overrun
from broadcast.schedule.running_order import Element, ElementKind
from broadcast.schedule.running_orders import order_of
from broadcast.schedule.slots import touch_all
from broadcast.storage import open_storage
from playout.stage import SECOND, TODAY, Stage, line, own
from playout.test_ledger import NOW, assert_whole, keep_index

pytestmark = pytest.mark.integration


@pytest.fixture
def stage(database: Database, tmp_path: Path) -> Stage:
    made = Stage(database, open_storage(f"file://{tmp_path / 'storage'}"))
    made.rotate(made.piece("song", seconds=95))
    return made


def test_a_running_order_airs_in_order_and_its_words_are_passed_over(stage: Stage) -> None:
    intro, track = stage.piece("intro", seconds=12), stage.piece("track", seconds=100)
    slot = stage.slot()
    stage.order(slot, line("a", intro), line("b", text="Accueil", seconds=Seconds(60)), line("c", track))
    rows = stage.play(minutes=20)
    assert own(rows) == [("intro", "scheduled"), ("track", "scheduled")]
    first, second = (row for row in rows if row.reason is Reason.SCHEDULED)
    assert (first.element, second.element, second.media_start) == ("a", "c", first.end)
    assert abs(stage.at(first) - 5) < 0.05
    assert {first.occurrence, second.occurrence} == {f"{slot}:2026-11-24T11:05"}


def test_an_edit_while_it_is_on_acts_on_what_is_to_come(stage: Stage) -> None:
    one, two, three = (stage.piece(name, seconds=100) for name in ("one", "two", "three"))
    slot = stage.slot()
    stage.order(slot, line("1", one), line("2", two), line("3", three))
    before = stage.play(minutes=6)
    stage.order(slot, line("3", three), line("1", one), line("2", two), line("4", one))
    rows = stage.play(minutes=20, since=6)
    assert rows[: len(before) - 1] == before[:-1]
    assert [name for name, _ in own(rows)] == ["one", "two", "one"]


def test_the_slots_own_running_order_serves_every_date_that_has_none(stage: Stage) -> None:
    intro, special = stage.piece("intro", seconds=12), stage.piece("special", seconds=30)
    stage.piece("one", seconds=120, is_episode=True)
    slot = stage.slot()
    episode = Element(key="e", kind=ElementKind.EPISODE)
    stage.order(slot, line("i", intro), episode, line("o", intro), on=None)
    assert own(stage.play(minutes=20)) == [
        ("intro", "scheduled"), ("one", "scheduled"), ("intro", "scheduled"),
    ]  # fmt: skip
    stage.order(slot, line("s", special), on=TODAY)
    with stage.database.reading() as session:
        assert [one.key for one in order_of(session, slot, on=TODAY).elements] == ["s"]
        assert [one.key for one in order_of(session, slot, on=date(2026, 12, 1)).elements] == ["i", "e", "o"]


def test_a_cut_running_order_ends_with_its_slot(stage: Stage) -> None:
    long = stage.piece("long", seconds=400)
    slot = stage.slot(overrun=Overrun.CUT)
    stage.order(slot, line("1", long), line("2", long), line("3", long))
    ends = [row for row in stage.play(minutes=25) if row.reason is Reason.SCHEDULED]
    assert len(ends) == 2
    assert abs((stage.moment(ends[-1].end) - NOW).total_seconds() - 15 * 60) <= 2


def test_what_is_withdrawn_is_passed_over(stage: Stage) -> None:
    one, two = stage.piece("one", seconds=60), stage.piece("two", seconds=60)
    slot = stage.slot()
    stage.order(slot, line("1", one), line("2", two), line("3", one))
    stage.withdraw(one)
    assert own(stage.play(minutes=20)) == [("two", "scheduled")]


def test_an_excerpt_airs_by_whole_segments_until_its_exact_cut_is_made(stage: Stage) -> None:
    song = stage.piece("long-song", seconds=200)
    slot = stage.slot()
    cut = {"begins": Seconds(10), "ends": Seconds(70)}
    stage.order(slot, line("1", song, **cut))
    (aired,) = [row for row in stage.play(minutes=20) if row.reason is Reason.SCHEDULED]
    assert (aired.first_segment, aired.segment_count, aired.ticks) == (3, 15, 15 * SEGMENT)
    keep_index(stage.storage, "packages/exact", ticks=padded(ticks_of(60)))
    with stage.database.writing() as session:
        session.add(
            Excerpt(
                item_id=song, begins_ms=10_000, ends_ms=70_000, package="packages/exact",
                ticks=padded(ticks_of(60)), wanted_at=NOW,
            )
        )  # fmt: skip
    later = stage.slot(SECOND)
    stage.order(later, line("1", song, **cut))
    exact = [row for row in stage.play(minutes=40, since=20) if row.reason is Reason.SCHEDULED][-1]
    assert (exact.package, exact.first_segment, exact.ticks) == ("packages/exact", 0, padded(ticks_of(60)))
    assert exact.item == song


def test_episodes_come_by_number_where_the_show_says_so(stage: Stage) -> None:
    names = [stage.piece(name, seconds=60, is_episode=True) for name in ("unnumbered", "third", "first")]
    with stage.database.writing() as session:
        session.get_one(Item, names[1]).number = 3
        session.get_one(Item, names[2]).number = 1
    stage.change(lambda show: setattr(show, "episode_order", EpisodeOrder.NUMBER))
    for minute in (5, 15, 25):
        stage.slot(f"2026-11-24T11:{minute:02}")
    assert [name for name, _ in own(stage.play(minutes=40))] == ["first", "third", "unnumbered"]


def test_a_season_ends_before_the_next_begins(stage: Stage) -> None:
    numbered = {"second-season": (2, 1), "last-of-first": (1, 8), "unnumbered": (1, None)}
    for name, (season, number) in numbered.items():
        item_id = stage.piece(name, seconds=60, is_episode=True)
        with stage.database.writing() as session:
            item = session.get_one(Item, item_id)
            item.season, item.number = season, number
    stage.change(lambda show: setattr(show, "episode_order", EpisodeOrder.NUMBER))
    for minute in (5, 15, 25):
        stage.slot(f"2026-11-24T11:{minute:02}")
    expected = ["last-of-first", "second-season", "unnumbered"]
    assert [name for name, _ in own(stage.play(minutes=40))] == expected


def test_filler_plays_where_no_episode_is_ready_then_the_rotation(stage: Stage) -> None:
    stage.fill(stage.piece("best-of", seconds=100), stage.piece("again", seconds=100))
    stage.slot()
    rows = stage.play(minutes=20)
    assert own(rows) == [("best-of", "filler"), ("again", "filler")]
    last = next(number for number, row in enumerate(rows) if row.title == "again")
    assert rows[last + 1].reason is Reason.ROTATION


def test_an_episode_approved_during_its_slot_takes_over_from_the_filler(stage: Stage) -> None:
    stage.fill(stage.piece("best-of", seconds=500))
    stage.slot()
    stage.play(minutes=7)
    stage.piece("at-last", seconds=60, is_episode=True)
    with stage.database.writing() as session:
        touch_all(session)
    assert own(stage.play(minutes=20, since=7))[:2] == [("best-of", "filler"), ("at-last", "scheduled")]


def test_without_a_filler_the_newest_episode_plays_once_more(stage: Stage) -> None:
    stage.piece("only", seconds=60, is_episode=True)
    stage.slot()
    stage.slot(SECOND)
    assert own(stage.play()) == [("only", "scheduled"), ("only", "scheduled")]


def test_a_frozen_row_is_never_changed_by_an_edit(stage: Stage) -> None:
    one, two = stage.piece("one", seconds=300), stage.piece("two", seconds=30)
    slot = stage.slot()
    stage.order(slot, line("1", one), line("2", two))
    for turn in range(0, 1200, 7):
        written = stage.rows()
        stage.order(slot, *([line("2", two)] if turn % 2 else [line("1", one), line("2", two)]))
        stage.extend(NOW + timedelta(seconds=turn))
        assert stage.rows()[: len(written)] == written
    assert_whole(stage.rows())


def test_a_forecast_of_a_day_says_what_each_slot_will_play(stage: Stage) -> None:
    one = stage.piece("one", seconds=60, is_episode=True)
    stage.piece("two", seconds=60, is_episode=True)
    slot = stage.slot()
    stage.slot(SECOND, repeat_of=slot)
    stage.order(slot, line("1", one), Element(key="e", kind=ElementKind.EPISODE))
    stage.extend(NOW)
    with stage.database.reading() as session:
        channel = session.get_one(Channel, stage.channel_id)
        pieces = Pieces(Packages(stage.storage), has_picture=False)
        told = forecast(session, channel, stage.rows()[-1], pieces=pieces, most=40)
    assert own(told) == [
        ("one", "scheduled"), ("two", "scheduled"), ("one", "repeat"), ("two", "repeat"),
    ]  # fmt: skip


def test_an_occurrence_has_no_more_than_one_running_order(stage: Stage) -> None:
    slot = stage.slot()
    for on in (None, None, TODAY, TODAY):
        stage.order(slot, on=on)
    with stage.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Episode)) == 0
        assert order_of(session, slot, on=TODAY).version == 2
