"""HLS playlists: pure text from a timeline and the time (RFC 8216, draft-pantos-hls-rfc8216bis)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile

from broadcast.media.grid import PICTURES_PER_SECOND, TARGET_DURATION
from broadcast.media.package import AUDIO, VIDEO, Rendition
from broadcast.media.units import TICKS_PER_SECOND, Ticks
from broadcast.playout.timeline import Spot, Timeline, moment_at

WINDOW = Ticks(126 * TICKS_PER_SECOND)
"""How far back a live playlist reaches."""
KEPT = Ticks(3 * WINDOW)
"""How far back live segments are served: slow clients are owed those that just left (bis §6.2.2)."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """What a rendition is told to need. Bits a second; `width` and `height` in pixels."""

    bandwidth: int
    average: int
    codecs: str
    width: int = 0
    height: int = 0


AAC = "mp4a.40.2"
LADDER: Mapping[Rendition, Ladder] = {
    Rendition.A128: Ladder(160_000, 133_000, AAC),
    Rendition.A48: Ladder(62_000, 53_000, AAC),
    Rendition.V720: Ladder(3_100_000, 1_800_000, "avc1.64001f", 1280, 720),
    Rendition.V360: Ladder(840_000, 500_000, "avc1.4d401e", 640, 360),
}
"""Of the live streams, whatever they may come to play: `bandwidth` is what the recipe keeps every segment
under (x264's buffer bounds v720 to 3.09 and v360 to 0.77 Mbit/s over 1.92 s; AAC hardly varies)."""
_SOUND_OF = {Rendition.V720: Rendition.A128, Rendition.V360: Rendition.A48}


def window_back_from(timeline: Timeline, edge: Spot) -> list[Spot]:
    """The segments of a playlist that ends with `edge`, oldest first."""
    reach = edge.end - WINDOW
    return list(takewhile(lambda spot: spot.start >= reach, timeline.spots_back_from(edge)))[::-1]


def media_playlist(
    spots: Sequence[Spot], *, rendition: Rendition, epoch: datetime, inits: Sequence[str]
) -> str:
    """A live media playlist of these consecutive segments; `inits` are the hashes of their inits.

    The playlist stands beside a folder named like the rendition, where its bytes are.

    One EXT-X-MAP for each run of equal inits, a PROGRAM-DATE-TIME on every segment (bis §4.4.4.6),
    and a DISCONTINUITY only where the ledger says so.
    """
    first = spots[0]
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{TARGET_DURATION}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f"#EXT-X-MEDIA-SEQUENCE:{first.sequence}",
        f"#EXT-X-DISCONTINUITY-SEQUENCE:{first.airing.discontinuity_sequence}",
    ]
    before, known = first, ""
    for spot, init in zip(spots, inits, strict=True):
        if spot.airing.discontinuity_sequence != before.airing.discontinuity_sequence:
            lines.append("#EXT-X-DISCONTINUITY")
            known = ""
        if init != known:
            lines.append(f'#EXT-X-MAP:URI="{rendition}/init-{init}.mp4"')
        lines += [
            f"#EXT-X-PROGRAM-DATE-TIME:{date_time(moment_at(spot.start, epoch=epoch))}",
            f"#EXTINF:{spot.ticks / TICKS_PER_SECOND:.5f},",
            f"{rendition}/{spot.sequence}.m4s",
        ]
        before, known = spot, init
    return "\n".join(lines) + "\n"


def multivariant_playlist(*, has_picture: bool, ladder: Mapping[Rendition, Ladder] = LADDER) -> str:
    """The address a player opens: every rendition with what it needs (bis §4.4.6)."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if has_picture:
        lines += [_sound_group(name) for name in AUDIO]
        lines += [line for name in VIDEO for line in _picture_variant(name, ladder)]
        lines += [line for name in AUDIO for line in _sound_variant(name, ladder[name], AUDIO=f'"{name}"')]
    else:
        lines += [line for name in AUDIO for line in _sound_variant(name, ladder[name])]
    return "\n".join(lines) + "\n"


def _tag(name: str, **attributes: object) -> str:
    """A tag with its attribute list (bis §4.2)."""
    return f"#{name}:" + ",".join(f"{key.replace('_', '-')}={value}" for key, value in attributes.items())


def _sound_group(name: Rendition) -> str:
    return _tag(
        "EXT-X-MEDIA",
        TYPE="AUDIO",
        GROUP_ID=f'"{name}"',
        NAME='"Français"',
        LANGUAGE='"fr"',
        DEFAULT="YES",
        AUTOSELECT="YES",
        CHANNELS='"2"',
        URI=f'"{name}.m3u8"',
    )


def _sound_variant(name: Rendition, step: Ladder, **more: object) -> list[str]:
    told = {"BANDWIDTH": step.bandwidth, "AVERAGE_BANDWIDTH": step.average, "CODECS": f'"{step.codecs}"'}
    return [_tag("EXT-X-STREAM-INF", **told, **more), f"{name}.m3u8"]


def _picture_variant(name: Rendition, ladder: Mapping[Rendition, Ladder]) -> list[str]:
    step, sound = ladder[name], ladder[_SOUND_OF[name]]
    tag = _tag(
        "EXT-X-STREAM-INF",
        BANDWIDTH=step.bandwidth + sound.bandwidth,
        AVERAGE_BANDWIDTH=step.average + sound.average,
        CODECS=f'"{step.codecs},{sound.codecs}"',
        RESOLUTION=f"{step.width}x{step.height}",
        FRAME_RATE=f"{PICTURES_PER_SECOND}.000",
        AUDIO=f'"{_SOUND_OF[name]}"',
    )
    return [tag, f"{name}.m3u8"]


def date_time(moment: datetime) -> str:
    """A moment as PROGRAM-DATE-TIME tells it, to the millisecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
