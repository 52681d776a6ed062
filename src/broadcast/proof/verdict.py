"""What was heard, and what that means; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from broadcast.proof.playlists import Entry

LATE = timedelta(seconds=15)
"""A segment is told when it ends; the next one ends 5.44 s later at the most."""
LONGEST_SILENCE = 10.0  # seconds
MOST_AT_ONCE = 8
"""Segments of one channel heard at once: more than pass between two hearings of a small station."""
MOST_IN_A_ROUND = 640
"""Segments heard in one round of ten seconds, of all channels: a fifth of a core with those who answer."""


class Fault(StrEnum):
    """What a listener would suffer, the gravest first."""

    UNREACHABLE = "unreachable"
    STALE = "stale"
    WRONG = "wrong"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Seconds of a segment below the floor: at its start, at its end, the longest; and its length."""

    start: float
    end: float
    longest: float
    whole: float


@dataclass(frozen=True, slots=True)
class Silence:
    """The longest silence within what was heard, and the one that still goes on at its end; seconds."""

    longest: float
    running: float


def silence_of(quiets: Iterable[Quiet], *, before: float) -> Silence:
    """Silence across segments in a row, after `before` seconds of it."""
    running = longest = before
    for quiet in quiets:
        longest = max(longest, running + quiet.start, quiet.longest)
        running = running + quiet.whole if quiet.start >= quiet.whole else quiet.end
    return Silence(max(longest, running), running)


def turns_between(channels: int, *, most: int = MOST_IN_A_ROUND) -> int:
    """In every how many of its turns the sound of each of so many channels is heard.

    In the others only its playlist is read. It is every turn as long as all that passes can be heard.
    """
    return max(1, -(-channels * MOST_AT_ONCE // most))


def is_late(entries: list[Entry], *, now: datetime) -> bool:
    """Whether the newest segment ended too long ago."""
    newest = entries[-1]
    return now - newest.at > timedelta(seconds=newest.seconds) + LATE


def is_told(fault: Fault | None, *, before: Fault | None) -> bool:
    """Whether a fault is one to tell: silence measures itself, the others are to be found twice."""
    return fault is not None and (fault is Fault.SILENT or fault is before)
