"""Slots with nothing ready: the hosts are told a day before, and once more two hours before."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from broadcast.errors import marked
from broadcast.notices import About, NoticeKind, Severity, end_notice, raise_notice
from broadcast.parts import Parts
from broadcast.playout.due import due_at
from broadcast.playout.pieces import Packages, Pieces
from broadcast.playout.plan import channel_occurrences
from broadcast.playout.timeline import OWN
from broadcast.schedule.models import Channel, ChannelKind, Slot
from broadcast.schedule.recurrence import Occurrence, occurrence_key
from broadcast.schedule.repository import all_channels, slot_title, slots_of

DAY_BEFORE, SOON = timedelta(days=1), timedelta(hours=2)
_REMEDY = marked("Approve a piece for it, or write its running order.")
EMPTY_DAY = NoticeKind(
    "slot_empty_day",
    marked("Nothing is ready yet for “{title}”, on air at {starts_at}."),
    _REMEDY,
    Severity.WARNING,
)
EMPTY_SOON = NoticeKind(
    "slot_empty_soon",
    marked("Still nothing is ready for “{title}”, on air at {starts_at}."),
    _REMEDY,
    Severity.WARNING,
)


def notice_missing(parts: Parts) -> None:
    """Raise what is to be told about the next day, and end what was mended. Beat has this done."""
    now = parts.clock.now()
    packages = Packages(parts.storage)
    with parts.database.writing() as session:
        for channel in all_channels(session):
            pieces = Pieces(packages, has_picture=channel.kind == ChannelKind.TV)
            _notice(session, channel, pieces=pieces, now=now)


def _notice(session: Session, channel: Channel, *, pieces: Pieces, now: datetime) -> None:
    slots = {slot.id: slot for slot in slots_of(session, channel)}
    coming = channel_occurrences(session, channel, start=now, end=now + DAY_BEFORE)
    for one in coming:
        slot = slots[one.slot]
        if one.starts_at <= now or not _plays_something(slot):
            continue
        due = due_at(session, channel, one, pieces=pieces)
        is_ready = due.piece is not None and due.reason in OWN
        _tell(session, channel, slot, one, is_ready=is_ready, now=now)


def _plays_something(slot: Slot) -> bool:
    """Whether it is a host's matter what a slot plays: not the rotation, nor what another slot airs first."""
    return not slot.repeats and (slot.show_id is not None or slot.item_id is not None)


def _tell(
    session: Session, channel: Channel, slot: Slot, one: Occurrence, *, is_ready: bool, now: datetime
) -> None:
    about = About(
        structure_id=channel.structure_id,
        channel_id=channel.id,
        detail=occurrence_key(one),
        link=f"/channels/{channel.slug}/slots/{slot.id}/occurrences/{one.date.isoformat()}/running-order",
    )
    values = {"title": slot_title(slot), "starts_at": one.starts_at}
    wanted = [EMPTY_DAY, *([EMPTY_SOON] if one.starts_at - now <= SOON else [])]
    for kind in (EMPTY_DAY, EMPTY_SOON):
        if is_ready:
            end_notice(session, kind, about=about, now=now)
        elif kind in wanted:
            raise_notice(session, kind, about=about, now=now, values=values, lapses_at=one.starts_at)
