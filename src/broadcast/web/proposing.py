"""What the form of a new slot proposes for one piece: once, as long as the piece, at the next free moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from broadcast.library.models import Item
from broadcast.schedule.conflicts import Span
from broadcast.schedule.grid import read_grid
from broadcast.schedule.models import Channel
from broadcast.schedule.recurrence import local_of

_LOOKED_AT = timedelta(days=14)
_SOON = timedelta(minutes=2)
_STEP = 5
_LONGEST = 1_440


@dataclass(frozen=True, slots=True)
class Proposal:
    """When a piece fits, in the channel's local time, and its length in whole minutes."""

    starts: datetime
    minutes: int


def proposals(
    session: Session, channel: Channel, items: Iterable[Item], *, now: datetime
) -> dict[str, Proposal]:
    """Of each piece whose length is known and for which there is room in the next two weeks, by item."""
    free = read_grid(session, channel, start=now + _SOON, end=now + _LOOKED_AT).gaps
    zone = ZoneInfo(channel.timezone)
    found = {}
    for item in items:
        minutes = min(ceil((item.seconds or 0) / 60), _LONGEST)
        starts = first_room(free, minutes=minutes, zone=zone) if minutes else None
        if starts is not None:
            found[item.id] = Proposal(starts, minutes)
    return found


def first_room(free: Sequence[Span], *, minutes: int, zone: ZoneInfo) -> datetime | None:
    """The first local time, of five minutes, with so many free minutes; None where there is none."""
    length = timedelta(minutes=minutes)
    for span in free:
        over = span.starts_at.timestamp() % (60 * _STEP)
        starts = span.starts_at + timedelta(seconds=60 * _STEP - over if over else 0)
        if starts + length <= span.ends_at:
            return local_of(starts, zone)
    return None
