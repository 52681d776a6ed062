"""The API of running orders: of a slot, and of one date of it."""

from datetime import date
from typing import Any

from fastapi import APIRouter

from broadcast.accounts.roles import Actor
from broadcast.playout.conducteur import Conducteur, conducteur_of
from broadcast.playout.excerpts import keep_order
from broadcast.schedule.repository import slot_of, slot_title
from broadcast.web.house import House, Known, TheHouse
from broadcast.web.routes.api_programme import element_of, hosted_channel
from broadcast.web.running_order_shapes import RunningOrderBody

router = APIRouter(prefix="/api/v1/channels/{slug}/slots/{slot_id}", tags=["programme"])


@router.get("/running-order")
def show_template(house: TheHouse, actor: Known, slug: str, slot_id: int) -> dict[str, Any]:
    """The running order of every date that has none of its own."""
    return _shown(house, actor, slug, slot_id, on=None)


@router.put("/running-order")
def put_template(
    house: TheHouse, actor: Known, slug: str, slot_id: int, told: RunningOrderBody
) -> dict[str, Any]:
    """Write it."""
    return _written(house, actor, slug, slot_id, on=None, told=told)


@router.get("/occurrences/{on}/running-order")
def show_order(house: TheHouse, actor: Known, slug: str, slot_id: int, on: date) -> dict[str, Any]:
    """The running order of one date, named by its original local date."""
    return _shown(house, actor, slug, slot_id, on=on)


@router.put("/occurrences/{on}/running-order")
def put_one(
    house: TheHouse, actor: Known, slug: str, slot_id: int, on: date, told: RunningOrderBody
) -> dict[str, Any]:
    """Write it."""
    return _written(house, actor, slug, slot_id, on=on, told=told)


def _shown(house: House, actor: Actor, slug: str, slot_id: int, *, on: date | None) -> dict[str, Any]:
    with house.parts.database.reading() as session:
        channel = hosted_channel(session, slug, actor=actor)
        return conducteur_shape(
            conducteur_of(session, channel, slot_of(session, channel, slot_id=slot_id), on=on)
        )


def _written(
    house: House, actor: Actor, slug: str, slot_id: int, *, on: date | None, told: RunningOrderBody
) -> dict[str, Any]:
    with house.parts.database.writing() as session:
        channel = hosted_channel(session, slug, actor=actor)
        slot = slot_of(session, channel, slot_id=slot_id)
        conducteur_of(session, channel, slot, on=on)
        elements = [element_of(session, one, actor=actor) for one in told.elements]
        keep_order(session, house.parts, channel, slot, on=on, elements=elements, version=told.version)
        return conducteur_shape(conducteur_of(session, channel, slot, on=on))


def conducteur_shape(found: Conducteur) -> dict[str, Any]:
    """A running order as programs get it; `starts` and all lengths are seconds."""
    return {
        "slot": found.slot.id,
        "date": found.on.isoformat() if found.on else None,
        "title": slot_title(found.slot),
        "version": found.kept.version,
        "is_template": found.kept.is_template,
        "duration": found.slot.duration,
        "total": found.timing.total,
        "remaining": found.timing.remaining,
        "elements": [
            {
                "key": one.line.element.key,
                "kind": one.line.element.kind.value,
                "item": one.line.element.item,
                "title": one.item.title if one.item else None,
                "state": one.item.state if one.item else None,
                "begins": one.line.element.begins,
                "ends": one.line.element.ends,
                "text": one.line.element.text,
                "seconds": one.line.element.seconds,
                "over": one.line.element.over,
                "is_over": one.line.is_over,
                "starts": one.line.starts,
                "lasts": one.line.lasts,
            }
            for one in found.lines
        ],
    }
