"""The nights when the clock changes, so that pages can say what that does to the programme. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from broadcast.schedule.recurrence import Rule, local_of, moment_of, occurrences

_STEP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ClockChange:
    """At the local time `before` the clock is set to `after`, on that date.

    Forward, times in [before, after) do not exist: what is planned then moves forward by the gap.
    Back, times in [after, before) come twice: the first is meant.
    """

    on: date
    before: datetime
    after: datetime

    @property
    def is_forward(self) -> bool:
        """Whether an hour is lost; otherwise one comes twice."""
        return self.after > self.before


def clock_change(on: date, zone: ZoneInfo) -> ClockChange | None:
    """The change of the clock on a local date; None on nearly all."""
    midnight = datetime.combine(on, datetime.min.time())
    start, end = moment_of(midnight, zone), moment_of(midnight + timedelta(days=1), zone)
    if _offset(start, zone) == _offset(end - _STEP, zone):
        return None
    before = _offset(start, zone)
    sooner, later = start, end - _STEP
    while later - sooner > _STEP:
        middle = sooner + (later - sooner) // 2 // _STEP * _STEP
        sooner, later = (middle, later) if _offset(middle, zone) == before else (sooner, middle)
    return ClockChange(on, (later + before).replace(tzinfo=None), local_of(later, zone))


def clock_changes(first: date, zone: ZoneInfo, *, days: int) -> list[ClockChange]:
    """The changes within so many days from a date."""
    found = (clock_change(first + timedelta(days=number), zone) for number in range(days))
    return [one for one in found if one is not None]


def changes_for(rule: Rule, first: date, *, days: int) -> list[ClockChange]:
    """The changes of so many days that move a rule's slot: it is on within the times lost or doubled."""
    found = clock_changes(first, rule.zone, days=days)
    return [one for one in found if any(_is_touched(one, start) for start in _starts(rule, one.on))]


def _is_touched(change: ClockChange, start: datetime) -> bool:
    return min(change.before, change.after) <= start < max(change.before, change.after)


def _starts(rule: Rule, on: date) -> list[datetime]:
    midnight = moment_of(datetime.combine(on, datetime.min.time()), rule.zone)
    return [one.local for one in occurrences(rule, start=midnight, end=midnight + timedelta(days=1))]


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
