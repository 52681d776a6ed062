"""Where a piece is cut its sound goes out: the last segment heard of it, rendered with a fade. Pure.

Its row takes over inside the piece, at the beginning of that segment and for as long: nothing moves in time,
and nothing that was written changes. Only bytes know it; people are told the piece, which ends where it did.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from broadcast.library import keys
from broadcast.media.grid import QUANTUM, SEGMENT, segment_count
from broadcast.media.units import Ticks
from broadcast.playout.over import as_begun
from broadcast.playout.timeline import Airing

VERSION = 1
"""Of the way a fade is rendered: part of its key."""
LASTS = Ticks(5 * QUANTUM)
"""1.6 s, to the end of the segment."""
_FEWEST = 2
"""Segments of a row that is faded: its own begins at its beginning, and two rows cannot."""


@dataclass(frozen=True, slots=True)
class Fade:
    """One full segment of a package, which goes out at its end."""

    of: str
    segment: int

    @property
    def package(self) -> str:
        """The prefix of its package: named by all that it is made of."""
        return keys.fade(self.of, segment=self.segment, version=VERSION)


def may_be_cut(airing: Airing) -> bool:
    """Whether it may end before its piece does, as far as itself says: all its segments are full."""
    return airing.segment_count >= _FEWEST and not airing.ticks % SEGMENT


def fade_of(airing: Airing, *, length: Ticks) -> Fade | None:
    """What a row ends with where it is cut; None where it is heard to its end. `length` is its package's."""
    last = airing.first_segment + airing.segment_count - 1
    if not may_be_cut(airing) or last + 1 >= segment_count(length):
        return None
    return Fade(airing.package, last)


def begins_at(airing: Airing) -> Ticks:
    """Where the row of its fade would take over."""
    return Ticks(airing.end - SEGMENT)


def faded(airing: Airing, fade: Fade) -> Airing:
    """The row that takes over for the last segment of one that is cut."""
    return replace(
        airing,
        first_sequence=airing.end_sequence - 1,
        segment_count=1,
        media_start=begins_at(airing),
        ticks=SEGMENT,
        package=fade.package,
        first_segment=0,
    )


def is_fade(airing: Airing) -> bool:
    """Whether it is the row of a fade."""
    return airing.segment_count > 0 and keys.is_fade(airing.package)


def as_planned(airings: Iterable[Airing]) -> list[Airing]:
    """The rows as people are told them: a fade ends what it is of, and music begins under words."""
    planned: list[Airing] = []
    for airing in airings:
        before = planned[-1] if planned else None
        if before is not None and is_fade(airing) and _is_of(airing, before):
            planned[-1] = replace(
                before,
                segment_count=before.segment_count + airing.segment_count,
                ticks=Ticks(before.ticks + airing.ticks),
            )
        else:
            planned.append(airing)
    return as_begun(planned)


def _is_of(fade: Airing, before: Airing) -> bool:
    """Not where the piece was withdrawn in between: then the stand-by loop is heard in its place."""
    return (
        before.end == fade.media_start
        and before.item == fade.item
        and before.reason is fade.reason
        and before.segment_count > 0
    )
