from broadcast.media.grid import QUANTUM
from broadcast.media.package import Loudness, PackageIndex, Rendition, RenditionIndex, SegmentBytes
from broadcast.media.units import Bytes, Dbtp, Lufs, Ticks


def test_an_index_is_read_as_it_was_written() -> None:
    index = PackageIndex(
        recipe=1,
        ticks=Ticks(18 * QUANTUM),
        media_ticks=Ticks(18 * QUANTUM - 77),
        renditions={
            Rendition.A128: RenditionIndex(
                "0123456789abcdef",
                Bytes(700),
                (SegmentBytes(Bytes(700), Bytes(9)), SegmentBytes(Bytes(709), Bytes(5))),
            )
        },
        mp3_size=Bytes(384),
        loudness=Loudness(Lufs(-16.1), Dbtp(-1.4), 3.0),
        source_loudness=Loudness(None, None, None),
        gain_db=2.5,
        limited=True,
    )
    assert PackageIndex.from_json(index.to_json()) == index
    assert not index.has_picture
    assert index.segment_ticks(1) == 6 * QUANTUM
