"""Which voices over music the running orders of the time to come want."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from broadcast.playout.due import parts_of
from broadcast.playout.over import Over, overs_of
from broadcast.playout.pieces import Pieces
from broadcast.schedule.models import Channel, Slot
from broadcast.schedule.recurrence import Occurrence
from broadcast.schedule.running_orders import elements_of


def wanted_overs(
    session: Session, channel: Channel, grid: Iterable[Occurrence], *, pieces: Pieces
) -> list[Over]:
    """Those of these occurrences."""
    found: list[Over] = []
    for one in grid:
        slot = session.get(Slot, one.slot)
        elements = elements_of(session, one.slot, on=one.date)
        if slot is not None and any(element.over for element in elements):
            parts = parts_of(session, channel, slot, elements, pieces=pieces)
            found += [over for _, over in overs_of(elements, parts)]
    return found
