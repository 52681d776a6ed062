"""The API of the programme: slots, rotation, schedule, journal."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import InvalidError, marked
from broadcast.library.models import Item
from broadcast.library.repository import item_for, show_by_slug
from broadcast.media.units import Seconds
from broadcast.playout.excerpts import keep_order
from broadcast.playout.journal import journal
from broadcast.schedule.grid import Grid, read_grid
from broadcast.schedule.models import Channel, Overrun
from broadcast.schedule.recurrence import Override, checked_date
from broadcast.schedule.repository import channel_by_slug, public_item, public_title, slot_of, slot_title
from broadcast.schedule.rotations import change_rotation, read_rotation
from broadcast.schedule.running_order import Element, ElementKind
from broadcast.schedule.slots import NewSlot, change_occurrence, create_slot, delete_slot
from broadcast.web.house import Known, TheHouse
from broadcast.web.rotation_shapes import RotationBody, rotation_shape, said_of
from broadcast.web.running_order_shapes import ElementBody
from broadcast.web.shapes import NewSlotBody, OccurrenceChange, aired_shape
from broadcast.web.tables import csv_text

router = APIRouter(prefix="/api/v1/channels/{slug}", tags=["programme"])
LONGEST_SPAN = timedelta(days=400)


def hosted_channel(session: Session, slug: str, *, actor: Actor) -> Channel:
    """The channel, whose programme the actor must be allowed to edit."""
    channel = channel_by_slug(session, slug)
    require_role(actor, Role.HOST, structure_id=channel.structure_id)
    return channel


@router.post("/slots", status_code=201)
def new_slot(house: TheHouse, actor: Known, slug: str, told: NewSlotBody) -> dict[str, Any]:
    """Place a slot."""
    _check_one_thing(told)
    with house.parts.database.writing() as session:
        channel = hosted_channel(session, slug, actor=actor)
        words = NewSlot(
            starts=local_time(told.starts, ZoneInfo(channel.timezone)),
            duration=told.duration,
            rrule=told.rrule,
            overrun=Overrun(told.overrun),
            show=show_by_slug(session, told.show) if told.show else None,
            item=_item(session, told.item, actor=actor) if told.item else None,
            title=told.title,
            season_from=told.season.first if told.season else None,
            until=told.until or (told.season.until if told.season else None),
            repeat_of=slot_of(session, channel, slot_id=told.repeat_of) if told.repeat_of else None,
        )
        now = house.parts.clock.now()
        slot = create_slot(session, channel, words, now=now)
        if told.running_order is not None:
            elements = [element_of(session, one, actor=actor) for one in told.running_order]
            keep_order(session, house.parts, channel, slot, on=None, elements=elements, version=None)
        return {
            "id": slot.id,
            "title": slot_title(slot),
            "starts": slot.starts.isoformat(timespec="seconds"),
            "rrule": slot.rrule,
            "duration": slot.duration,
            "overrun": slot.overrun,
            "season": {
                "from": slot.season_from.isoformat() if slot.season_from else None,
                "until": slot.until.isoformat() if slot.until else None,
            },
            "until": slot.until.isoformat() if slot.until else None,
            "repeat_of": slot.repeat_of_id,
        }


def _check_one_thing(told: NewSlotBody) -> None:
    """A slot plays one thing; a running order may stand above a show's, a piece's or the rotation."""
    things = sum((told.show is not None, told.item is not None, told.rotation, told.repeat_of is not None))
    if things > 1 or (things == 0 and told.running_order is None):
        raise InvalidError(
            "slot_plays_what",
            marked("A slot plays one thing: a show, a piece, a repeat, a running order or the rotation."),
            marked("Give exactly one of show, item, repeat_of and rotation, or a running_order."),
        )


def element_of(session: Session, told: ElementBody, *, actor: Actor) -> Element:
    """A line of a running order; its piece must be one that the actor may see. Raises UnknownError."""
    if told.item is not None:
        item_for(session, told.item, actor=actor)
    return Element(
        key=told.key or uuid4().hex,
        kind=ElementKind(told.kind),
        item=told.item,
        begins=None if told.begins is None else Seconds(told.begins),
        ends=None if told.ends is None else Seconds(told.ends),
        text=told.text.strip(),
        seconds=Seconds(told.seconds),
        over=told.over,
    )


def _item(session: Session, item_id: str, *, actor: Actor) -> Item:
    return item_for(session, item_id, actor=actor)


def local_time(moment: datetime, zone: ZoneInfo) -> datetime:
    """The wall-clock time of the zone; one given with an offset is brought there."""
    local = moment.astimezone(zone) if moment.tzinfo else moment
    return local.replace(tzinfo=None, microsecond=0)


@router.delete("/slots/{slot_id}", status_code=204)
def remove_slot(house: TheHouse, actor: Known, slug: str, slot_id: int) -> Response:
    """Take a slot out."""
    with house.parts.database.writing() as session:
        channel = hosted_channel(session, slug, actor=actor)
        delete_slot(session, channel, slot_of(session, channel, slot_id=slot_id))
    return Response(status_code=204)


@router.patch("/slots/{slot_id}/occurrences/{on}")
def change_one(
    house: TheHouse, actor: Known, slug: str, slot_id: int, on: date, told: OccurrenceChange
) -> dict[str, Any]:
    """Cancel or move one occurrence, named by its original local date."""
    with house.parts.database.writing() as session:
        channel = hosted_channel(session, slug, actor=actor)
        slot = slot_of(session, channel, slot_id=slot_id)
        starts = local_time(told.starts, ZoneInfo(channel.timezone)) if told.starts else None
        change = Override(cancelled=told.cancelled, starts=starts)
        change_occurrence(session, channel, slot, on=on, change=change, now=house.parts.clock.now())
    return {
        "slot": slot_id,
        "date": on.isoformat(),
        "cancelled": told.cancelled,
        "starts": starts.isoformat(timespec="seconds") if starts else None,
    }


@router.get("/rotation")
def get_rotation(house: TheHouse, actor: Known, slug: str) -> dict[str, Any]:
    """What plays between the slots."""
    with house.parts.database.reading() as session:
        return rotation_shape(read_rotation(session, hosted_channel(session, slug, actor=actor)))


@router.put("/rotation")
def put_rotation(house: TheHouse, actor: Known, slug: str, told: RotationBody) -> dict[str, Any]:
    """Say what plays between the slots."""
    with house.parts.database.writing() as session:
        channel = hosted_channel(session, slug, actor=actor)
        before = read_rotation(session, channel)
        said = said_of(told, before)
        for item in said.items - before.items:
            item_for(session, item, actor=actor)
        change_rotation(session, channel, said)
        return rotation_shape(read_rotation(session, channel))


Moment = Annotated[datetime | None, Query()]


def wanted_span(
    start: datetime | None, end: datetime | None, *, now: datetime, zone: ZoneInfo, lasts: timedelta
) -> tuple[datetime, datetime]:
    """[from, to): by default `lasts` from now. Raises InvalidError where it runs backwards or too far."""
    begins = _aware(start, zone) if start else now
    ends = _aware(end, zone) if end else begins + lasts
    if not timedelta(0) < ends - begins <= LONGEST_SPAN:
        raise InvalidError(
            "bad_span",
            marked("The time asked for runs backwards, or is longer than a year."),
            marked("Give “from” before “to”, a year apart at the most."),
        )
    return begins, ends


def _aware(moment: datetime, zone: ZoneInfo) -> datetime:
    checked_date(moment.date())
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


@router.get("/schedule")
def schedule(
    house: TheHouse, slug: str, start: Annotated[Moment, Query(alias="from")] = None,
    end: Annotated[Moment, Query(alias="to")] = None,
) -> dict[str, Any]:  # fmt: skip
    """Occurrences that overlap [from, to), clashes, and what is left empty."""
    with house.parts.database.reading() as session:
        channel = channel_by_slug(session, slug)
        begins, ends = wanted_span(
            start, end, now=house.parts.clock.now(), zone=ZoneInfo(channel.timezone), lasts=timedelta(days=7)
        )
        return grid_shape(
            read_grid(session, channel, start=begins, end=ends), zone=ZoneInfo(channel.timezone)
        )


def grid_shape(grid: Grid, *, zone: ZoneInfo) -> dict[str, Any]:
    """The grid as everybody's programs get it; times in the channel's zone."""

    def told(moment: datetime) -> str:
        return moment.astimezone(zone).isoformat()

    return {
        "occurrences": [
            {
                "slot": one.slot.id,
                "date": one.occurrence.date.isoformat(),
                "starts_at": told(one.occurrence.starts_at),
                "ends_at": told(one.occurrence.ends_at),
                "title": public_title(one.slot),
                "show": one.slot.show.slug if one.slot.show else None,
                "item": public_item(one.slot),
                "cancelled": one.occurrence.cancelled,
                "repeat": one.slot.repeats,
            }
            for one in grid.placed
        ],
        "conflicts": [
            {
                "slots": [clash.first.slot, clash.second.slot],
                "starts_at": told(clash.span.starts_at),
                "ends_at": told(clash.span.ends_at),
            }
            for clash in grid.clashes
        ],
        "gaps": [{"starts_at": told(gap.starts_at), "ends_at": told(gap.ends_at)} for gap in grid.gaps],
    }


@router.get("/log", response_model=None)
def log(
    request: Request, house: TheHouse, slug: str, start: Annotated[Moment, Query(alias="from")] = None,
    end: Annotated[Moment, Query(alias="to")] = None,
) -> list[dict[str, Any]] | Response:  # fmt: skip
    """The journal d'antenne: what aired in [from, to), as JSON or CSV. By default, the last 24 hours."""
    now = house.parts.clock.now()
    with house.parts.database.reading() as session:
        channel = channel_by_slug(session, slug)
        begins, ends = wanted_span(
            start or now - timedelta(days=1), end or now + timedelta(seconds=1), now=now,
            zone=ZoneInfo(channel.timezone), lasts=timedelta(days=1),
        )  # fmt: skip
        lines = [aired_shape(line) for line in journal(session, channel, start=begins, end=ends, now=now)]
    if "text/csv" in request.headers.get("accept", ""):
        return Response(csv_text(_COLUMNS, lines), media_type="text/csv; charset=utf-8")
    return lines


_COLUMNS = ("starts_at", "ends_at", "title", "show", "item", "reason")
