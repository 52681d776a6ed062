"""Who is heard or seen in a piece and what they agreed to: for its hosts, with the papers."""

from datetime import datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.roles import Actor
from broadcast.errors import BroadcastError, TooLargeError, marked
from broadcast.feeds.publish import take_back
from broadcast.library.agreeing import (
    Agreement,
    Hand,
    add_person,
    change_agreement,
    hosted_item,
    missing_until,
    people_in,
)
from broadcast.library.consents import ConsentKind, missing_consents
from broadcast.library.papers import LARGEST, drop_paper, keep_paper, open_paper, papers_of
from broadcast.library.states import ItemState
from broadcast.web.forms import small_form
from broadcast.web.house import House, Known, TheHouse, house_of
from broadcast.web.routes.pages_studio import day_of
from broadcast.web.templating import form_page

router = APIRouter(include_in_schema=False, prefix="/items/{item_id}")
Word = Annotated[str, Form(max_length=200)]
Kinds = Annotated[list[ConsentKind], Form(default_factory=list)]


def _agreement(  # one argument for each field
    request: Request, kinds: Kinds, until: Word = "", first: Word = "", second: Word = "", sole: Word = ""
) -> Agreement:
    """What the form says; a day is over at its end, in the station's zone. Raises InvalidError."""
    day = day_of(until)
    zone = ZoneInfo(house_of(request).parts.settings.timezone)
    return Agreement(
        kinds=frozenset(kinds),
        until=datetime.combine(day + timedelta(days=1), time(), zone) if day else None,
        guardians=(first, second),
        sole_guardian=sole == "yes",
    )


Told = Annotated[Agreement, Depends(_agreement)]


@router.get("/consents")
def shown(
    request: Request, house: TheHouse, actor: Known, item_id: str,
    to: Annotated[str, Query(max_length=20)] = "",
) -> Response:  # fmt: skip
    """The people of a piece; `to` is where one came from, as `_back` knows it."""
    return _shown(request, house, actor, item_id, to=to)


def _shown(  # whose page, and what went wrong on it
    request: Request,
    house: House,
    actor: Actor,
    item_id: str,
    *,
    to: str = "",
    fault: BroadcastError | None = None,
) -> Response:
    key, now = house.parts.settings.signing_key, house.parts.clock.now()
    with house.parts.database.reading() as session:
        item = hosted_item(session, item_id, actor=actor)
        people = people_in(session, item_id, actor=actor, key=key)
        papers = papers_of(session, item_id)
        gone_at = missing_until(session, item)
    page = form_page(
        request,
        "consents.html",
        item=item,
        people=people,
        papers=papers,
        to=to,
        held={one.id for person in people for one in person.consents if one.holds(now)},
        gone_at=gone_at,
        fault=fault,
    )
    page.headers["Cache-Control"] = "private, no-store"
    return page


@router.post("/consents")
def add(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Known,
    item_id: str,
    told: Told,
    name: Word = "",
    minor: Word = "",
    to: Word = "",
) -> Response:
    """Note somebody more."""
    parts = house.parts
    try:
        with parts.database.writing() as session:
            by = Hand(actor, parts.settings.signing_key, parts.clock.now())
            add_person(session, item_id, told, name=name, is_minor=minor == "yes", by=by)
    except BroadcastError as fault:
        return _shown(request, house, actor, item_id, to=to, fault=fault)
    return _back(item_id, to=to)


@router.post("/consents/{consent_id}")
def change(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Known,
    item_id: str,
    consent_id: int,
    told: Told,
    to: Word = "",
) -> Response:
    """Note what somebody agrees to now; a public piece that lost an agreement is withdrawn at once."""
    parts, now = house.parts, house.parts.clock.now()
    try:
        with parts.database.writing() as session:
            by = Hand(actor, parts.settings.signing_key, now)
            change_agreement(session, item_id, consent_id, told, by=by)
            item = hosted_item(session, item_id, actor=actor)
            missing = missing_consents(session, item_id, now=now)
            is_lost = item.state == ItemState.PUBLISHED and bool(missing)
    except BroadcastError as fault:
        return _shown(request, house, actor, item_id, to=to, fault=fault)
    if is_lost:
        take_back(parts, item_id, actor=actor, reason="")
        house.air.refresh_withdrawn()
    return _back(item_id, to=to)


async def _paper(request: Request) -> bytes:
    refusal = TooLargeError(
        "paper_too_large", marked("This file is too large."), marked("Send one of 4 MB at the most.")
    )
    return (await small_form(request, most=LARGEST, refusal=refusal)).file


@router.post("/papers")
def keep(
    request: Request, house: TheHouse, actor: Known, item_id: str, paper: Annotated[bytes, Depends(_paper)]
) -> Response:
    """Keep a signed paper."""
    key, now = house.parts.settings.signing_key, house.parts.clock.now()
    try:
        with house.parts.database.writing() as session:
            keep_paper(session, item_id, paper, actor=actor, key=key, now=now)
    except BroadcastError as fault:
        return _shown(request, house, actor, item_id, fault=fault)
    return _back(item_id)


@router.get("/papers/{paper_id}")
def read(house: TheHouse, actor: Known, item_id: str, paper_id: str) -> Response:
    """Take it out, to look at it."""
    key, now = house.parts.settings.signing_key, house.parts.clock.now()
    with house.parts.database.writing() as session:
        found = open_paper(session, item_id, paper_id, actor=actor, key=key, now=now)
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'attachment; filename="{found.file_name}"',
    }
    return Response(found.content, media_type=found.media_type, headers=headers)


@router.post("/papers/{paper_id}/delete")
def drop(house: TheHouse, actor: Known, item_id: str, paper_id: str) -> Response:
    """Delete it."""
    with house.parts.database.writing() as session:
        drop_paper(session, item_id, paper_id, actor=actor, now=house.parts.clock.now())
    return _back(item_id)


def _back(item_id: str, *, to: str = "") -> Response:
    """To where it was noted: beside the piece in the queue, on its page, else on the page of agreements."""
    places = {"review": f"/review?item={item_id}", "item": f"/items/{item_id}"}
    return RedirectResponse(places.get(to, f"/items/{item_id}/consents"), status_code=303)
