"""The grid of a channel for its hosts: every change is a form, with JavaScript or without."""

from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Query, Request, Response
from sqlalchemy.orm import Session

from broadcast.errors import BroadcastError
from broadcast.playout.now import now_and_next
from broadcast.schedule.amend import (
    Move,
    change_slot,
    move_slot,
    play_instead,
    restore_occurrence,
    told_of,
)
from broadcast.schedule.edits import EditKind, edit_of, noted, undo
from broadcast.schedule.models import Channel, Slot
from broadcast.schedule.recurrence import Override
from broadcast.schedule.slots import change_occurrence, create_slot, delete_slot
from broadcast.web.grid_desk import Desk, Look, edited, grid_page
from broadcast.web.house import Known, TheHouse
from broadcast.web.routes.api_programme import hosted_channel
from broadcast.web.slot_form import AS_IT_IS, SlotFields, local_time, new_slot, told_plays, told_times
from broadcast.web.slot_page import SlotLook, slot_page
from broadcast.web.templating import render

router = APIRouter(prefix="/studio/channels/{slug}/grid", include_in_schema=False)
Text = Annotated[str, Form(max_length=200)]
Minutes = Annotated[int, Form(ge=1, le=1_440)]
On = Annotated[date, Form()]
Week = Annotated[date | None, Form()]
_COMING = 40


@router.get("")
def grid(  # noqa: PLR0913, PLR0917  # what a request brings
    request: Request, house: TheHouse, actor: Known, slug: str,
    week: Annotated[date | None, Query()] = None, day: Annotated[date | None, Query()] = None,
    edit: Annotated[int | None, Query()] = None, at: Annotated[datetime | None, Query()] = None,
    plays: Annotated[str, Query(max_length=80)] = "",
) -> Response:  # fmt: skip
    """The week; `at` is where a new slot may begin, `plays` what it may play (`item:ID`)."""
    moment = at.date() if at else None
    look = Look(week=week or moment, day=day or moment, edit=edit, at=at, plays=plays)
    return grid_page(request, house, actor, slug, look)


@router.post("/place")
def place(
    request: Request, house: TheHouse, actor: Known, slug: str, fields: Annotated[SlotFields, Form()]
) -> Response:
    """Place a new slot, or look for the piece that it shall play."""
    desk = Desk(request, house, actor, slug, fields.week)
    if fields.is_question:
        return desk.looked(fields)
    try:
        told = told_times(fields)
        with house.parts.database.writing() as session:
            channel = desk.channel(session)
            note = noted(
                session, channel, kind=EditKind.PLACED, slot=None, person=actor.person_id, now=desk.now()
            )
            with note as noting:
                plays = told_plays(session, channel, fields, actor=actor)
                noting.slot_id = create_slot(session, channel, new_slot(told, plays), now=desk.now()).id
            edit = noting.edit.id
    except BroadcastError as fault:
        return desk.refused(fault, fields=fields)
    return desk.back(edit=edit, day=told.starts.date())


@router.get("/slots/{slot_id}")
def open_slot(  # what a request brings
    request: Request, house: TheHouse, actor: Known, slug: str, slot_id: int, on: date | None = None
) -> Response:
    """One slot: what may be done to one date of it, and to all."""
    return slot_page(Desk(request, house, actor, slug, on), slot_id, SlotLook(on=on))


@router.post("/slots/{slot_id}/arrange")
def arrange(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request, house: TheHouse, actor: Known, slug: str, slot_id: int, on: On, to: Text = "",
    time: Text = "", minutes: Minutes = 60, scope: Text = "one", week: Week = None, page: Text = "",
) -> Response:  # fmt: skip
    """Move one date or all of them; the length is that of all."""
    desk = Desk(request, house, actor, slug, week)

    def refused(fault: BroadcastError) -> Response:
        if page != "slot":
            return desk.refused(fault)
        return slot_page(desk, slot_id, SlotLook(on=on, to=to, time=time, fault=fault))

    try:
        starts = local_time(to, time)
    except BroadcastError as fault:
        return refused(fault)

    def act(session: Session, channel: Channel, slot: Slot) -> None:
        if scope == "all" or slot.rrule is None:
            move_slot(session, channel, slot, Move(on=on, to=starts, duration=60 * minutes), now=desk.now())
            return
        if slot.duration != 60 * minutes:
            told = replace(told_of(slot), duration=60 * minutes)
            change_slot(session, channel, slot, told, now=desk.now())
        if scope == "one":
            change_occurrence(session, channel, slot, on=on, change=Override(starts=starts), now=desk.now())

    kind = EditKind.RESIZED if scope == "length" else EditKind.MOVED
    return edited(desk, slot_id, kind, act, day=starts.date(), refused=refused)


@router.post("/slots/{slot_id}/cancel")
def cancel(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request, house: TheHouse, actor: Known, slug: str, slot_id: int, on: On, week: Week = None
) -> Response:
    """Leave one date out."""
    desk = Desk(request, house, actor, slug, week)

    def act(session: Session, channel: Channel, slot: Slot) -> None:
        change_occurrence(session, channel, slot, on=on, change=Override(cancelled=True), now=desk.now())

    return edited(desk, slot_id, EditKind.CANCELLED, act, day=on)


@router.post("/slots/{slot_id}/restore")
def restore(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request, house: TheHouse, actor: Known, slug: str, slot_id: int, on: On, week: Week = None
) -> Response:
    """Put one date back as the slot's rule says."""
    desk = Desk(request, house, actor, slug, week)

    def act(session: Session, channel: Channel, slot: Slot) -> None:
        restore_occurrence(session, channel, slot, on=on, now=desk.now())

    return edited(desk, slot_id, EditKind.RESTORED, act, day=on)


@router.post("/slots/{slot_id}/change")
def change(  # what a request brings
    request: Request, house: TheHouse, actor: Known, slug: str, slot_id: int,
    fields: Annotated[SlotFields, Form()],
) -> Response:  # fmt: skip
    """Say all of it anew, or look for the piece that it shall play."""
    desk = Desk(request, house, actor, slug, fields.week)
    if fields.is_question:
        return slot_page(desk, slot_id, SlotLook(on=fields.week, fields=fields))

    def act(session: Session, channel: Channel, slot: Slot) -> None:
        if fields.plays not in {"", AS_IT_IS}:
            plays = told_plays(session, channel, fields, actor=actor)
            play_instead(session, channel, slot, plays, now=desk.now())
        change_slot(session, channel, slot, told_times(fields), now=desk.now())

    def refused(fault: BroadcastError) -> Response:
        return slot_page(desk, slot_id, SlotLook(on=fields.week, fields=fields, fault=fault))

    return edited(desk, slot_id, EditKind.CHANGED, act, day=fields.week, refused=refused)


@router.post("/slots/{slot_id}/remove")
def remove(  # one argument for each field
    request: Request, house: TheHouse, actor: Known, slug: str, slot_id: int, week: Week = None
) -> Response:
    """Take a slot out of the grid, all its dates."""
    return edited(Desk(request, house, actor, slug, week), slot_id, EditKind.REMOVED, delete_slot, day=week)


@router.post("/undo")
def take_back(  # one argument for each field
    request: Request, house: TheHouse, actor: Known, slug: str, edit: Annotated[int, Form()],
    week: Week = None,
) -> Response:  # fmt: skip
    """Undo an edit."""
    desk = Desk(request, house, actor, slug, week)
    try:
        with house.parts.database.writing() as session:
            channel = desk.channel(session)
            undo(session, channel, edit_of(session, channel, edit), now=desk.now())
    except BroadcastError as fault:
        return desk.refused(fault)
    return desk.back(edit=edit, day=week)


@router.get("/forecast")
def coming(request: Request, house: TheHouse, actor: Known, slug: str) -> Response:
    """What will air next if nothing is edited: the gaps' pieces among the slots'."""
    with house.parts.database.reading() as session:
        channel = hosted_channel(session, slug, actor=actor)
        told = now_and_next(session, house.air, channel, at=house.parts.clock.now(), most=_COMING)
        zone = ZoneInfo(channel.timezone)
    pieces = [
        replace(one, starts_at=one.starts_at.astimezone(zone))
        for before, one in pairwise((None, *told.next))
        if one is not None and (before is None or before.title != one.title)
    ]
    name = "_forecast.html" if "hx-request" in request.headers else "forecast.html"
    return render(request, name, channel=channel, pieces=pieces)
