"""A workshop's name and hours, changed while it can still be: it runs late, or the day was a mistake."""

from datetime import date, time
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.roles import Actor
from broadcast.errors import BroadcastError, InvalidError, marked
from broadcast.web.house import House, Known, TheHouse
from broadcast.web.templating import form_page
from broadcast.workshops.hours import Hours, hours_of
from broadcast.workshops.opening import change_workshop, hosted_workshop

router = APIRouter(include_in_schema=False, prefix="/studio/workshops/{workshop_id}/hours")
Word = Annotated[str, Form(max_length=400)]


def told_hours(house: House, *, on: str, begins: str, ends: str) -> Hours:
    """What a form says of a workshop's hours, in the station's zone. Raises InvalidError."""
    zone = ZoneInfo(house.parts.settings.timezone)
    try:
        wall = date.fromisoformat(on), time.fromisoformat(begins), time.fromisoformat(ends)
    except ValueError:
        raise InvalidError(
            "bad_hours",
            marked("The day or the times cannot be read."),
            marked("Choose a day, and when it begins and ends."),
        ) from None
    return hours_of(
        wall[0], begins=wall[1].replace(tzinfo=None), ends=wall[2].replace(tzinfo=None), zone=zone
    )


@router.get("")
def shown(request: Request, house: TheHouse, actor: Known, workshop_id: str) -> Response:
    """The form."""
    return _shown(request, house, actor, workshop_id, given={})


def _shown(
    request: Request,
    house: House,
    actor: Actor,
    workshop_id: str,
    *,
    given: dict[str, str],
    fault: BroadcastError | None = None,
) -> Response:
    zone = ZoneInfo(house.parts.settings.timezone)
    with house.parts.database.reading() as session:
        workshop = hosted_workshop(session, workshop_id, actor=actor)
    opens, closes = (moment.astimezone(zone) for moment in (workshop.opens_at, workshop.closes_at))
    known = {
        "name": workshop.name, "on": f"{opens:%Y-%m-%d}",
        "begins": f"{opens:%H:%M}", "ends": f"{closes:%H:%M}",
    }  # fmt: skip
    return form_page(request, "workshop_hours.html", workshop=workshop, given=known | given, fault=fault)


@router.post("")
def change(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Known,
    workshop_id: str,
    name: Word = "",
    on: Word = "",
    begins: Word = "",
    ends: Word = "",
) -> Response:
    """Have it so from now on; its code stays."""
    parts = house.parts
    try:
        hours = told_hours(house, on=on, begins=begins, ends=ends)
        with parts.database.writing() as session:
            change_workshop(session, workshop_id, name=name, hours=hours, actor=actor, now=parts.clock.now())
    except BroadcastError as fault:
        given = {"name": name, "on": on, "begins": begins, "ends": ends}
        return _shown(request, house, actor, workshop_id, given=given, fault=fault)
    return RedirectResponse(f"/studio/workshops/{workshop_id}", status_code=303)
