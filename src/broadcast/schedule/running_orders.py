"""Running orders kept: of one occurrence, or of every occurrence of a slot (the template)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.errors import ConflictError, InvalidError, marked
from broadcast.schedule.models import Channel, RunningOrderRow, Slot
from broadcast.schedule.running_order import MOST_ELEMENTS, Element, from_json, to_json
from broadcast.schedule.slots import touch


@dataclass(frozen=True, slots=True)
class Kept:
    """A running order. `version` is 0 where nobody has written one; a template is every date's."""

    elements: tuple[Element, ...]
    version: int
    is_template: bool


def order_of(session: Session, slot_id: int, *, on: date | None) -> Kept:
    """The running order of a date: its own, else the slot's; of the slot itself where `on` is None.

    Its version is that of the date's own, which is what an edit would change.
    """
    query = select(RunningOrderRow).where(RunningOrderRow.slot_id == slot_id)
    found = {row.original_date: row for row in session.scalars(query)}
    own = found.get(on)
    shown = own or found.get(None)
    if shown is None:
        return Kept((), 0, is_template=on is None)
    return Kept(from_json(shown.elements), own.version if own else 0, is_template=shown.original_date is None)


def elements_of(session: Session, slot_id: int, *, on: date) -> tuple[Element, ...]:
    """What the running order of a date has, in order; nothing where there is none."""
    return order_of(session, slot_id, on=on).elements


def put_order(  # noqa: PLR0913  # whose, of when, what, and against which version
    session: Session,
    channel: Channel,
    slot: Slot,
    *,
    on: date | None,
    elements: Sequence[Element],
    version: int | None,
    now: datetime,
) -> Kept:
    """Keep a running order. Raises ConflictError where somebody else changed it since `version`.

    `version` None changes it whatever it was. An empty one of a date gives that date the slot's again.
    """
    _check(elements)
    query = select(RunningOrderRow).where(
        RunningOrderRow.slot_id == slot.id,
        RunningOrderRow.original_date.is_(None) if on is None else RunningOrderRow.original_date == on,
    )
    row = session.scalar(query.with_for_update())
    if version is not None and version != (row.version if row else 0):
        raise ConflictError(
            "changed_meanwhile",
            marked("Somebody else has changed this running order in the meantime."),
            marked("Look at it as it is now, then make your change again."),
        )
    if row is None:
        row = RunningOrderRow(slot_id=slot.id, original_date=on, version=0, elements=[], changed_at=now)
        session.add(row)
    row.elements, row.version, row.changed_at = to_json(elements), row.version + 1, now
    session.flush()
    touch(channel)
    return order_of(session, slot.id, on=on)


def drop_order(session: Session, channel: Channel, slot: Slot, *, on: date | None) -> None:
    """Forget a date's own running order, so that the slot's is its again; or the slot's."""
    for row in session.scalars(select(RunningOrderRow).where(RunningOrderRow.slot_id == slot.id)):
        if row.original_date == on:
            session.delete(row)
    session.flush()
    touch(channel)


def _check(elements: Iterable[Element]) -> None:
    told = list(elements)
    if len(told) > MOST_ELEMENTS:
        raise InvalidError(
            "too_many_elements",
            marked("A running order has {most} lines at the most."),
            marked("Split it in two, in two slots."),
            most=MOST_ELEMENTS,
        )
    if len({one.key for one in told}) < len(told):
        raise InvalidError(
            "element_twice",
            marked("The same line is there twice."),
            marked("Leave the key of a new line out."),
        )
    for one in told:
        if one.is_excerpt and one.ends is not None and one.ends <= (one.begins or 0.0):
            raise InvalidError(
                "excerpt_backwards",
                marked("An excerpt ends after it begins."),
                marked("Give where it begins and where it ends, such as 0:15 and 2:40."),
            )
