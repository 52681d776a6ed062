"""Playlists of one piece on demand: byte ranges into the files of its package. Pure (RFC 8216 §4.3.2.2)."""

from broadcast.media.grid import TARGET_DURATION
from broadcast.media.package import PackageIndex, Rendition
from broadcast.media.units import TICKS_PER_SECOND
from broadcast.playout.playlist import multivariant_playlist


def on_demand_multivariant(*, has_picture: bool) -> str:
    """Every rendition of the piece; the same ladder as on air."""
    return multivariant_playlist(has_picture=has_picture)


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
