"""Hearing the air again, from a moment of one's choice: pure rules and playlists (RFC 8216 §4.3.3, §6.2).

A playlist from a moment is as fixed as the air itself: it begins with the segment of that moment, grows
with the air like every live playlist, nothing leaves it, and once SPAN has passed it ends for good
(EXT-X-ENDLIST, §6.2.1). So one rule serves the show that is on now and the one of three weeks ago, and
whoever fetches it twice is told the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum

from broadcast.errors import GoneError, InvalidError, UnknownError, marked
from broadcast.media.grid import TARGET_DURATION
from broadcast.media.package import Rendition
from broadcast.media.units import TICKS_PER_SECOND, Ticks
from broadcast.playout.playlist import WINDOW, date_time
from broadcast.playout.timeline import Spot, moment_at

SPAN = Ticks(3 * 3600 * TICKS_PER_SECOND)
"""How much of the air one playlist holds; what follows has a playlist of its own."""
KEPT_DAYS = timedelta(days=31)
"""How long the air can be heard again, and how long what was aired is kept."""
_EARLIER = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stretch of the air to hear again, in ticks of the channel: [start, end)."""

    start: Ticks

    @property
    def end(self) -> Ticks:
        """Where its playlist ends for good."""
        return Ticks(self.start + SPAN)


class Phase(Enum):
    """The life of a playlist from a moment: FIXED once it has ended for longer than players look away."""

    GROWING = 0
    ENDED = 1
    FIXED = 2


def phase_of(wanted: Wanted, *, edge: Ticks) -> Phase:
    """Where a playlist is, by the end of the newest published segment."""
    if edge < wanted.end:
        return Phase.GROWING
    return Phase.ENDED if edge < wanted.end + WINDOW else Phase.FIXED


def moment_asked(text: str, *, now: datetime, zone: tzinfo) -> datetime:
    """The moment of `from`, as the segment rows know it.

    A moment without an offset is the channel's own time; a blank where the offset's sign stood is the
    plus that an address lost. Raises InvalidError on what is no moment or lies ahead, GoneError on one
    that is no longer kept.
    """
    try:
        moment = datetime.fromisoformat(text.strip().replace(" ", "+", 1) if "T" in text else text.strip())
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidError(
            "bad_date",
            marked("“{when}” is not a date or a time."),
            marked("Write it as 2026-12-01T18:00:00+01:00."),
            when=text[:40],
        ) from None
    if moment > now + _EARLIER:
        raise InvalidError(
            "not_aired_yet",
            marked("That moment has not been on the air yet."),
            marked("Choose an earlier one."),
        )
    if moment < now - KEPT_DAYS:
        raise GoneError(
            "no_longer_kept",
            marked("The air can be heard again for {days} days, and no longer."),
            marked("Choose a later moment; episodes stay on the page of their show."),
            days=KEPT_DAYS.days,
        )
    return moment


def unknown_moment() -> UnknownError:
    """Nothing was on the air then."""
    return UnknownError(
        "nothing_known",
        marked("Nothing is known of that moment on this channel."),
        marked("Choose a moment after the channel began."),
    )


def may_be_heard(spot_end: Ticks, *, now: Ticks, music_again: Ticks) -> bool:
    """Whether music that may only air can still be heard again at a place of the air."""
    return now - spot_end <= max(music_again, WINDOW)


def playlist_again(
    spots: Sequence[Spot],
    *,
    wanted: Wanted,
    edge: Ticks,
    rendition: Rendition,
    epoch: datetime,
    inits: Sequence[str],
) -> str:
    """The media playlist of these consecutive segments, the first of them that of the wanted moment.

    `edge` is where the newest published segment of the channel ends. A player is told to start at the
    beginning (§4.3.5.2). Times stand where a piece begins, which is all a player needs: one for each
    segment would cost a thin line as much as the sound. Once no player can be in the middle of it any
    more, the playlist says that it never changes (§4.3.3.5).
    """
    first = spots[0]
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{TARGET_DURATION}"]
    phase = phase_of(wanted, edge=edge)
    if phase is Phase.FIXED:
        lines.append("#EXT-X-PLAYLIST-TYPE:VOD")
    lines += [
        "#EXT-X-INDEPENDENT-SEGMENTS",
        "#EXT-X-START:TIME-OFFSET=0",
        f"#EXT-X-MEDIA-SEQUENCE:{first.sequence}",
        f"#EXT-X-DISCONTINUITY-SEQUENCE:{first.airing.discontinuity_sequence}",
    ]
    before, known = None, ""
    for spot, init in zip(spots, inits, strict=True):
        if before and spot.airing.discontinuity_sequence != before.airing.discontinuity_sequence:
            lines.append("#EXT-X-DISCONTINUITY")
            known = ""
        if init != known:
            lines.append(f'#EXT-X-MAP:URI="{rendition}/init-{init}.mp4"')
        if before is None or spot.airing.first_sequence != before.airing.first_sequence:
            lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{date_time(moment_at(spot.start, epoch=epoch))}")
        lines += [f"#EXTINF:{spot.ticks / TICKS_PER_SECOND:.5f},", f"{rendition}/{spot.sequence}.m4s"]
        before, known = spot, init
    return "\n".join([*lines, *(["#EXT-X-ENDLIST"] if phase is not Phase.GROWING else [])]) + "\n"


def with_moment(multivariant: str, moment: datetime) -> str:
    """The multivariant playlist whose media playlists begin at a moment."""
    asked = f".m3u8?from={date_time(moment)}"
    return multivariant.replace('.m3u8"', f'{asked}"').replace(".m3u8\n", f"{asked}\n")
