"""The endless MP3's arithmetic: never a frame away from the ledger, whatever is on air and for how long."""

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from broadcast.media.grid import QUANTUM, segment_start
from broadcast.media.mp3 import MP3_DELAY, MP3_FRAME, frame_at
from broadcast.media.units import TICKS_PER_SECOND, Ticks
from broadcast.playout.mp3_frames import (
    BURST,
    FRAMES_A_GROUP,
    GROUP,
    GROUP_BYTES,
    groups_after,
    newest_group,
    runs_of,
    title_block,
)
from broadcast.playout.timeline import Airing, Reason, Timeline
from playout.airings import airing

DAY = Ticks(86_400 * TICKS_PER_SECOND)


def laid_end_to_end(lengths: list[int], *, starts: list[int] | None = None) -> Timeline:
    """A timeline of pieces of so many quanta, each begun at a segment of its own."""
    rows: list[Airing] = []
    for order, quanta in enumerate(lengths):
        at, sequence = (rows[-1].end, rows[-1].end_sequence) if rows else (0, 0)
        first = starts[order] if starts else 0
        rows.append(airing(at, sequence=sequence, quanta=quanta, item=f"i{order}", first_segment=first))
    return Timeline.of(rows)


def frames_of(timeline: Timeline, group: int) -> list[tuple[Airing, int]]:
    """Every frame of a group: whose, and which of its file."""
    runs = runs_of(timeline, group)
    assert runs is not None
    return [(run.airing, run.first + place) for run in runs for place in range(run.count)]


def test_a_simulated_day_stays_within_a_frame_of_media_time() -> None:
    chance = Random(20261125)  # noqa: S311  # lengths for a test
    lengths = [chance.randrange(6, 1_200) for _ in range(500)]
    timeline = laid_end_to_end(lengths)
    assert timeline.end >= DAY
    number = 0
    for group in range(DAY // GROUP):
        for run in runs_of(timeline, group) or ():
            heard_from = run.airing.media_start + run.first * MP3_FRAME - MP3_DELAY
            assert 0 <= number * MP3_FRAME - heard_from < MP3_FRAME
            assert run.airing.media_start <= number * MP3_FRAME
            number += run.count
            assert (number - 1) * MP3_FRAME < run.airing.end
    assert number * MP3_FRAME == DAY // GROUP * GROUP


@given(st.lists(st.tuples(st.integers(6, 60), st.integers(0, 3)), min_size=1, max_size=12), st.data())
def test_frames_of_one_piece_follow_each_other(parts: list[tuple[int, int]], drawn: st.DataObject) -> None:
    timeline = laid_end_to_end([one for one, _ in parts], starts=[two for _, two in parts])
    groups = timeline.end // GROUP
    if not groups:
        return
    found = [one for group in range(groups) for one in frames_of(timeline, group)]
    for (row, frame), (later_row, later) in pairwise(found):
        if row is later_row:
            assert later == frame + 1
        else:
            assert later - frame_at(segment_start(later_row.first_segment)) in {0, 1}
    group = drawn.draw(st.integers(0, groups - 1))
    assert len(frames_of(timeline, group)) == FRAMES_A_GROUP


@given(st.integers(6, 4_000))
def test_a_file_has_every_frame_that_is_asked_of_it(quanta: int) -> None:
    """An encoder's file holds ceil(ticks / 1152) + 1 frames (LAME, without a Xing header)."""
    ticks = quanta * QUANTUM
    assert frame_at(Ticks(ticks - 1)) < -(-ticks // MP3_FRAME) + 1


def test_what_the_ledger_does_not_tell_is_no_group() -> None:
    timeline = laid_end_to_end([60])
    assert runs_of(timeline, timeline.end // GROUP) is None
    assert runs_of(Timeline(), 0) is None


def test_a_stop_is_a_run_of_its_own() -> None:
    first = airing(0, quanta=12)
    stop = Airing(
        first_sequence=1, segment_count=0, media_start=first.end, ticks=Ticks(10 * GROUP), item=None,
        discontinuity_sequence=0, package="packages/p", card=None, formats="", first_segment=0,
        reason=Reason.OFF_AIR, occurrence=None, title="", show="",
    )  # fmt: skip
    runs = runs_of(Timeline.of([first, stop]), 3)
    assert runs is not None
    assert [run.airing.reason for run in runs] == [Reason.ROTATION, Reason.OFF_AIR]


@given(st.integers(-(10**9), 10**12))
def test_the_newest_group_has_ended(until: int) -> None:
    group = newest_group(Ticks(until))
    assert (group + 1) * GROUP <= until < (group + 2) * GROUP


@given(st.one_of(st.none(), st.integers(0, 10**6)), st.integers(0, 10**6))
def test_groups_are_sent_in_order_and_once_while_the_clock_runs(last: int | None, newest: int) -> None:
    sent = groups_after(last, newest=newest)
    if last is None:
        assert (len(sent), sent.stop) == (min(BURST, newest + 1), newest + 1)
    elif 0 <= newest - last <= 30:
        assert [*sent] == [*range(last + 1, newest + 1)]
    elif -5 <= newest - last < 0:
        assert not sent
    else:
        assert [*sent] == [newest]


def test_a_title_is_told_in_blocks_of_sixteen() -> None:
    assert title_block("Été") == b"\x02" + "StreamTitle='Été';".encode().ljust(32, b"\0")


@given(st.text(max_size=6_000))
def test_no_title_ends_its_own_quotes_or_grows_too_long(title: str) -> None:
    block = title_block(title.encode(errors="ignore").decode())
    assert len(block) == 1 + 16 * block[0] <= 1 + 255 * 16
    told = block[1:].rstrip(b"\0").decode()
    assert told.startswith("StreamTitle='")
    assert told.index("';") == len(told) - 2


def test_a_group_is_a_second_of_whole_frames() -> None:
    assert (GROUP, GROUP_BYTES) == (48_384, 16_128)
