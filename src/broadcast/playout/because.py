"""Why something is, was or will be on the air, in sentences with their evidence.

Built on what is written (the ledger, the items, the schedule), not on how decisions are made.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcast.errors import marked
from broadcast.library.models import Item, Show
from broadcast.library.states import ItemState
from broadcast.media.grid import segment_start
from broadcast.media.units import Ticks
from broadcast.playout.heard import is_stand_in
from broadcast.playout.journal import Aired, planned_between
from broadcast.playout.past import begun_before
from broadcast.playout.pieces import Packages
from broadcast.playout.timeline import Airing, Reason, moment_at, ticks_at
from broadcast.playout.why import REASON_WORDS, why
from broadcast.schedule.models import Channel, Slot
from broadcast.schedule.recurrence import checked_date
from broadcast.words import said

_FILLS = {Reason.ROTATION, Reason.JINGLE, Reason.STAND_BY, Reason.FILLER}


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence: its text, and what fills it. A moment among the values is told in the channel's time."""

    text: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Explained:
    """What airs at a moment, why, and from what that is known."""

    aired: Aired
    told: tuple[Told, ...]
    evidence: tuple[tuple[str, str], ...]

    def sentences(self, *, language: str) -> list[str]:
        """In words."""
        return [said(one.text, one.values, language=language) for one in self.told]


def because(session: Session, packages: Packages, channel: Channel, *, at: datetime) -> Explained:
    """Why a moment is as it is. Raises UnknownError where nothing is known of it, InvalidError."""
    checked_date(at.date())
    found = why(session, packages, channel, at=at)
    planned, ticks = found.aired.airing, ticks_at(at, epoch=channel.epoch)
    heard = planned
    if found.is_written:
        rows = planned_between(session, channel, since=Ticks(ticks), until=Ticks(ticks + 1))
        heard = rows[-1] if rows else planned
    asking = _Asking(session, channel, planned, heard, ZoneInfo(channel.timezone))
    told = [asking.reason(), asking.slot(), asking.not_ready(), asking.length(), asking.last_heard()]
    if not found.is_written:
        told.append(Told(marked("This is planned; an edit may still change it."), {}))
    epoch = channel.epoch
    aired = Aired(moment_at(heard.media_start, epoch=epoch), moment_at(heard.end, epoch=epoch), heard)
    return Explained(aired, tuple(one for one in told if one), asking.evidence(is_written=found.is_written))


@dataclass(frozen=True, slots=True)
class _Asking:
    """One row, and what may be asked about it: as it was planned, and as it was heard."""

    session: Session
    channel: Channel
    planned: Airing
    heard: Airing
    zone: ZoneInfo

    def reason(self) -> Told:
        """The rung of the ladder it stands on; or that it was withdrawn."""
        if is_stand_in(self.heard):
            item = self.session.get(Item, self.planned.item)
            moment = item.withdrawn_at if item else None
            return Told(
                marked("“{title}” was withdrawn at {moment}: the stand-by loop is heard in its place."),
                {"title": self.planned.title, "moment": self._clock(moment)},
            )
        return Told(marked("Because {reason}."), {"reason": REASON_WORDS[self.planned.reason]})

    def slot(self) -> Told | None:
        """The slot it belongs to, its own time, and whether the clock moved it."""
        try:
            wanted = datetime.fromisoformat((self.planned.occurrence or "").partition(":")[2])
        except ValueError:
            return None
        moment = wanted.replace(tzinfo=self.zone)
        values: dict[str, object] = {"moment": wanted}
        if moment.utcoffset() != moment.replace(fold=1).utcoffset():
            return Told(marked("Its slot says {moment}; the clock was changed in that hour."), values)
        return Told(marked("Its slot says {moment}."), values)

    def not_ready(self) -> Told | None:
        """Where a slot is due and something else fills it: what is missing."""
        show = self._show_of_slot() if self.planned.reason in _FILLS else None
        if show is None:
            return None
        count = self.session.scalar(
            select(func.count()).where(Item.show_id == show.id, Item.state == ItemState.TO_REVIEW)
        )
        if count:
            return Told(
                marked(
                    "The show “{show}” had nothing approved to play; pieces that wait for approval: {count}."
                ),
                {"show": show.title, "count": count},
            )
        return Told(marked("The show “{show}” had nothing to play any more."), {"show": show.title})

    def length(self) -> Told | None:
        """Where it is heard for less than its length."""
        row = self.planned
        item = self.session.get(Item, row.item) if row.item else None
        if item is None or item.ticks is None or is_stand_in(self.heard):
            return None
        if row.other is not None:
            other = self.session.get(Item, row.other)
            return Told(
                marked("“{title}” runs into it here: the channel mixes music that follows music."),
                {"title": other.title if other else "–"},
            )
        if segment_start(row.first_segment) + row.ticks >= item.ticks:
            return None
        return Told(
            marked("It ends at {moment}, before its own end: something else takes the air then."),
            {"moment": self._clock(moment_at(self.planned.end, epoch=self.channel.epoch))},
        )

    def last_heard(self) -> Told | None:
        """Of the rotation: when it was heard before."""
        if self.planned.reason not in {Reason.ROTATION, Reason.JINGLE} or not self.planned.item:
            return None
        before = begun_before(
            self.session, self.channel.id, item=self.planned.item, at=self.planned.media_start
        )
        if before is None:
            return Told(marked("It had not been heard on this channel before."), {})
        moment = moment_at(before, epoch=self.channel.epoch)
        return Told(marked("It was heard before at {moment}."), {"moment": self._clock(moment)})

    def evidence(self, *, is_written: bool) -> tuple[tuple[str, str], ...]:
        """The row itself."""
        row = self.planned
        return (
            (marked("Entered in the air log"), "✓" if is_written else "–"),
            (marked("First segment"), str(row.first_sequence)),
            (marked("Number of segments"), str(row.segment_count)),
            (marked("Programme's version"), str(row.revision)),
            (marked("Slot and date"), row.occurrence or "–"),
            (marked("Piece"), row.item or "–"),
        )

    def _show_of_slot(self) -> Show | None:
        number = (self.planned.occurrence or "").partition(":")[0]
        slot = self.session.get(Slot, int(number)) if number.isdigit() else None
        return self.session.get(Show, slot.show_id) if slot and slot.show_id else None

    def _clock(self, moment: datetime | None) -> datetime | str:
        return moment.astimezone(self.zone) if moment else "–"
