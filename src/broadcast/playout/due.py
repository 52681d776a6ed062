"""What fills an occurrence: its running order, a repeat, its piece, its show's next episode; else filler."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload

from broadcast.library.models import Episode, EpisodeOrder, Item, Show, ShowFiller
from broadcast.library.review import show_title
from broadcast.library.states import ItemState
from broadcast.media.units import Ticks, ticks_of
from broadcast.playout.decide import Due, Piece
from broadcast.playout.excerpts import cut_of
from broadcast.playout.models import AiringRow, SeamRow
from broadcast.playout.over import Over, is_over, with_overs
from broadcast.playout.pieces import Pieces
from broadcast.playout.repository import last_occurrence_of, rows_of_occurrence
from broadcast.playout.timeline import OWN, Airing, Reason, moment_at, ticks_at
from broadcast.playout.turn import Part, next_filler, next_part, stretch
from broadcast.schedule.models import Channel, Excerpt, Overrun, Slot
from broadcast.schedule.recurrence import Occurrence, occurrence_key, occurrences, slot_and_date
from broadcast.schedule.repository import rules_of
from broadcast.schedule.running_order import Element, ElementKind
from broadcast.schedule.running_orders import elements_of

_A_DAY = timedelta(days=1)
_WHOLE = "whole"
"""The key of the only part there is."""


def due_at(
    session: Session, channel: Channel, one: Occurrence, *, pieces: Pieces, decided: Sequence[Airing] = ()
) -> Due:
    """What an occurrence has to play next, given what of it has aired, and what is forecast (`decided`)."""
    key = occurrence_key(one)
    rows = [
        *rows_of_occurrence(session, channel.id, occurrence=key),
        *(row for row in decided if row.occurrence == key),
    ]
    own = [row for row in rows if row.reason in OWN]
    slot = session.get(Slot, one.slot, options=[joinedload(Slot.show)])
    if slot is None:
        return Due(occurrence=key, piece=None, cut_at=None)
    ends = ticks_at(one.ends_at, epoch=channel.epoch)
    parts, reason = _parts(session, channel, slot, one, pieces=pieces, own=own, decided=decided)
    part = next_part(parts, aired=[row.element for row in own])
    if part is not None:
        cut_at = ends if slot.overrun == Overrun.CUT else None
        return Due(occurrence=key, piece=part.piece, cut_at=cut_at, reason=reason, element=part.key)
    return _filled(session, slot, key, rows=rows, ends=ends, pieces=pieces)


def is_to_finish(session: Session, channel: Channel, airing: Airing) -> bool:
    """Whether an airing belongs to an occurrence that still stands, of a slot that finishes its piece."""
    if airing.occurrence is None:
        return False
    slot = session.get(Slot, slot_and_date(airing.occurrence)[0])
    if slot is None or slot.channel_id != channel.id or slot.overrun != Overrun.FINISH:
        return False
    (rule,) = rules_of(session, channel, [slot])
    begun = moment_at(airing.media_start, epoch=channel.epoch)
    near = occurrences(rule, start=begun - _A_DAY, end=begun + _A_DAY)
    return any(occurrence_key(one) == airing.occurrence and not one.cancelled for one in near)


def _filled(
    session: Session, slot: Slot, key: str, *, rows: Sequence[Airing], ends: Ticks, pieces: Pieces
) -> Due:
    """Nothing is ready, or all has aired: the show's filler, then the rotation (no piece)."""
    fillers = _fillers(session, slot.show, pieces=pieces)
    room = Ticks(ends - rows[-1].end) if any(row.reason in OWN for row in rows) else None
    aired = [row.element for row in rows if row.reason is Reason.FILLER]
    part = next_filler(fillers, aired=aired, room=room)
    if part is None:
        return Due(occurrence=key, piece=None, cut_at=None)
    return Due(occurrence=key, piece=part.piece, cut_at=ends, reason=Reason.FILLER, element=part.key)


def _parts(  # noqa: PLR0913  # what is asked, and all that the answer hangs on
    session: Session, channel: Channel, slot: Slot, one: Occurrence, *, pieces: Pieces, own: Sequence[Airing],
    decided: Sequence[Airing],
) -> tuple[Sequence[Part], Reason]:  # fmt: skip
    if any(row.element in {None, _WHOLE} for row in own):
        return (), Reason.SCHEDULED  # it has begun whole: a running order written since is for other dates
    elements = elements_of(session, slot.id, on=one.date)
    if elements:
        made = parts_of(session, channel, slot, elements, pieces=pieces, decided=decided)
        ready = partial(is_ready, session)
        return with_overs(elements, made, aired=own, is_ready=ready), Reason.SCHEDULED
    if slot.repeats:
        made = _repeated(session, channel, slot, one, pieces=pieces, own=own, decided=decided)
        return made, Reason.REPEAT
    item = item_of_slot(session, channel, slot, decided=decided)
    return ((Part(_WHOLE, _piece(item, pieces)),) if item else ()), Reason.SCHEDULED


def is_ready(session: Session, one: Over) -> bool:
    """Whether a voice over music is made."""
    return session.scalar(select(SeamRow.ready).where(SeamRow.package == one.package)) is True


def parts_of(  # the elements, and all that they hang on
    session: Session, channel: Channel, slot: Slot, elements: Sequence[Element], *, pieces: Pieces,
    decided: Sequence[Airing] = (),
) -> list[Part]:  # fmt: skip
    """What each line of a running order plays on its own, one after the other."""
    items = airable_items(session, [one.item for one in elements if one.item is not None])
    cut = _excerpts(session, elements)
    parts: list[Part] = []
    for one in elements:
        item = items.get(one.item) if one.item is not None else None
        if one.kind is ElementKind.EPISODE and one.item is None and slot.show_id is not None:
            item = next_episode(session, channel, slot.show_id, decided=decided)
        parts.append(Part(one.key, _part_of(one, item, cut, pieces) if item else None))
    return parts


def _part_of(
    one: Element, item: Item, cut: dict[tuple[str, int, int], Excerpt], pieces: Pieces
) -> Piece | None:
    if not one.is_excerpt:
        return _piece(item, pieces)
    exact = cut.get(cut_of(one).key)
    if exact is not None and exact.package is not None and exact.ticks is not None:
        return pieces.excerpt(item, exact.package, Ticks(exact.ticks), show=show_title(item.show))
    ends = None if one.ends is None else ticks_of(one.ends)
    return stretch(_piece(item, pieces), begins=ticks_of(one.begins or 0.0), ends=ends)


def _excerpts(session: Session, elements: Sequence[Element]) -> dict[tuple[str, int, int], Excerpt]:
    wanted = [one.item for one in elements if one.is_excerpt]
    if not wanted:
        return {}
    found = session.scalars(select(Excerpt).where(Excerpt.item_id.in_(wanted)))
    return {(one.item_id, one.begins_ms, one.ends_ms): one for one in found}


def _repeated(  # noqa: PLR0913  # what repeats, when, and all that it hangs on
    session: Session, channel: Channel, slot: Slot, when: Occurrence, *, pieces: Pieces,
    own: Sequence[Airing], decided: Sequence[Airing],
) -> list[Part]:  # fmt: skip
    """What the slot it repeats (any of its show, once that is gone) aired last before this occurrence."""
    sources = [slot.repeat_of_id] if slot.repeat_of_id else _first_runs(session, channel, slot)
    before = ticks_at(when.starts_at, epoch=channel.epoch)
    rows = last_occurrence_of(session, channel.id, slots=sources, before=before, decided=decided)
    if not rows or rows[0].occurrence is None:
        return []
    source, on = slot_and_date(rows[0].occurrence)
    said = {one.key: one for one in elements_of(session, source, on=on)}
    items = airable_items(session, {item for row in rows for item in row.items})
    cut = _excerpts(session, list(said.values()))
    parts: dict[str, Part] = {}
    for number, row in enumerate(rows):
        item = items.get((row.other if is_over(row) else row.item) or "")
        element = said.get(row.element or "")
        name = row.element or str(number)
        if item is not None:
            parts[name] = Part(
                name, _part_of(element, item, cut, pieces) if element else _piece(item, pieces)
            )
    if not all(name in said for name in parts):
        return list(parts.values())
    elements = [said[name] for name in parts]
    return with_overs(elements, list(parts.values()), aired=own, is_ready=partial(is_ready, session))


def _first_runs(session: Session, channel: Channel, slot: Slot) -> list[int]:
    query = select(Slot.id).where(
        Slot.channel_id == channel.id, Slot.show_id == slot.show_id, Slot.repeats.is_(False)
    )
    return list(session.scalars(query)) if slot.show_id is not None else []


def _fillers(session: Session, show: Show | None, *, pieces: Pieces) -> list[Part]:
    if show is None:
        return []
    ids = filler_of(session, show.id)
    items = airable_items(session, ids)
    return [Part(item, _piece(items[item], pieces)) for item in ids if item in items]


def filler_of(session: Session, show_id: int) -> list[str]:
    """The pieces of a show's filler, in order."""
    query = select(ShowFiller.item_id).where(ShowFiller.show_id == show_id).order_by(ShowFiller.position)
    return list(session.scalars(query))


def _piece(item: Item, pieces: Pieces) -> Piece:
    return pieces.of(item, show=show_title(item.show))


def item_of_slot(
    session: Session, channel: Channel, slot: Slot, *, decided: Sequence[Airing] = ()
) -> Item | None:
    """What a slot plays without a running order; None of a rotation, or where nothing is approved."""
    if slot.item_id is not None:
        return airable_items(session, [slot.item_id]).get(slot.item_id)
    if slot.show_id is None:
        return None
    return next_episode(session, channel, slot.show_id, decided=decided)


def next_episode(
    session: Session, channel: Channel, show_id: int, *, decided: Sequence[Airing] = ()
) -> Item | None:
    """A show's first approved episode that this channel has not aired yet, in the show's order.

    Else its filler (None) where it has one, else its newest episode once more.
    """
    show = session.get_one(Show, show_id)
    approved = (
        select(Item)
        .join(Episode, Episode.item_id == Item.id)
        .where(Item.show_id == show_id, Item.state == ItemState.PUBLISHED, Item.package.is_not(None))
        .options(joinedload(Item.show))
    )
    aired = select(AiringRow.item_id).where(
        AiringRow.channel_id == channel.id,
        AiringRow.item_id.is_not(None),
        AiringRow.reason == Reason.SCHEDULED,
    )
    planned = [row.item for row in decided if row.item is not None and row.reason is Reason.SCHEDULED]
    fresh = approved.where(Item.id.not_in(aired), Item.id.not_in(planned))
    if show.episode_order == EpisodeOrder.NUMBER:
        fresh = fresh.order_by(
            case((Item.number.is_(None), 1), else_=0), func.coalesce(Item.season, 0), Item.number
        )
    found = session.scalar(fresh.order_by(Episode.published_at, Episode.id).limit(1))
    if found is not None or filler_of(session, show_id):
        return found
    return session.scalar(approved.order_by(Episode.published_at.desc(), Episode.id).limit(1))


def airable_items(session: Session, ids: Iterable[str]) -> dict[str, Item]:
    """Of these items, those that are approved and ready, by id."""
    wanted = list(ids)
    if not wanted:
        return {}
    found = session.scalars(
        select(Item)
        .where(Item.id.in_(wanted), Item.state == ItemState.PUBLISHED, Item.package.is_not(None))
        .options(joinedload(Item.show))
    )
    return {item.id: item for item in found}
