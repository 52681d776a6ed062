"""When a jingle is due: every so many seconds, and at fixed minutes of the hour. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from broadcast.media.units import TICKS_PER_SECOND, Ticks

_LATEST = Ticks(600 * TICKS_PER_SECOND)
"""How long after its minute a jingle may still come: the longest piece of music that it waits for."""
_SOON = Ticks(150 * TICKS_PER_SECOND)
"""A jingle so shortly before its minute is that minute's."""
_HOUR = timedelta(hours=1)


def is_due(*, at: Ticks, last: Ticks, every: int, marks: Sequence[Ticks]) -> bool:
    """Whether a jingle is due at a junction.

    `last` is when the last one began (0 before the first), `marks` the fixed minutes around `at`.
    """
    if every > 0 and at - last >= every * TICKS_PER_SECOND:
        return True
    return any(mark <= at <= mark + _LATEST and last < mark - _SOON for mark in marks)


def due_between(*, at: Ticks, until: Ticks, last: Ticks, every: int, marks: Sequence[Ticks]) -> int:
    """About how many jingles come due in [at, until)."""
    by_time = max(0, (until - max(last, at - every * TICKS_PER_SECOND)) // (every * TICKS_PER_SECOND)) \
        if every > 0 else 0  # fmt: skip
    return by_time + sum(at - _LATEST <= mark < until and last < mark - _SOON for mark in marks)


def minute_marks(minutes: Sequence[int], *, start: datetime, end: datetime, zone: ZoneInfo) -> list[datetime]:
    """The moments of [start, end) at which a local clock shows one of these minutes."""
    if not minutes:
        return []
    hour = start.astimezone(zone).replace(minute=0, second=0, microsecond=0).astimezone(UTC)
    hours = range((end - hour) // _HOUR + 1)
    found = (hour + _HOUR * step + timedelta(minutes=minute) for step in hours for minute in minutes)
    return sorted(moment for moment in found if start <= moment < end)
