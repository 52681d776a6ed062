"""Somebody asks what is kept of them, or to be erased: administrators answer here.

What is asked for is never in an address: it may be a private code.
"""

import json
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import BroadcastError, InvalidError, marked
from broadcast.keeping.asked import erase
from broadcast.keeping.exporting import export
from broadcast.keeping.pieces import Pieces
from broadcast.keeping.whom import Whom, whom
from broadcast.web.house import House, Known, TheHouse
from broadcast.web.templating import form_page

router = APIRouter(include_in_schema=False)
Word = Annotated[str, Form(max_length=300)]


@router.get("/studio/data")
def form(request: Request, actor: Known) -> Response:
    """Where it is asked for."""
    require_role(actor, Role.EDITOR, structure_id=None)
    return _page(request)


def _page(
    request: Request,
    *,
    asked: str = "",
    found: Whom | None = None,
    is_erased: bool = False,
    fault: BroadcastError | None = None,
) -> Response:
    page = form_page(
        request,
        "person_data.html",
        asked=asked,
        found=found,
        is_erased=is_erased,
        fault=fault,
    )
    page.headers["Cache-Control"] = "private, no-store"
    return page


@router.post("/studio/data")
def answer(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Known,
    who: Word = "",
    act: Word = "look",
    sure: Word = "",
    pieces: Annotated[Pieces | None, Form()] = None,
) -> Response:
    """Look, take it along (`export`), or erase it (`erase`, once `sure`; `pieces`: what becomes of them)."""
    require_role(actor, Role.EDITOR, structure_id=None)
    try:
        if act == "export":
            return _file(house, actor, who)
        return (
            _erased(request, house, actor, who, pieces=pieces, is_sure=sure == "yes")
            if act == "erase"
            else _seen(request, house, actor, who)
        )
    except BroadcastError as fault:
        return _page(request, asked=who, fault=fault)


def _seen(request: Request, house: House, actor: Actor, who: str) -> Response:
    with house.parts.database.reading() as session:
        found = whom(session, who, actor=actor, key=house.parts.settings.signing_key)
    return _page(request, asked=who, found=found)


def _file(house: House, actor: Actor, who: str) -> Response:
    key, now = house.parts.settings.signing_key, house.parts.clock.now()
    with house.parts.database.writing() as session:
        told = export(session, whom(session, who, actor=actor, key=key), actor=actor, key=key, now=now)
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'attachment; filename="donnees-{now:%Y-%m-%d}.json"',
    }
    return Response(
        json.dumps(told, ensure_ascii=False, indent=2), media_type="application/json", headers=headers
    )


def _erased(  # whose data, as whom, and what was ticked
    request: Request, house: House, actor: Actor, who: str, *, pieces: Pieces | None, is_sure: bool
) -> Response:
    if not is_sure:
        raise InvalidError(
            "not_sure", marked("Erasing cannot be undone."), marked("Tick the box if you are sure.")
        )
    parts = house.parts
    with parts.database.writing() as session:
        found = whom(session, who, actor=actor, key=parts.settings.signing_key)
        erase(session, parts, found, actor=actor, now=parts.clock.now(), pieces=pieces)
    house.air.refresh_withdrawn()
    return _page(request, is_erased=True)
