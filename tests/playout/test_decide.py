import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from broadcast.media.grid import QUANTUM, SEGMENT, SHORTEST, segment_lengths
from broadcast.media.units import TICKS_PER_SECOND, Ticks
from broadcast.playout.decide import (
    EARLIEST,
    Due,
    Piece,
    Plan,
    Position,
    decide,
    segments_until,
    still_wanted,
)
from broadcast.playout.timeline import Airing, Reason, Timeline
from broadcast.schedule.rotation import Heard, Rules
from playout.airings import FORMATS, STAND_BY, piece

NEWS, TALE, SONG, TUNE, JINGLE = (piece(name, seconds=n) for name, n in
    (("news", 60), ("tale", 45), ("song", 31), ("tune", 17), ("jingle", 5)))  # fmt: skip
EMPTY = Plan(stand_by=STAND_BY, revision=7)
ROTATION = replace(EMPTY, rotation={"song": SONG, "tune": TUNE}, rules=Rules(seed=1))
START = Position(at=Ticks(0), sequence=0)


def test_the_stand_by_loop_plays_where_nothing_else_can() -> None:
    assert decide(EMPTY, replace(START, at=Ticks(SEGMENT), sequence=5)) == Airing(
        first_sequence=5,
        segment_count=4,
        media_start=Ticks(SEGMENT),
        ticks=STAND_BY.ticks,
        discontinuity_sequence=0,
        package=STAND_BY.package,
        card=None,
        formats=FORMATS,
        item=None,
        first_segment=0,
        reason=Reason.STAND_BY,
        occurrence=None,
        title="",
        show="",
        revision=7,
    )


def test_a_due_occurrence_stands_above_the_rotation() -> None:
    plan = replace(ROTATION, due=Due(occurrence="4:2026-12-01", piece=NEWS, cut_at=None))
    chosen = decide(plan, START)
    assert (chosen.item, chosen.reason, chosen.occurrence) == ("news", Reason.SCHEDULED, "4:2026-12-01")


def test_the_rest_of_an_occurrence_is_filled_from_the_rotation() -> None:
    plan = replace(ROTATION, due=Due(occurrence="4:2026-12-01", piece=None, cut_at=None))
    chosen = decide(plan, START)
    assert (chosen.reason, chosen.occurrence) == (Reason.ROTATION, "4:2026-12-01")


def test_the_rotation_plays_what_was_longest_unheard() -> None:
    heard = Heard(items={"song": Ticks(9), "tune": Ticks(9_000_000)})
    later = replace(START, at=Ticks(10_000_000), heard=heard)
    assert decide(ROTATION, later).item == "song"
    assert decide(ROTATION, replace(later, heard=Heard(items={"song": Ticks(9)}))).item == "tune"


def test_a_jingle_comes_when_it_is_due() -> None:
    plan = replace(ROTATION, jingles={"jingle": JINGLE}, rules=Rules(jingle_every=60))
    later = Ticks(60 * TICKS_PER_SECOND)
    assert decide(plan, replace(START, at=later)).reason is Reason.JINGLE
    assert decide(plan, replace(START, at=later, heard=Heard(last_jingle=Ticks(1)))).reason is Reason.ROTATION


def test_a_change_of_format_or_a_stop_is_a_discontinuity() -> None:
    position = replace(START, formats=FORMATS, discontinuity_sequence=3)
    assert decide(EMPTY, position).discontinuity_sequence == 3
    assert decide(EMPTY, replace(position, after_stop=True)).discontinuity_sequence == 4
    assert decide(EMPTY, replace(position, formats="a128=other")).discontinuity_sequence == 4


@given(st.integers(6, 3_000), st.integers(0, 500_000_000))
def test_a_cut_falls_on_the_boundary_nearest_to_the_time(quanta: int, limit: int) -> None:
    ticks = Ticks(quanta * QUANTUM)
    count = segments_until(Ticks(limit), at=Ticks(0), ticks=ticks)
    lengths = segment_lengths(ticks)
    assert 1 <= count <= len(lengths)
    ends = sum(lengths[:count])
    if 1 < count < len(lengths):
        assert abs(ends - limit) <= SEGMENT // 2
    if count == len(lengths) > 1:
        assert ends <= limit + EARLIEST or limit - (len(lengths) - 1) * SEGMENT > 0 or count == 1


def test_an_edit_changes_what_is_on_only_where_it_must() -> None:
    song = decide(ROTATION, START)
    scheduled = decide(replace(EMPTY, due=Due(occurrence="1:x", piece=NEWS, cut_at=None)), START)
    other = Due(occurrence="2:y", piece=TALE, cut_at=None)
    assert still_wanted(song, ROTATION, airable=True)
    assert not still_wanted(song, ROTATION, airable=False)
    assert not still_wanted(song, replace(ROTATION, due=other), airable=True)
    assert not still_wanted(song, replace(ROTATION, next_start=Ticks(SEGMENT)), airable=True)
    assert still_wanted(scheduled, ROTATION, airable=True)
    assert not still_wanted(scheduled, replace(ROTATION, due=other), airable=True)


PIECES = st.lists(st.integers(2, 90), min_size=0, max_size=6).map(
    lambda lengths: {f"p{n}": piece(f"p{n}", seconds=s) for n, s in enumerate(lengths)}
)


@given(PIECES, PIECES, st.integers(0, 120), st.integers(0, 2**40))
def test_a_day_has_no_gap_and_no_number_twice(
    rotation: dict[str, Piece], jingles: dict[str, Piece], every: int, seed: int
) -> None:
    plan = replace(EMPTY, rotation=rotation, jingles=jingles, rules=Rules(jingle_every=every, seed=seed))
    rows: list[Airing] = []
    position = START
    for _ in range(40):
        rows.append(decide(plan, position))
        position = position.after(rows[-1], plan)
    assert all(later.media_start == sooner.end for sooner, later in itertools.pairwise(rows))
    assert all(later.first_sequence == sooner.end_sequence for sooner, later in itertools.pairwise(rows))
    assert all(row.ticks >= SHORTEST for row in rows)
    assert {row.discontinuity_sequence for row in rows} == {0}
    assert Timeline.of(rows).airings == tuple(rows)
