"""Playlists of one piece on demand: byte ranges into the files of its package. Pure (RFC 8216 §4.3.2.2)."""

from dataclasses import replace
from math import ceil

from broadcast.media.bitrate import bit_rates
from broadcast.media.grid import TARGET_DURATION
from broadcast.media.package import PackageIndex, Rendition
from broadcast.media.units import TICKS_PER_SECOND, Seconds
from broadcast.playout.playlist import LADDER, Ladder, multivariant_playlist


def on_demand_multivariant(index: PackageIndex, *, captions: str = "") -> str:
    """Every rendition of the piece with the bit rates measured on it; `captions` is their language's tag."""
    ladder = {name: _measured(index, name) for name in index.renditions}
    plain = multivariant_playlist(has_picture=index.has_picture, ladder=ladder)
    if not captions:
        return plain
    told = f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="words",NAME="{captions}",LANGUAGE="{captions}"'
    told += ',DEFAULT=NO,AUTOSELECT=YES,URI="captions.m3u8"'
    lines = plain.splitlines()
    named = [f'{line},SUBTITLES="words"' if line.startswith("#EXT-X-STREAM-INF:") else line for line in lines]
    return "\n".join([*named[:3], told, *named[3:]]) + "\n"


def _measured(index: PackageIndex, name: Rendition) -> Ladder:
    rates = bit_rates(index, name)
    return replace(LADDER[name], bandwidth=rates.peak, average=rates.average)


def captions_playlist(length: Seconds) -> str:
    """The captions as one segment as long as the piece (RFC 8216 §3.5; its times count from the start)."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{ceil(length)}"]
    lines += ["#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-MEDIA-SEQUENCE:0", f"#EXTINF:{length:.5f},"]
    return "\n".join([*lines, "captions.vtt", "#EXT-X-ENDLIST"]) + "\n"


def on_demand_playlist(index: PackageIndex, rendition: Rendition) -> str:
    """A whole rendition, from its init to its end."""
    file = f"{rendition}.mp4"
    held = index.renditions[rendition]
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{TARGET_DURATION}",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        "#EXT-X-MEDIA-SEQUENCE:0",
        f'#EXT-X-MAP:URI="{file}",BYTERANGE="{held.init_size}@0"',
    ]
    for number, segment in enumerate(held.segments):
        lines += [
            f"#EXTINF:{index.segment_ticks(number) / TICKS_PER_SECOND:.5f},",
            f"#EXT-X-BYTERANGE:{segment.size}@{segment.offset}",
            file,
        ]
    return "\n".join([*lines, "#EXT-X-ENDLIST"]) + "\n"
