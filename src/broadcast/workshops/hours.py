"""When a workshop takes deposits. Pure: local times in, moments out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from broadcast.errors import InvalidError, marked

GRACE = timedelta(minutes=30)
"""The clock on the wall is slow, and the last one has not finished: so long after the end it still opens."""
REMEMBERED = timedelta(days=1)
"""So long after its end a code still says that the workshop is over; then it says nothing."""
LONGEST = timedelta(hours=12)


class Stage(StrEnum):
    """Where a workshop is in its time."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when; `closed_at` is when a host closed it before."""

    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None

    def stage(self, now: datetime) -> Stage:
        """Where it is at that moment; half-open, the grace included."""
        end = min(self.closes_at + GRACE, self.closed_at or datetime.max.replace(tzinfo=UTC))
        if now < end:
            return Stage.OPEN if now >= self.opens_at else Stage.EARLY
        return Stage.OVER if now < end + REMEMBERED else Stage.FORGOTTEN


def hours_of(on: date, *, begins: time, ends: time, zone: ZoneInfo) -> Hours:
    """A day and two times on the wall; an end before the beginning is the next day's.

    A time that the spring night leaves out moves forward, one that comes twice is the first. Raises
    InvalidError where it lasts no time, or more than twelve hours.
    """
    opens = datetime.combine(on, begins, zone)
    closes = datetime.combine(on if ends > begins else on + timedelta(days=1), ends, zone)
    hours = Hours(opens.astimezone(UTC), closes.astimezone(UTC))
    if begins == ends or not timedelta(0) < hours.closes_at - hours.opens_at <= LONGEST:
        raise InvalidError(
            "bad_hours",
            marked("A workshop lasts twelve hours at the most."),
            marked("Look at the times it begins and ends. For several days, open one workshop a day."),
        )
    return hours
