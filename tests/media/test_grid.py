from hypothesis import given
from hypothesis import strategies as st

from broadcast.media.grid import (
    LONGEST_QUANTA,
    QUANTUM,
    SEGMENT,
    SHORTEST,
    SHORTEST_QUANTA,
    TARGET_DURATION,
    padded,
    segment_count,
    segment_lengths,
    segment_start,
)
from broadcast.media.units import TICKS_PER_SECOND, Ticks

lengths = st.integers(0, 6 * 3600 * TICKS_PER_SECOND).map(Ticks)


@given(lengths)
def test_a_piece_is_padded_by_less_than_a_quantum_unless_it_is_a_virgule(ticks: Ticks) -> None:
    length = padded(ticks)
    assert length % QUANTUM == 0
    assert length >= SHORTEST
    assert 0 <= length - ticks < QUANTUM or length == SHORTEST


@given(lengths)
def test_segments_fill_a_piece_and_each_fits_the_target(ticks: Ticks) -> None:
    length = padded(ticks)
    found = segment_lengths(length)
    assert sum(found) == length
    assert len(found) == segment_count(length)
    assert all(one == SEGMENT for one in found[:-1])
    assert SHORTEST_QUANTA <= found[-1] // QUANTUM <= LONGEST_QUANTA
    assert max(found) / TICKS_PER_SECOND <= TARGET_DURATION
    assert segment_start(len(found) - 1) + found[-1] == length
