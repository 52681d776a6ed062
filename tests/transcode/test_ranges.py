from hypothesis import given
from hypothesis import strategies as st

from broadcast.media.grid import QUANTUM, SEGMENT, SHORTEST, segment_lengths
from broadcast.media.source import Demuxer, Probed
from broadcast.media.units import Ticks, seconds_of
from broadcast.transcode.ranges import RANGE_SEGMENTS, ranges_of

LENGTHS = st.integers(SHORTEST // QUANTUM, 70_000).map(lambda quanta: Ticks(quanta * QUANTUM))


def _probed(demuxer: Demuxer) -> Probed:
    return Probed(
        demuxer=demuxer, duration=None, is_duration_stated=False, audio=None, video=None,
        audio_tracks=(), video_tracks=(), captions=(), tags={}, has_cover=False,
    )  # fmt: skip


@given(length=LENGTHS, share=st.floats(0, 1), demuxer=st.sampled_from(Demuxer))
def test_ranges_cover_the_film_once_in_whole_segments_and_none_lacks_a_picture(
    length: Ticks, share: float, demuxer: Demuxer
) -> None:
    pictures = Ticks(round(length * share))
    ranges = ranges_of(_probed(demuxer), length=length, pictures=pictures)
    assert [span.number for span in ranges] == list(range(len(ranges)))
    assert ranges[0].start == 0
    assert [span.start + span.ticks for span in ranges] == [*(span.start for span in ranges[1:]), length]
    cut = [piece for span in ranges for piece in segment_lengths(span.ticks)]
    assert tuple(cut) == segment_lengths(length)
    assert all(span.ticks == RANGE_SEGMENTS * SEGMENT for span in ranges[:-1])
    assert all(span.start + SEGMENT <= pictures for span in ranges[1:])
    assert all(0 <= span.opened <= seconds_of(span.start) for span in ranges)
    assert sum(span.has_still for span in ranges) == 1


@given(length=LENGTHS)
def test_what_cannot_be_opened_in_the_middle_is_one_range(length: Ticks) -> None:
    assert len(ranges_of(_probed(Demuxer.MPEG), length=length, pictures=length)) == 1
