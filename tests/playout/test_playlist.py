from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from broadcast.media.grid import QUANTUM
from broadcast.media.package import Loudness, PackageIndex, Rendition, RenditionIndex, SegmentBytes
from broadcast.media.units import Bytes, Ticks
from broadcast.playout.on_demand import on_demand_playlist
from broadcast.playout.playlist import WINDOW, media_playlist, multivariant_playlist, window_back_from
from broadcast.playout.timeline import Airing, Timeline
from playout.airings import airing

EPOCH = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


def test_a_playlist_of_two_pieces_is_one_stream() -> None:
    first = airing(0, sequence=7, quanta=18)
    second = airing(first.end, sequence=first.end_sequence, quanta=12, item="other")
    timeline = Timeline.of([first, second])
    last = timeline.spot(9)
    assert last is not None
    spots = window_back_from(timeline, last)
    assert media_playlist(spots, rendition=Rendition.A128, epoch=EPOCH, inits=["aaaa"] * 3) == (
        "#EXTM3U\n"
        "#EXT-X-VERSION:7\n"
        "#EXT-X-TARGETDURATION:6\n"
        "#EXT-X-INDEPENDENT-SEGMENTS\n"
        "#EXT-X-MEDIA-SEQUENCE:7\n"
        "#EXT-X-DISCONTINUITY-SEQUENCE:0\n"
        '#EXT-X-MAP:URI="a128/init-aaaa.mp4"\n'
        "#EXT-X-PROGRAM-DATE-TIME:2026-11-23T12:00:00.000Z\n"
        "#EXTINF:3.84000,\n"
        "a128/7.m4s\n"
        "#EXT-X-PROGRAM-DATE-TIME:2026-11-23T12:00:03.840Z\n"
        "#EXTINF:1.92000,\n"
        "a128/8.m4s\n"
        "#EXT-X-PROGRAM-DATE-TIME:2026-11-23T12:00:05.760Z\n"
        "#EXTINF:3.84000,\n"
        "a128/9.m4s\n"
    )


def test_a_new_format_is_a_discontinuity_with_its_own_map() -> None:
    first = airing(0, quanta=12)
    second = airing(first.end, sequence=1, quanta=12, discontinuity_sequence=1)
    timeline = Timeline.of([first, second])
    last = timeline.spot(1)
    assert last is not None
    text = media_playlist(
        window_back_from(timeline, last), rendition=Rendition.A128, epoch=EPOCH, inits=["aaaa", "bbbb"]
    )
    assert '#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="a128/init-bbbb.mp4"\n#EXT-X-PROGRAM-DATE-TIME' in text
    assert text.count("#EXT-X-DISCONTINUITY\n") == 1


@given(st.lists(st.integers(6, 200), min_size=1, max_size=40), st.data())
def test_the_window_reaches_back_two_minutes(lengths: list[int], drawn: st.DataObject) -> None:
    rows: list[Airing] = []
    for quanta in lengths:
        last = rows[-1] if rows else None
        rows.append(airing(last.end if last else 0, sequence=last.end_sequence if last else 0, quanta=quanta))
    timeline = Timeline.of(rows)
    edge = timeline.spot(drawn.draw(st.integers(0, rows[-1].end_sequence - 1)))
    assert edge is not None
    spots = window_back_from(timeline, edge)
    assert spots[-1] == edge
    assert spots[0].sequence == 0 or edge.end - spots[0].start > WINDOW - 17 * QUANTUM
    assert edge.end - spots[0].start <= WINDOW


def test_radio_offers_sound_and_television_both() -> None:
    assert multivariant_playlist(has_picture=False) == (
        "#EXTM3U\n"
        "#EXT-X-VERSION:7\n"
        "#EXT-X-INDEPENDENT-SEGMENTS\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=160000,AVERAGE-BANDWIDTH=133000,CODECS="mp4a.40.2"\n'
        "a128.m3u8\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=62000,AVERAGE-BANDWIDTH=53000,CODECS="mp4a.40.2"\n'
        "a48.m3u8\n"
    )
    assert multivariant_playlist(has_picture=True).splitlines()[3:] == [
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a128",NAME="Français",LANGUAGE="fr",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="a128.m3u8"',
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a48",NAME="Français",LANGUAGE="fr",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="a48.m3u8"',
        '#EXT-X-STREAM-INF:BANDWIDTH=3260000,AVERAGE-BANDWIDTH=1933000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=25.000,AUDIO="a128"',
        "v720.m3u8",
        '#EXT-X-STREAM-INF:BANDWIDTH=902000,AVERAGE-BANDWIDTH=553000,CODECS="avc1.4d401e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=25.000,AUDIO="a48"',
        "v360.m3u8",
        '#EXT-X-STREAM-INF:BANDWIDTH=160000,AVERAGE-BANDWIDTH=133000,CODECS="mp4a.40.2",AUDIO="a128"',
        "a128.m3u8",
        '#EXT-X-STREAM-INF:BANDWIDTH=62000,AVERAGE-BANDWIDTH=53000,CODECS="mp4a.40.2",AUDIO="a48"',
        "a48.m3u8",
    ]


def test_on_demand_is_byte_ranges_into_one_file() -> None:
    held = RenditionIndex(
        "aaaa", Bytes(700), (SegmentBytes(Bytes(700), Bytes(90)), SegmentBytes(Bytes(790), Bytes(60)))
    )
    unknown = Loudness(None, None, None)
    index = PackageIndex(
        recipe=1, ticks=Ticks(18 * QUANTUM), media_ticks=Ticks(17 * QUANTUM),
        renditions={Rendition.A128: held}, mp3_size=Bytes(1), loudness=unknown, source_loudness=unknown,
        gain_db=0.0, limited=False,
    )  # fmt: skip
    assert on_demand_playlist(index, Rendition.A128) == (
        "#EXTM3U\n"
        "#EXT-X-VERSION:7\n"
        "#EXT-X-TARGETDURATION:6\n"
        "#EXT-X-PLAYLIST-TYPE:VOD\n"
        "#EXT-X-INDEPENDENT-SEGMENTS\n"
        "#EXT-X-MEDIA-SEQUENCE:0\n"
        '#EXT-X-MAP:URI="a128.mp4",BYTERANGE="700@0"\n'
        "#EXTINF:3.84000,\n"
        "#EXT-X-BYTERANGE:90@700\n"
        "a128.mp4\n"
        "#EXTINF:1.92000,\n"
        "#EXT-X-BYTERANGE:60@790\n"
        "a128.mp4\n"
        "#EXT-X-ENDLIST\n"
    )
