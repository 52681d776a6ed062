"""Changing a slot that stands: where, how long, how often."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from broadcast.errors import UnknownError, marked
from broadcast.schedule.models import Channel, Overrun, Slot, SlotOverride
from broadcast.schedule.moves import moved_rule
from broadcast.schedule.recurrence import check_rule
from broadcast.schedule.repository import rule_of
from broadcast.schedule.slots import refuse_clashes, touch


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotTold:
    """What is said of a slot's times."""

    starts: datetime
    duration: int
    rrule: str | None
    overrun: Overrun


def change_slot(session: Session, channel: Channel, slot: Slot, told: SlotTold, *, now: datetime) -> None:
    """Change all its dates. Raises InvalidError, or ConflictError naming what it would clash with."""
    slot.starts = told.starts
    slot.duration = told.duration
    slot.rrule = told.rrule
    slot.overrun = told.overrun
    check_rule(rule_of(slot, channel))
    session.flush()
    refuse_clashes(session, channel, slot, now=now)
    touch(channel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The occurrence of the original local date `on` goes to the local time `to` and lasts so long."""

    on: date
    to: datetime
    duration: int


def move_slot(session: Session, channel: Channel, slot: Slot, move: Move, *, now: datetime) -> None:
    """Move every date as that one moves, and set their length. What was changed for a date goes along.

    Raises InvalidError where the repetition does not tell what that means, ConflictError on a clash.
    """
    days = (move.to.date() - move.on).days
    time = move.to.time()
    rrule = moved_rule(slot.rrule, days=days, is_retimed=time != slot.starts.time())
    if slot.rrule is None:
        session.execute(delete(SlotOverride).where(SlotOverride.slot_id == slot.id))
    elif "FREQ=DAILY" in slot.rrule.upper():
        days = 0
    if days:
        _move_overrides(session, slot, days=days)
    told = SlotTold(
        starts=datetime.combine(slot.starts.date() + timedelta(days=days), time),
        duration=move.duration,
        rrule=rrule,
        overrun=Overrun(slot.overrun),
    )
    change_slot(session, channel, slot, told, now=now)


def _move_overrides(session: Session, slot: Slot, *, days: int) -> None:
    found = list(session.scalars(select(SlotOverride).where(SlotOverride.slot_id == slot.id)))
    kept = [(one.original_date + timedelta(days=days), one.cancelled, one.starts) for one in found]
    for one in found:
        session.delete(one)
    session.flush()
    session.add_all(
        SlotOverride(slot_id=slot.id, original_date=on, cancelled=cancelled, starts=starts)
        for on, cancelled, starts in kept
    )


def restore_occurrence(session: Session, channel: Channel, slot: Slot, *, on: date, now: datetime) -> None:
    """Forget what was changed for one date. Raises UnknownError, ConflictError."""
    found = session.get(SlotOverride, (slot.id, on))
    if found is None:
        raise UnknownError("unknown_occurrence", marked("The slot does not happen on {date}."), date=on)
    session.delete(found)
    session.flush()
    refuse_clashes(session, channel, slot, now=now)
    touch(channel)
