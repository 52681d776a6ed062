"""Airings on a channel's timeline: pure arithmetic on what the ledger holds.

Media time counts ticks since the channel's epoch and never parts from wall time. A row is in force
until the next one begins: a row appended behind the freeze horizon may begin inside an earlier one
and takes over from there, so an edit acts at once and nothing that was written is ever changed.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from broadcast.media.grid import SEGMENT
from broadcast.media.units import TICKS_PER_SECOND, Ticks


class Reason(StrEnum):
    """Why something airs; the ladder of the design, highest first. `OFF_AIR` bridges a stop."""

    LIVE = "live"
    SCHEDULED = "scheduled"
    REPEAT = "repeat"
    FILLER = "filler"
    ROTATION = "rotation"
    JINGLE = "jingle"
    STAND_BY = "stand-by"
    OFF_AIR = "off-air"


OWN = frozenset({Reason.SCHEDULED, Reason.REPEAT})
"""Why what an occurrence itself has to play airs; the rest only fills its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Airing:
    """One row of the ledger, as far as the air needs it.

    `package` and `card` are storage prefixes; `formats` tells inits apart (a change of it is a
    discontinuity); all segments but the last are full, so `ticks` and `segment_count` say it all.
    `element` says which part of its occurrence it is, where that has several. `other` is the item that
    ends in it where it is the seam of two (`seam`), or that speaks over it (`over`): what it says besides is
    of the one that begins.
    """

    first_sequence: int
    segment_count: int
    media_start: Ticks
    ticks: Ticks
    discontinuity_sequence: int
    package: str
    card: str | None
    formats: str
    item: str | None
    first_segment: int
    reason: Reason
    occurrence: str | None
    title: str
    show: str
    revision: int = 0
    element: str | None = None
    other: str | None = None

    @property
    def items(self) -> frozenset[str]:
        """All that is heard in it."""
        return frozenset(item for item in (self.item, self.other) if item is not None)

    @property
    def end(self) -> Ticks:
        """Where it ends."""
        return Ticks(self.media_start + self.ticks)

    @property
    def end_sequence(self) -> int:
        """The sequence number after its last."""
        return self.first_sequence + self.segment_count

    def boundary_after(self, at: Ticks) -> int:
        """How many of its segments begin before `at`: the place where another row may take over."""
        return min(self.segment_count, max(0, -(-(at - self.media_start) // SEGMENT)))

    def cut_to(self, count: int) -> "Airing":
        """Only its first `count` segments, which are all full."""
        return replace(self, segment_count=count, ticks=Ticks(count * SEGMENT))


@dataclass(frozen=True, slots=True)
class Spot:
    """One segment on the timeline."""

    airing: Airing
    sequence: int
    start: Ticks
    ticks: Ticks

    @property
    def segment(self) -> int:
        """Which segment of the piece it is."""
        return self.airing.first_segment + self.sequence - self.airing.first_sequence

    @property
    def end(self) -> Ticks:
        """Where it ends: from then on it is published."""
        return Ticks(self.start + self.ticks)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A stretch of a channel's ledger, in order, each row cut where the next takes over."""

    airings: tuple[Airing, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False)
    _sequences: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Remember where rows begin, for the look-ups."""
        object.__setattr__(self, "_starts", tuple(row.media_start for row in self.airings))
        object.__setattr__(self, "_sequences", tuple(row.first_sequence for row in self.airings))

    @classmethod
    def of(cls, rows: Iterable[Airing]) -> "Timeline":
        """From rows in the order they were appended."""
        kept: list[Airing] = []
        for row in rows:
            while kept and kept[-1].media_start >= row.media_start:
                kept.pop()
            if kept and kept[-1].end > row.media_start:
                kept[-1] = kept[-1].cut_to(row.first_sequence - kept[-1].first_sequence)
            kept.append(row)
        return cls(tuple(kept))

    def extended(self, rows: Sequence[Airing], *, since: Ticks) -> "Timeline":
        """With rows appended later, forgetting what ended before `since`."""
        if not rows and (not self.airings or self.airings[0].end > since):
            return self
        return Timeline.of([*(row for row in self.airings if row.end > since), *rows])

    @property
    def end(self) -> Ticks:
        """Where the last row ends; 0 of an empty timeline."""
        return self.airings[-1].end if self.airings else Ticks(0)

    def airing_at(self, at: Ticks) -> Airing | None:
        """What airs at a tick."""
        place = bisect_right(self._starts, at) - 1
        if place < 0 or at >= self.airings[place].end:
            return None
        return self.airings[place]

    def spot(self, sequence: int) -> Spot | None:
        """The segment of a sequence number."""
        place = bisect_right(self._sequences, sequence) - 1
        if place < 0 or sequence >= self.airings[place].end_sequence:
            return None
        return _spot(self.airings[place], sequence)

    def newest_published(self, *, now: Ticks) -> Spot | None:
        """The last segment whose end has passed."""
        place = bisect_right(self._starts, now) - 1
        while place >= 0:
            row = self.airings[place]
            ended = min(row.segment_count, max(0, (now - row.media_start) // SEGMENT))
            if row.segment_count and now >= row.end:
                ended = row.segment_count
            elif ended == row.segment_count:
                ended -= 1  # a last segment is longer than a full one
            if ended > 0:
                return _spot(row, row.first_sequence + ended - 1)
            place -= 1
        return None

    def spots_back_from(self, last: Spot) -> Iterator[Spot]:
        """Segments from `last` backwards."""
        place = bisect_right(self._sequences, last.sequence) - 1
        sequence = last.sequence
        while place >= 0:
            row = self.airings[place]
            for number in range(min(sequence, row.end_sequence - 1), row.first_sequence - 1, -1):
                yield _spot(row, number)
            sequence, place = row.first_sequence - 1, place - 1


def _spot(row: Airing, sequence: int) -> Spot:
    index = sequence - row.first_sequence
    start = Ticks(row.media_start + index * SEGMENT)
    is_last = index == row.segment_count - 1
    return Spot(row, sequence, start, Ticks(row.end - start) if is_last else SEGMENT)


def ticks_at(moment: datetime, *, epoch: datetime) -> Ticks:
    """Media time of a moment: exact, and whole ticks downwards."""
    micro = (moment - epoch) // timedelta(microseconds=1)
    return Ticks(micro * TICKS_PER_SECOND // 1_000_000)


def moment_at(ticks: Ticks, *, epoch: datetime) -> datetime:
    """The moment of a media time."""
    return epoch + timedelta(microseconds=ticks * 1_000_000 // TICKS_PER_SECOND)
