"""Edits of a grid that can be undone: each keeps its slot as it was before and as it was after.

An edit touches one slot. Undoing puts that slot back whole, where nobody has changed it since.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from broadcast.db import Base
from broadcast.db.base import UtcDateTime
from broadcast.errors import ConflictError, UnknownError, marked
from broadcast.schedule.models import Channel, GridEdit, RunningOrderRow, Slot, SlotOverride
from broadcast.schedule.repository import slot_of, slot_title
from broadcast.schedule.slots import refuse_clashes, touch

KEPT = timedelta(days=30)


class EditKind(StrEnum):
    """What was done to a slot."""

    PLACED = "placed"
    MOVED = "moved"
    RESIZED = "resized"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(slots=True)
class Noting:
    """An edit under way: a new slot's id is told once there is one."""

    slot_id: int | None = None
    edits: list[GridEdit] = field(default_factory=list)

    @property
    def edit(self) -> GridEdit:
        """The edit, once it was noted."""
        return self.edits[0]


@contextmanager
def noted(
    session: Session,
    channel: Channel,
    *,
    kind: EditKind,
    slot: Slot | None,
    person: int | None,
    now: datetime,
) -> Iterator[Noting]:  # fmt: skip
    """Note what happens to a slot inside, so that it can be undone."""
    noting = Noting(slot.id if slot else None)
    before = _state(session, slot.id) if slot else None
    title = slot_title(slot) if slot else ""
    yield noting
    session.flush()
    session.expire_all()
    if noting.slot_id is None:
        raise ValueError("an edit without a slot")
    after = _state(session, noting.slot_id)
    if after is not None:
        title = slot_title(slot_of(session, channel, slot_id=noting.slot_id))
    edit = GridEdit(
        channel_id=channel.id, slot_id=noting.slot_id, person_id=person, at=now, kind=kind, title=title,
        before=before, after=after,
    )  # fmt: skip
    session.add(edit)
    session.execute(delete(GridEdit).where(GridEdit.channel_id == channel.id, GridEdit.at < now - KEPT))
    session.flush()
    noting.edits.append(edit)


def edit_of(session: Session, channel: Channel, edit_id: int) -> GridEdit:
    """An edit of a channel's grid. Raises UnknownError."""
    found = session.scalar(select(GridEdit).where(GridEdit.id == edit_id, GridEdit.channel_id == channel.id))
    if found is None:
        raise UnknownError("unknown_edit", marked("There is nothing left to undo."))
    return found


def has_edited(session: Session, person: int) -> bool:
    """Whether somebody changed a grid of late."""
    return session.scalar(select(GridEdit.id).where(GridEdit.person_id == person).limit(1)) is not None


def last_edit(session: Session, channel: Channel, *, person: int | None) -> GridEdit | None:
    """This person's newest edit that was not undone, where nobody has changed its slot since."""
    found = session.scalar(
        select(GridEdit)
        .where(GridEdit.channel_id == channel.id, GridEdit.person_id == person, GridEdit.undone_at.is_(None))
        .order_by(GridEdit.id.desc())
        .limit(1)
    )
    if found is None or _state(session, found.slot_id) != found.after:
        return None
    return found


def undo(session: Session, channel: Channel, edit: GridEdit, *, now: datetime) -> None:
    """Put the edit's slot back as it was. Raises ConflictError where it was changed since, or clashes."""
    if edit.undone_at is not None or _state(session, edit.slot_id) != edit.after:
        raise ConflictError(
            "changed_since",
            marked("“{title}” was changed again since."),
            marked("Look at the grid as it is now, and change it from there."),
            title=edit.title or marked("Rotation"),
        )
    _put_back(session, edit)
    session.flush()
    session.expire_all()
    if edit.before is not None:
        refuse_clashes(session, channel, slot_of(session, channel, slot_id=edit.slot_id), now=now)
    edit.undone_at = now
    touch(channel)


def _put_back(session: Session, edit: GridEdit) -> None:
    before = edit.before
    slot = session.get(Slot, edit.slot_id)
    if before is None:
        if slot is not None:
            session.delete(slot)
        return
    if slot is None:
        session.add(Slot(**_values_of(Slot, before["slot"])))
        session.flush()
        for name, model in _COMPANIONS:
            session.add_all(model(**_values_of(model, row)) for row in before[name])
        repeats = update(Slot).where(Slot.id.in_(before["repeated_by"]))
        session.execute(repeats.values(repeat_of_id=edit.slot_id))
        return
    for name, value in _values_of(Slot, before["slot"]).items():
        setattr(slot, name, value)
    session.execute(delete(SlotOverride).where(SlotOverride.slot_id == slot.id))
    session.add_all(SlotOverride(**_values_of(SlotOverride, row)) for row in before["overrides"])


_COMPANIONS: tuple[tuple[str, type[SlotOverride | RunningOrderRow]], ...] = (
    ("overrides", SlotOverride),
    ("running_orders", RunningOrderRow),
)


def _state(session: Session, slot_id: int) -> dict[str, Any] | None:
    """The slot with everything that would go with it, as JSON; None where there is no such slot."""
    slot = session.get(Slot, slot_id)
    if slot is None:
        return None
    companions = {
        name: [
            _told(row)
            for row in session.scalars(
                select(model).where(model.slot_id == slot_id).order_by(model.original_date)
            )
        ]
        for name, model in _COMPANIONS
    }
    repeated_by = session.scalars(select(Slot.id).where(Slot.repeat_of_id == slot_id).order_by(Slot.id))
    return {"slot": _told(slot), **companions, "repeated_by": list(repeated_by)}


def _told(row: Base) -> dict[str, Any]:
    return {
        column.key: value.isoformat() if isinstance(value, date) else value
        for column in row.__table__.columns
        for value in [getattr(row, column.key)]
    }


def _values_of(model: type[Base], told: dict[str, Any]) -> dict[str, Any]:
    kinds = {column.key: _kind(column.type) for column in model.__table__.columns}
    return {
        name: kinds[name].fromisoformat(value)
        if value is not None and issubclass(kinds[name], date)
        else value
        for name, value in told.items()
        if name in kinds
    }


def _kind(column: TypeEngine[Any]) -> type[Any]:
    return datetime if isinstance(column, UtcDateTime) else column.python_type
