"""Peak segment bit rates against a second, plain computation."""

from hypothesis import given
from hypothesis import strategies as st

from broadcast.media.bitrate import BitRates, bit_rates
from broadcast.media.grid import QUANTUM, segment_count, segment_lengths
from broadcast.media.package import Loudness, PackageIndex, Rendition, RenditionIndex, SegmentBytes
from broadcast.media.units import Bytes, Ticks

_UNKNOWN = Loudness(None, None, None)


def index_of(sizes: list[int], *, ticks: Ticks) -> PackageIndex:
    """A package of one rendition with segments of these sizes."""
    segments = tuple(SegmentBytes(Bytes(0), Bytes(size)) for size in sizes)
    return PackageIndex(
        recipe=1, ticks=ticks, media_ticks=ticks, mp3_size=Bytes(1), loudness=_UNKNOWN,
        renditions={Rendition.A128: RenditionIndex("init", Bytes(1), segments)}, source_loudness=_UNKNOWN,
        gain_db=0.0, limited=False,
    )  # fmt: skip


def test_a_peak_is_found_in_runs_of_three_to_nine_seconds() -> None:
    """3.84 s at 100 kB, 3.84 s at 10 kB, and a last segment of 1.92 s that is too short to count alone."""
    rates = bit_rates(index_of([100_000, 10_000, 90_000], ticks=Ticks(30 * QUANTUM)), Rendition.A128)
    assert rates == BitRates(peak=208_334, steepest=375_000, average=166_667)


@given(st.integers(6, 200), st.data())
def test_every_run_is_looked_at(quanta: int, drawn: st.DataObject) -> None:
    ticks = Ticks(quanta * QUANTUM)
    count = segment_count(ticks)
    sizes = drawn.draw(st.lists(st.integers(1, 10**6), min_size=count, max_size=count))
    lengths = segment_lengths(ticks)
    naive = [
        sum(sizes[i:j]) * 8 / (sum(lengths[i:j]) / 48_000)
        for i in range(count)
        for j in range(i + 1, count + 1)
        if 3 <= sum(lengths[i:j]) / 48_000 <= 9
    ]
    rates = bit_rates(index_of(sizes, ticks=ticks), Rendition.A128)
    assert abs(rates.peak - max(naive, default=rates.average)) <= 1
    assert rates.average <= rates.steepest
    assert rates.peak <= rates.steepest
