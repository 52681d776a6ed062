"""A channel's programme over a span of time, gathered once: the plan at any position in it is pure.

The extender, the forecast and the simulated year all walk it with `course`, so that what was foretold is
what airs: only the word of what a slot plays (`DueOf`) comes from elsewhere.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from broadcast.media.units import Ticks
from broadcast.playout.decide import EARLIEST, Due, Piece, Plan, Position, decide
from broadcast.playout.seam import Joiner, laid, plain
from broadcast.playout.timeline import Airing, moment_at, ticks_at
from broadcast.schedule.filling import FIT
from broadcast.schedule.jingles import minute_marks
from broadcast.schedule.recurrence import Occurrence
from broadcast.schedule.rotation import Rules

_MARKS_BEHIND, _MARKS_AHEAD = timedelta(minutes=15), timedelta(minutes=45)


@dataclass(frozen=True, slots=True)
class Hours:
    """The part of a day, by the local clock, in which a list plays in place of the day's.

    Half open; it may cross midnight. Beginning and end alike: the whole day.
    """

    begins: time
    ends: time

    def hold(self, local: time) -> bool:
        """Whether a local time lies in it."""
        if self.begins < self.ends:
            return self.begins <= local < self.ends
        return local >= self.begins or local < self.ends


@dataclass(frozen=True, slots=True)
class HourList:
    """The pieces that play in these hours."""

    hours: Hours
    rotation: Mapping[str, Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What a channel plays over a span.

    `grid` are its occurrences, settled and in order; `fixed` those slots that begin at their time (a
    rotation need not). A list of the hour plays in place of `rotation` while it has a piece.
    """

    epoch: datetime
    zone: ZoneInfo
    stand_by: Piece
    grid: Sequence[Occurrence] = ()
    fixed: frozenset[int] = frozenset()
    rotation: Mapping[str, Piece] = field(default_factory=dict)
    lists: Sequence[HourList] = ()
    jingles: Mapping[str, Piece] = field(default_factory=dict)
    jingle_minutes: Sequence[int] = ()
    rules: Rules = field(default_factory=Rules)
    revision: int = 0
    _starts: list[datetime] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Remember where occurrences begin, for the look-ups."""
        object.__setattr__(self, "_starts", [one.starts_at for one in self.grid])

    @property
    def items(self) -> set[str]:
        """Every item that the rotation may choose, at whatever hour."""
        return {*self.rotation, *self.jingles, *(item for one in self.lists for item in one.rotation)}

    def is_music(self, item: str | None) -> bool:
        """Whether it is music of the rotation, at whatever hour."""
        lists = (self.rotation, *(one.rotation for one in self.lists))
        return any(item in one and one[item].is_music for one in lists if item is not None)

    def covering(self, at: Ticks) -> Occurrence | None:
        """The occurrence whose time it is at a position."""
        moment = moment_at(Ticks(at + EARLIEST), epoch=self.epoch)
        place = bisect_right(self._starts, moment) - 1
        return self.grid[place] if place >= 0 and moment < self.grid[place].ends_at else None

    def plan_at(self, at: Ticks, *, due: Due | None) -> Plan:
        """The plan for a decision at a position, given what is due there."""
        moment = moment_at(at, epoch=self.epoch)
        return Plan(
            stand_by=self.stand_by,
            due=due,
            next_start=self._next_start(at),
            rotation=self._rotation_at(moment),
            jingles=self.jingles,
            rules=self.rules,
            jingle_marks=self._jingle_marks(moment),
            revision=self.revision,
        )

    def _next_start(self, at: Ticks) -> Ticks | None:
        moment = moment_at(Ticks(at + EARLIEST), epoch=self.epoch)
        place = bisect_right(self._starts, moment)
        while place < len(self.grid) and self.grid[place].slot not in self.fixed:
            place += 1
        return ticks_at(self._starts[place], epoch=self.epoch) if place < len(self.grid) else None

    def _rotation_at(self, moment: datetime) -> Mapping[str, Piece]:
        if not self.lists:
            return self.rotation
        local = moment.astimezone(self.zone).time()
        return next(
            (one.rotation for one in self.lists if one.rotation and one.hours.hold(local)), self.rotation
        )

    def _jingle_marks(self, moment: datetime) -> Sequence[Ticks]:
        found = minute_marks(
            self.jingle_minutes, start=moment - _MARKS_BEHIND, end=moment + _MARKS_AHEAD, zone=self.zone
        )
        return [ticks_at(mark, epoch=self.epoch) for mark in found]


DueOf = Callable[[Occurrence, Sequence[Airing]], Due | None]
"""What an occurrence plays, given the airings decided so far that are not written yet."""


def course(
    programme: Programme,
    position: Position,
    *,
    due_of: DueOf,
    before: Airing | None = None,
    joiner: Joiner = plain,
) -> Iterator[Airing]:
    """What airs from a position on, one airing after the other, for ever.

    `before` is what airs until there. Where `joiner` tells a seam, its row and the rest of what follows
    come in the place of the one row: that of the seam begins inside the row before it.
    """
    decided: list[Airing] = []
    while True:
        covering = programme.covering(position.at)
        plan = programme.plan_at(
            position.at, due=None if covering is None else due_of(covering, decided)
        )  # fmt: skip
        airing = decide(plan, position)
        seam = joiner(before, airing) if before is not None and _has_room(plan, airing) else None
        rows = (airing,) if before is None or seam is None else laid(before, airing, seam)
        for row in rows:
            decided.append(row)
            yield row
            position = position.after(row, plan)
            before = row


def _has_room(plan: Plan, airing: Airing) -> bool:
    """Whether it may begin and end earlier: what leads up to a fixed start was chosen for its length."""
    return plan.next_start is None or airing.media_start + FIT < plan.next_start
