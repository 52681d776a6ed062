"""Changing a slot that stands: where, how long, how often."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from broadcast.errors import InvalidError, UnknownError, marked
from broadcast.schedule.models import Channel, Overrun, Slot, SlotOverride
from broadcast.schedule.moves import moved_rule
from broadcast.schedule.recurrence import check_rule
from broadcast.schedule.repository import rule_of, slot_title
from broadcast.schedule.slots import Plays, refuse_clashes, remember_show, repeatable, touch


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotTold:
    """What is said of a slot's times."""

    starts: datetime
    duration: int
    rrule: str | None
    overrun: Overrun
    title: str = ""
    season_from: date | None = None
    until: date | None = None


def told_of(slot: Slot) -> SlotTold:
    """What a slot says of its times as it stands."""
    return SlotTold(
        starts=slot.starts,
        duration=slot.duration,
        rrule=slot.rrule,
        overrun=Overrun(slot.overrun),
        title=slot.title,
        season_from=slot.season_from,
        until=slot.until,
    )


def change_slot(session: Session, channel: Channel, slot: Slot, told: SlotTold, *, now: datetime) -> None:
    """Change all its dates. Raises InvalidError, or ConflictError naming what it would clash with."""
    slot.starts = told.starts
    slot.duration = told.duration
    slot.rrule = told.rrule
    slot.overrun = told.overrun
    slot.title = told.title.strip()
    slot.season_from = told.season_from
    slot.until = told.until
    check_rule(rule_of(slot, channel))
    session.flush()
    refuse_clashes(session, channel, slot, now=now)
    touch(channel)


def play_instead(session: Session, channel: Channel, slot: Slot, plays: Plays, *, now: datetime) -> None:
    """Let a slot play something else from now on. Raises InvalidError where that cannot be repeated."""
    source = repeatable(plays.repeat_of, channel)
    if source is not None:
        _refuse_circle(session, slot, source)
    slot.show = source.show if source else plays.show
    slot.item = source.item if source else plays.item
    slot.repeats = source is not None
    slot.repeat_of_id = source.id if source else None
    session.flush()
    remember_show(session, channel, slot.show_id, now=now)
    touch(channel)


def _refuse_circle(session: Session, slot: Slot, source: Slot) -> None:
    repeated = session.scalar(select(Slot.id).where(Slot.repeat_of_id == slot.id).limit(1))
    if source.id == slot.id or repeated is not None:
        raise InvalidError(
            "is_repeated",
            marked("“{title}” is repeated by a slot itself, so it cannot become a repeat."),
            marked("Change what repeats it first, or place a slot of its own for the repeat."),
            title=slot_title(slot),
        )


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
    told = replace(
        told_of(slot),
        starts=datetime.combine(slot.starts.date() + timedelta(days=days), time),
        duration=move.duration,
        rrule=rrule,
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
