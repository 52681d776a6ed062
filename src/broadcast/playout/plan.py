"""What decisions look at, gathered from the schedule and the library."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.library.models import Item
from broadcast.library.review import show_title
from broadcast.media.units import Ticks
from broadcast.playout.decide import EARLIEST, Piece, Plan
from broadcast.playout.due import airable_items, due_at
from broadcast.playout.pieces import Pieces
from broadcast.playout.programme import HourList, Hours, Programme
from broadcast.playout.timeline import moment_at
from broadcast.schedule.conflicts import on_air
from broadcast.schedule.models import Channel, DaypartEntry, RotationEntry, RunningOrderRow, Slot
from broadcast.schedule.recurrence import Occurrence, occurrences
from broadcast.schedule.repository import (
    daypart_entries_of,
    dayparts_of,
    rotation_of,
    rules_of,
    rules_of_rotation,
    slots_of,
)

LOOK_AHEAD = timedelta(hours=26)


def channel_occurrences(
    session: Session, channel: Channel, *, start: datetime, end: datetime
) -> list[Occurrence]:
    """What the grid puts on air in [start, end), once the clock's changes are settled."""
    return _settled(session, channel, slots_of(session, channel), start=start, end=end)


def _settled(
    session: Session, channel: Channel, slots: Sequence[Slot], *, start: datetime, end: datetime
) -> list[Occurrence]:
    rules = rules_of(session, channel, slots)
    return on_air(one for rule in rules for one in occurrences(rule, start=start, end=end))


def plan_at(session: Session, channel: Channel, *, at: Ticks, pieces: Pieces) -> Plan:
    """The plan for a decision at a position of a channel."""
    programme = programme_of(session, channel, since=at, until=at, pieces=pieces)
    covering = programme.covering(at)
    due = due_at(session, channel, covering, pieces=pieces) if covering else None
    return programme.plan_at(at, due=due)


def programme_of(
    session: Session, channel: Channel, *, since: Ticks, until: Ticks, pieces: Pieces
) -> Programme:
    """All that airs on a channel by its plans, for decisions in [since, until]."""
    begins = moment_at(since, epoch=channel.epoch)
    ends = moment_at(Ticks(until + EARLIEST), epoch=channel.epoch) + LOOK_AHEAD
    slots = slots_of(session, channel)
    entries = rotation_of(session, channel)
    dayparts = dayparts_of(session, channel)
    listed = daypart_entries_of(session, channel) if dayparts else []
    airable = airable_items(session, {one.item_id for one in entries} | {one.item_id for one in listed})
    return Programme(
        epoch=channel.epoch,
        zone=ZoneInfo(channel.timezone),
        stand_by=pieces.stand_by(),
        grid=_settled(session, channel, slots, start=begins, end=ends),
        fixed=fixed_slots(session, slots),
        rotation=_pieces((one for one in entries if not one.is_jingle), airable, pieces),
        lists=[
            HourList(
                Hours(part.begins, part.ends),
                _pieces((one for one in listed if one.daypart_id == part.id), airable, pieces),
            )
            for part in dayparts
        ],
        jingles=_pieces((one for one in entries if one.is_jingle), airable, pieces),
        jingle_minutes=channel.jingle_minutes,
        rules=rules_of_rotation(channel),
        revision=channel.revision,
    )


def fixed_slots(session: Session, slots: Sequence[Slot]) -> frozenset[int]:
    """Of these slots, those that begin at their time: all but the rotation's, which goes on as it is."""
    if not slots:
        return frozenset()
    ordered = select(RunningOrderRow.slot_id).where(RunningOrderRow.slot_id.in_([one.id for one in slots]))
    return frozenset(session.scalars(ordered)) | {one.id for one in slots if _has_own(one)}


def _has_own(slot: Slot) -> bool:
    return slot.show_id is not None or slot.item_id is not None or slot.repeats


def _pieces(
    entries: Iterable[RotationEntry | DaypartEntry], airable: dict[str, Item], pieces: Pieces
) -> dict[str, Piece]:
    return {
        one.item_id: replace(
            pieces.of(airable[one.item_id], show=show_title(airable[one.item_id].show)), weight=one.weight
        )
        for one in entries
        if one.item_id in airable
    }
