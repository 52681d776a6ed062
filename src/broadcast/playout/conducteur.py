"""A running order as people see it: its lines with their pieces, when each begins, what time is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from broadcast.errors import UnknownError, marked
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.media.units import Seconds
from broadcast.playout.due import next_episode
from broadcast.playout.pieces import is_music
from broadcast.schedule.models import Channel, Slot
from broadcast.schedule.recurrence import has_occurrence, moment_of, occurrences
from broadcast.schedule.repository import rule_of, rules_of
from broadcast.schedule.running_order import Element, ElementKind, Line, Timing, timing
from broadcast.schedule.running_orders import Kept, order_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with the piece it plays: the show's next episode, where it says so and there is one."""

    line: Line
    item: Item | None

    @property
    def is_ready(self) -> bool:
        """Whether it will be heard: it has a piece, and that is approved."""
        return self.item is not None and self.item.state == ItemState.PUBLISHED


@dataclass(frozen=True, slots=True)
class Conducteur:
    """A running order of a slot, of one date or of all, with how its time adds up."""

    slot: Slot
    on: date | None
    kept: Kept
    timing: Timing
    lines: tuple[Shown, ...]


def conducteur_of(
    session: Session,
    channel: Channel,
    slot: Slot,
    *,
    on: date | None,
    instead: Sequence[Element] | None = None,
) -> Conducteur:
    """The running order of a date, or of every date. Raises UnknownError where the slot is not on then.

    `instead` are lines that are not kept, to be shown in place of those that are.
    """
    if on is not None and not has_occurrence(rule_of(slot, channel), on):
        raise UnknownError("unknown_occurrence", marked("The slot does not happen on {date}."), date=on)
    kept = order_of(session, slot.id, on=on)
    elements = kept.elements if instead is None else tuple(instead)
    items = _items(session, channel, slot, elements)
    lengths = {key: Seconds(item.seconds) for key, item in items.items() if item.seconds is not None}
    voices = {key for key, item in items.items() if not is_music(item)}
    told = timing(elements, lengths=lengths, slot=Seconds(slot.duration), voices=voices)
    lines = tuple(Shown(line, items.get(line.element.key)) for line in told.lines)
    return Conducteur(slot, on, kept, told, lines)


def starts_of(session: Session, channel: Channel, slot: Slot, *, on: date) -> datetime:
    """When that date's occurrence begins, moved or not."""
    (rule,) = rules_of(session, channel, [slot])
    override = rule.overrides.get(on)
    zone = ZoneInfo(channel.timezone)
    if override is not None and override.starts is not None:
        return moment_of(override.starts, zone)
    midnight = moment_of(datetime.combine(on, datetime.min.time()), zone)
    found = occurrences(rule, start=midnight - timedelta(days=1), end=midnight + timedelta(days=2))
    return next(one.starts_at for one in found if one.date == on)


def _items(session: Session, channel: Channel, slot: Slot, elements: Iterable[Element]) -> dict[str, Item]:
    wanted = {one.key: one.item for one in elements if one.item is not None}
    query = select(Item).where(Item.id.in_(wanted.values())).options(joinedload(Item.show))
    found = {item.id: item for item in session.scalars(query)}
    items = {key: found[item] for key, item in wanted.items() if item in found}
    for one in elements:
        if one.kind is ElementKind.EPISODE and one.item is None and slot.show_id is not None:
            episode = next_episode(session, channel, slot.show_id)
            if episode is not None:
                items[one.key] = episode
    return items


def pieces_for(session: Session, channel: Channel, slot: Slot, *, most: int = 500) -> list[Item]:
    """What a running order of this slot may take: its show's pieces and its structure's, newest first."""
    query = (
        select(Item)
        .where(
            (Item.structure_id == channel.structure_id) | (Item.show_id == slot.show_id),
            Item.state.in_([ItemState.PUBLISHED, ItemState.TO_REVIEW]),
        )
        .options(joinedload(Item.show))
        .order_by(Item.kind, Item.created_at.desc())
        .limit(most)
    )
    return list(session.scalars(query))
