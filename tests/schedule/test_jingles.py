"""When a jingle is due."""

from datetime import UTC, datetime
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.media.units import TICKS_PER_SECOND, Ticks
from broadcast.schedule.filling import Pool
from broadcast.schedule.jingles import is_due, minute_marks
from broadcast.schedule.rotation import Rules
from schedule.tracks import played, song

HOUR = Ticks(3_600 * TICKS_PER_SECOND)
PARIS = ZoneInfo("Europe/Paris")


def at(minutes: float) -> Ticks:
    return Ticks(round(minutes * 60 * TICKS_PER_SECOND))


def test_a_minute_is_served_once_and_not_too_late() -> None:
    marks = [HOUR]
    assert not is_due(at=at(59.9), last=Ticks(0), every=0, marks=marks)
    assert is_due(at=at(60), last=Ticks(0), every=0, marks=marks)
    assert is_due(at=at(69), last=at(57), every=0, marks=marks)
    assert not is_due(at=at(62), last=at(58), every=0, marks=marks)  # the one of two minutes ago was it
    assert not is_due(at=at(63), last=at(61), every=0, marks=marks)
    assert not is_due(at=at(71), last=Ticks(0), every=0, marks=marks)


def test_minutes_are_those_of_the_local_clock() -> None:
    start = datetime(2026, 10, 24, 23, 20, tzinfo=UTC)  # the night the clock goes back
    found = minute_marks([0, 30], start=start, end=datetime(2026, 10, 25, 2, 0, tzinfo=UTC), zone=PARIS)
    assert [moment.astimezone(PARIS).strftime("%H:%M") for moment in found] == [
        "01:30", "02:00", "02:30", "02:00", "02:30",
    ]  # fmt: skip


@settings(max_examples=25)  # each is a day of decisions
@given(st.integers(300, 1_800), st.integers(60, 300), st.integers(0, 99))
def test_jingles_come_at_the_first_junction_after_their_time(every: int, longest: int, seed: int) -> None:
    tracks = [song(f"s{n}", seconds=longest - n) for n in range(9)]
    pool = Pool(tracks=tracks, jingles=[song("j", seconds=7)], rules=Rules(jingle_every=every, seed=seed))
    day = list(islice(played(pool), 80))
    begun = [one.at for one in day if one.choice and one.choice.is_jingle]
    waits = [(later - sooner) / TICKS_PER_SECOND for sooner, later in pairwise(begun)]
    assert waits
    assert all(every <= wait <= every + longest + 1 for wait in waits)
