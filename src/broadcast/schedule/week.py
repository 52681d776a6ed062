"""Some days of a channel's programme, cut at midnight, as pages and papers lay them out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from broadcast.schedule.clock_changes import ClockChange, clock_changes
from broadcast.schedule.conflicts import Span, gaps, on_air
from broadcast.schedule.grid import Grid, read_grid
from broadcast.schedule.models import Channel, Slot
from broadcast.schedule.recurrence import Occurrence, moment_of
from broadcast.schedule.repository import public_title

DAYS = 7
_DAY_MINUTES = 1_440


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A slot's occurrence on one day, or, without a slot, what is left to the rotation.

    Times are in the channel's zone. `begins` and `lasts` are minutes on that day's wall clock, the part
    that falls on it; `is_head` tells that it begins on it.
    """

    starts_at: datetime
    ends_at: datetime
    begins: int
    lasts: int
    is_head: bool
    slot: Slot | None = None
    occurrence: Occurrence | None = None
    title: str = ""
    is_clashing: bool = False

    @property
    def is_cancelled(self) -> bool:
        """Whether this date was cancelled."""
        return self.occurrence is not None and self.occurrence.cancelled

    @property
    def is_all_day(self) -> bool:
        """Whether it fills its day."""
        return self.lasts == _DAY_MINUTES

    @property
    def is_moved(self) -> bool:
        """Whether it happens on another date than the slot's rule says."""
        return self.occurrence is not None and self.occurrence.local.date() != self.occurrence.date


@dataclass(frozen=True, slots=True)
class Day:
    """A local date and what is on it, in order."""

    on: date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Days in a row, and the changes of the clock among them."""

    days: tuple[Day, ...]
    clock_changes: tuple[ClockChange, ...]


def monday_of(on: date) -> date:
    """The first day of its week."""
    return on - timedelta(days=on.weekday())


def aired_week(session: Session, channel: Channel, *, first: date) -> Week:
    """As it will be on air: no overlap, what the rotation fills between; cancelled dates are told too."""
    zone = ZoneInfo(channel.timezone)
    start, end = _bounds(first, zone)
    grid = read_grid(session, channel, start=start, end=end)
    airing = on_air(one.occurrence for one in grid.placed)
    cancelled = [one.occurrence for one in grid.placed if one.occurrence.cancelled]
    return _week(grid, [*airing, *cancelled], gaps(airing, start=start, end=end), first=first, zone=zone)


def planned_week(session: Session, channel: Channel, *, first: date) -> Week:
    """As it was planned: every occurrence at its own length, clashing ones too, and the gaps."""
    zone = ZoneInfo(channel.timezone)
    start, end = _bounds(first, zone)
    grid = read_grid(session, channel, start=start, end=end)
    return _week(grid, [one.occurrence for one in grid.placed], grid.gaps, first=first, zone=zone)


def _bounds(first: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    midnight = datetime.combine(first, datetime.min.time())
    return moment_of(midnight, zone), moment_of(midnight + timedelta(days=DAYS), zone)


def _week(
    grid: Grid, found: Iterable[Occurrence], empty: Iterable[Span], *, first: date, zone: ZoneInfo
) -> Week:
    slots = {one.slot.id: one.slot for one in grid.placed}
    clashing = {one for clash in grid.clashes for one in (clash.first, clash.second)}
    lines = [_line(one, zone=zone, slot=slots[one.slot], is_clashing=one in clashing) for one in found]
    lines += [_line(span, zone=zone) for span in empty]
    days = [first + timedelta(days=number) for number in range(DAYS)]
    return Week(
        tuple(Day(on, tuple(sorted(_on_day(lines, on), key=_order))) for on in days),
        tuple(clock_changes(first, zone, days=DAYS)),
    )


def _order(line: Line) -> tuple[int, datetime, bool]:
    return line.begins, line.starts_at, line.is_cancelled


def _line(
    span: Occurrence | Span, *, zone: ZoneInfo, slot: Slot | None = None, is_clashing: bool = False
) -> Line:
    return Line(
        starts_at=span.starts_at.astimezone(zone),
        ends_at=span.ends_at.astimezone(zone),
        begins=0,
        lasts=0,
        is_head=True,
        slot=slot,
        occurrence=span if isinstance(span, Occurrence) else None,
        title=public_title(slot) if slot else "",
        is_clashing=is_clashing,
    )


def _on_day(lines: Iterable[Line], on: date) -> Iterator[Line]:
    """What of the lines lies on a day; what is empty begins and ends with it."""
    for line in lines:
        begins, lasts = minutes_on(on, starts_at=line.starts_at, ends_at=line.ends_at)
        if lasts <= 0:
            continue
        if line.slot is None:
            midnight = datetime.combine(on, datetime.min.time(), tzinfo=line.starts_at.tzinfo)
            line = replace(  # noqa: PLW2901  # the part of it that is on this day
                line,
                starts_at=max(line.starts_at, midnight),
                ends_at=min(line.ends_at, midnight + timedelta(days=1)),
            )
        yield replace(line, begins=begins, lasts=lasts, is_head=line.starts_at.date() == on)


def minutes_on(on: date, *, starts_at: datetime, ends_at: datetime) -> tuple[int, int]:
    """Where [starts_at, ends_at), local with their zone, lies on that day's wall clock, and how long.

    (0, 0) where it does not touch it. A change of the clock moves what comes after it, as on the wall;
    what lies across it keeps its real length, at least a minute.
    """
    if starts_at.date() > on or ends_at.date() < on:
        return 0, 0
    begins = starts_at.hour * 60 + starts_at.minute if starts_at.date() == on else 0
    if starts_at.date() == on:
        lasts = -(-int(ends_at.timestamp() - starts_at.timestamp()) // 60)
        return begins, min(max(1, lasts), _DAY_MINUTES - begins)
    ends = _DAY_MINUTES if ends_at.date() > on else ends_at.hour * 60 + ends_at.minute
    return 0, ends
