"""The grid of a channel over some time: occurrences with their slots, clashes, gaps."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from broadcast.schedule.conflicts import Clash, Span, clashes, gaps
from broadcast.schedule.models import Channel, Slot
from broadcast.schedule.recurrence import Occurrence, occurrences
from broadcast.schedule.repository import rules_of, slots_of


@dataclass(frozen=True, slots=True)
class Placed:
    """An occurrence and the slot it comes from."""

    occurrence: Occurrence
    slot: Slot


@dataclass(frozen=True, slots=True)
class Grid:
    """What a page or a program is shown."""

    placed: tuple[Placed, ...]
    clashes: tuple[Clash, ...]
    gaps: tuple[Span, ...]


def read_grid(session: Session, channel: Channel, *, start: datetime, end: datetime) -> Grid:
    """Every occurrence that overlaps [start, end), cancelled ones too."""
    slots = {slot.id: slot for slot in slots_of(session, channel)}
    rules = rules_of(session, channel, list(slots.values()))
    found = sorted(one for rule in rules for one in occurrences(rule, start=start, end=end))
    return Grid(
        placed=tuple(Placed(one, slots[one.slot]) for one in found),
        clashes=tuple(clashes(found)),
        gaps=tuple(gaps(found, start=start, end=end)),
    )
