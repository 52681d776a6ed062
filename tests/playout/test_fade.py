"""Fades as arithmetic: of whatever is cut, a row as long takes the place of its last segment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from broadcast.media.grid import QUANTUM, SEGMENT, segment_count
from broadcast.media.units import Ticks
from broadcast.playout.decide import Due, Piece, Position
from broadcast.playout.fade import as_planned, faded, is_fade, may_be_cut
from broadcast.playout.fade import fade_of as fade_in
from broadcast.playout.programme import Programme, course
from broadcast.playout.timeline import Airing, Spot, Timeline, ticks_at
from broadcast.schedule.recurrence import Occurrence
from playout.airings import STAND_BY, airing, piece

EPOCH = datetime(2026, 11, 24, 10, tzinfo=UTC)
LENGTHS = st.integers(6, 260)
SLOTS = st.lists(
    st.tuples(st.integers(8, 400), st.integers(10, 300), LENGTHS), max_size=4
)  # after how long, for how long, and how much it has to play: seconds and quanta
PLANS = st.tuples(SLOTS, st.lists(LENGTHS, max_size=5))


def programme_of(
    slots: Sequence[tuple[int, int, int]], rotation: Sequence[int]
) -> tuple[Programme, list[Piece]]:
    grid, at, shows = [], EPOCH, []
    for number, (gap, lasts, quanta) in enumerate(slots):
        at += timedelta(seconds=gap)
        ends = at + timedelta(seconds=lasts)
        grid.append(Occurrence(at, ends, at.replace(tzinfo=None), number, date(2026, 11, 24)))
        shows.append(replace(piece(f"show-{number}"), ticks=Ticks(quanta * QUANTUM)))
        at = ends
    tracks = {
        f"t{n}": replace(piece(f"t{n}"), ticks=Ticks(quanta * QUANTUM)) for n, quanta in enumerate(rotation)
    }
    made = Programme(
        epoch=EPOCH, zone=ZoneInfo("Europe/Paris"), stand_by=STAND_BY, grid=grid,
        fixed=frozenset(range(len(grid))), rotation=tracks,
    )  # fmt: skip
    return made, shows


def lengths_of(programme: Programme, shows: Sequence[Piece]) -> dict[str, Ticks]:
    return {one.package: one.ticks for one in (STAND_BY, *shows, *programme.rotation.values())}


def walked(programme: Programme, shows: Sequence[Piece], *, rows: int = 40) -> list[Airing]:
    """A ledger in which every show plays once, and is cut at the end of its slot."""

    def due(one: Occurrence, decided: Sequence[Airing]) -> Due:
        key = f"{one.slot}"
        show = None if any(row.occurrence == key for row in decided) else shows[one.slot]
        return Due(occurrence=key, piece=show, cut_at=ticks_at(one.ends_at, epoch=EPOCH))

    begins = Position(at=Ticks(0), sequence=5)
    return list(islice(course(programme, begins, due_of=due), rows))


def spots_of(timeline: Timeline) -> list[Spot]:
    last = timeline.spot(timeline.airings[-1].end_sequence - 1)
    assert last is not None
    return list(timeline.spots_back_from(last))[::-1]


@given(PLANS, st.data())
def test_whatever_is_cut_and_goes_out_nothing_moves(
    plan: tuple[list[tuple[int, int, int]], list[int]], data: st.DataObject
) -> None:
    programme, shows = programme_of(*plan)
    lengths = lengths_of(programme, shows)
    plain = walked(programme, shows)
    ledger: list[Airing] = []
    wanted = 0
    for row in plain:
        ledger.append(row)
        fade = fade_in(row, length=lengths[row.package])
        whole = segment_count(lengths[row.package]) == row.first_segment + row.segment_count
        assert (fade is None) == (whole or row.segment_count == 1)
        wanted += fade is not None
        if fade is not None and data.draw(st.booleans(), label="ready in time"):
            ledger.append(faded(row, fade))
    out, before = Timeline.of(ledger), Timeline.of(plain)
    assert all(two.media_start == one.end for one, two in pairwise(out.airings))
    assert all(two.first_sequence == one.end_sequence for one, two in pairwise(out.airings))
    times = [(one.sequence, one.start, one.ticks) for one in spots_of(out)]
    assert times == [(one.sequence, one.start, one.ticks) for one in spots_of(before)]
    assert as_planned(out.airings) == list(before.airings)
    for mine, own in zip(spots_of(out), spots_of(before), strict=True):
        if is_fade(mine.airing):
            assert mine.airing.package == f"{own.airing.package}-fade1-{own.segment}"
            assert (mine.segment, mine.ticks) == (0, SEGMENT)
            assert own.sequence == own.airing.end_sequence - 1
        else:
            assert mine.segment == own.segment
            assert mine.airing.package == own.airing.package


def test_what_is_heard_to_its_end_does_not_go_out() -> None:
    whole = airing(0, quanta=48)
    assert may_be_cut(whole)
    assert fade_in(whole, length=Ticks(48 * QUANTUM)) is None
    assert fade_in(whole, length=Ticks(49 * QUANTUM)) is None  # a short rest lies in the last segment
    assert fade_in(whole, length=Ticks(54 * QUANTUM)) is not None
    assert fade_in(airing(0, quanta=50), length=Ticks(50 * QUANTUM)) is None
    assert fade_in(airing(0, quanta=12), length=Ticks(54 * QUANTUM)) is None


def test_a_fade_is_told_as_its_piece_unless_something_else_is_before_it() -> None:
    cut = airing(0, quanta=48, package="packages/a")
    fade = fade_in(cut, length=Ticks(90 * QUANTUM))
    assert fade is not None
    row = faded(cut, fade)
    assert as_planned([cut.cut_to(3), row]) == [cut]
    assert as_planned([row]) == [row]
    stranger = replace(cut.cut_to(3), item="other")
    assert as_planned([stranger, row]) == [stranger, row]
