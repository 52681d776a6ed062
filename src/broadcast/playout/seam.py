"""Where one piece of music runs into the next: which segments are mixed, and what rows that makes. Pure.

The last segment or two of what plays and the first of what follows are mixed into a package of their own,
as long as both less their overlap. Its row takes over inside the piece that plays, as an edit's row does,
and what follows begins with its second segment: nothing that was written changes.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from broadcast.library import keys
from broadcast.media.grid import QUANTUM, SEGMENT, segment_count, segment_lengths, segment_start
from broadcast.media.package import Rendition
from broadcast.media.units import Ticks
from broadcast.playout.fade import as_planned
from broadcast.playout.formats import init_of
from broadcast.playout.timeline import Airing, Reason, Timeline

VERSION = 1
"""Of the way a seam is rendered: part of its key."""
MOST_OVERLAP = Ticks(10 * QUANTUM)
LEAST_SEGMENTS = 8
"""Of a piece that is mixed with another: half a minute. What is shorter is a jingle or a virgule."""
LONGEST_LEAD = Ticks(2 * SEGMENT)
"""The most of a piece's end that a seam takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """The segments of package `before` from `first` on, and the first of package `after`.

    They take `lead` ticks and one segment, and sound together for `overlap`. `cards` are those that a
    television shows them by.
    """

    before: str
    after: str
    first: int
    lead: Ticks
    overlap: Ticks
    cards: tuple[str, str] | None = None

    @property
    def ticks(self) -> Ticks:
        """How long it is."""
        return Ticks(self.lead + SEGMENT - self.overlap)

    @property
    def package(self) -> str:
        """The prefix of its package: named by all that it is made of."""
        words = f"{VERSION} {self.before} {self.after} {self.first} {self.lead} {self.overlap}"
        words = " ".join((words, *(self.cards or ())))
        return keys.seam(hashlib.sha256(words.encode()).hexdigest(), version=VERSION)


Joiner = Callable[[Airing, Airing], Seam | None]
"""The seam between what plays and what follows it; None where they join plainly."""


def plain(_before: Airing, _after: Airing) -> None:
    """Join plainly, always."""


def seam_of(before: Airing, after: Airing, *, length: Ticks, overlap: Ticks) -> Seam | None:
    """The seam between two pieces of a rotation's music; None where they cannot have one.

    `length` is that of the first one's package: only what is heard to its end runs into something.
    """
    if not (may_mix(before) and may_mix(after)) or before.package == after.package:
        return None
    if before.formats != after.formats or before.discontinuity_sequence != after.discontinuity_sequence:
        return None
    if after.first_segment or segment_start(before.first_segment) + before.ticks != length:
        return None
    last = segment_lengths(length)[-1]
    count, lead = (1, last) if last >= overlap else (2, Ticks(SEGMENT + last))
    return Seam(
        before=before.package,
        after=after.package,
        first=segment_count(length) - count,
        lead=lead,
        overlap=overlap,
        cards=(before.card, after.card) if before.card and after.card else None,
    )


def may_mix(airing: Airing) -> bool:
    """Whether a row may run into another, as far as itself says. On a television a sound may, a film not."""
    is_sound = airing.card is not None or init_of(airing.formats, Rendition.V720) is None
    return (
        airing.reason is Reason.ROTATION
        and airing.item is not None
        and airing.other is None
        and is_sound
        and airing.first_segment + airing.segment_count >= LEAST_SEGMENTS
    )


def laid(before: Airing, after: Airing, seam: Seam) -> tuple[Airing, Airing]:
    """The two rows that take the place of `after`, which was decided for the end of `before`."""
    kept = seam.first - before.first_segment
    join = replace(
        after,
        first_sequence=before.first_sequence + kept,
        segment_count=segment_count(seam.ticks),
        media_start=Ticks(before.media_start + segment_start(kept)),
        ticks=seam.ticks,
        package=seam.package,
        card=None,
        other=before.item,
    )
    rest = replace(
        after,
        first_sequence=join.end_sequence,
        segment_count=after.segment_count - 1,
        media_start=join.end,
        ticks=Ticks(after.ticks - SEGMENT),
        first_segment=1,
    )
    return join, rest


def begins_at(before: Airing, seam: Seam) -> Ticks:
    """Where a seam's row would take over."""
    return Ticks(before.media_start + segment_start(seam.first - before.first_segment))


def as_told(airings: list[Airing]) -> list[Airing]:
    """The rows as people are told them: neither a seam nor a fade is a line of its own.

    What plays is told until the next one begins to be heard, and that one from there on. Rows may be as they
    were appended, or cut where others take over.
    """
    told: list[Airing] = []
    airings = as_planned(Timeline.of(airings).airings)
    for place, airing in enumerate(airings):
        following = airings[place + 1] if place + 1 < len(airings) else None
        if airing.other is None:
            told.append(_from_its_beginning(airing, airings[place - 1] if place else None))
            continue
        alone = Ticks(max(0, airing.ticks - SEGMENT))
        if told and told[-1].item == airing.other and told[-1].end == airing.media_start:
            told[-1] = replace(told[-1], ticks=Ticks(told[-1].ticks + alone))
        if following is None or following.item != airing.item:
            start = Ticks(airing.media_start + alone)
            told.append(replace(airing, media_start=start, ticks=Ticks(airing.end - start), other=None))
    return told


def _from_its_beginning(airing: Airing, before: Airing | None) -> Airing:
    """Begun in a seam: only there does a piece of the rotation begin with its second segment."""
    if before is None:
        begun = airing.reason is Reason.ROTATION and airing.first_segment == 1
        heard = SEGMENT if begun else Ticks(0)
    else:
        begun = before.other is not None and before.item == airing.item
        heard = min(SEGMENT, before.ticks) if begun else Ticks(0)
    if not heard:
        return airing
    return replace(airing, media_start=Ticks(airing.media_start - heard), ticks=Ticks(airing.ticks + heard))
