"""Which card is shown for how long of a seam: all of it, the first before the cut and the second behind."""

from hypothesis import given
from hypothesis import strategies as st

from broadcast.media.grid import QUANTUM, SEGMENT, segment_lengths
from broadcast.media.units import Ticks
from broadcast.transcode.showing import shares


@given(st.integers(6, 60), st.integers(0, 60), st.booleans())
def test_every_segment_is_shown_in_two_fragments_at_the_most(quanta: int, cut: int, odd: bool) -> None:  # noqa: FBT001  # drawn
    lengths = segment_lengths(Ticks(quanta * QUANTUM))
    at = Ticks(min(quanta, cut) * QUANTUM + odd * QUANTUM // 2)
    found = shares(lengths, cut=at)
    assert [first + second for first, second in found] == list(lengths)
    assert not any(ticks % QUANTUM for both in found for ticks in both)
    for first, second in found:
        assert not (first and second) or max(first, second) <= SEGMENT
    firsts = [first for first, _ in found]
    both = [place for place, (first, second) in enumerate(found) if first and second]
    assert len(both) <= 1
    if both:  # all before it show the first card, all behind it the second
        assert firsts[: both[0]] == list(lengths[: both[0]])
        assert not any(firsts[both[0] + 1 :])
    if all(length <= SEGMENT for length in lengths):
        assert sum(firsts) == min(at, sum(lengths)) // QUANTUM * QUANTUM
    else:
        assert abs(sum(firsts) - at) <= SEGMENT
