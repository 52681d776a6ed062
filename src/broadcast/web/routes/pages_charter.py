"""The charter: read by everybody, written by administrators, signed for a structure by its editors."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.charter import (
    LONGEST,
    Pen,
    articles_of,
    charter_at,
    charter_now,
    sign_charter,
    signatures,
    versions,
    write_charter,
)
from broadcast.accounts.charter_proposal import proposed_charter
from broadcast.accounts.repository import structure_by_slug
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import BroadcastError, InvalidError
from broadcast.web.house import House, Known, TheHouse
from broadcast.web.routes.pages_account import Word
from broadcast.web.templating import form_page, render

router = APIRouter(include_in_schema=False)
Version = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("/charter")
def charter(request: Request, house: TheHouse, version: Version | None = None) -> Response:
    """The text in force, or an earlier one as it was signed."""
    with house.parts.database.reading() as session:
        last = charter_now(session)
        text = last if version is None else charter_at(session, version)
    return render(
        request,
        "charter.html",
        text=text,
        is_last=text is None or text == last,
        articles=articles_of(text.words) if text else [],
        spoken=house.parts.settings.language,
    )


@router.get("/studio/charter")
def desk(request: Request, house: TheHouse, actor: Known) -> Response:
    """Where administrators write it, and see who signed what."""
    return _desk(request, house, actor)


def _desk(
    request: Request, house: House, actor: Actor, *, fault: BroadcastError | None = None, given: str = ""
) -> Response:
    require_role(actor, Role.EDITOR, structure_id=None)
    with house.parts.database.reading() as session:
        written = versions(session)
        signed = signatures(session)
    proposed = proposed_charter(house.parts.settings.language)
    return form_page(
        request,
        "charter_desk.html",
        written=written,
        signed=signed,
        words=given or (written[0].words if written else proposed),
        most=LONGEST,
        spoken=house.parts.settings.language,
        fault=fault,
    )


@router.post("/studio/charter")
def write(
    request: Request, house: TheHouse, actor: Known, words: Annotated[str, Form(max_length=LONGEST)] = ""
) -> Response:
    """Put another text in force."""
    try:
        with house.parts.database.writing() as session:
            write_charter(session, words, actor=actor, now=house.parts.clock.now())
    except InvalidError as fault:
        return _desk(request, house, actor, fault=fault)
    return RedirectResponse("/charter", status_code=303)


@router.get("/studio/structures/{slug}/charter")
def to_sign(request: Request, house: TheHouse, actor: Known, slug: str) -> Response:
    """Where a structure's editors read it and sign."""
    return _to_sign(request, house, actor, slug)


def _to_sign(
    request: Request,
    house: House,
    actor: Actor,
    slug: str,
    *,
    pen: Pen | None = None,
    fault: BroadcastError | None = None,
) -> Response:
    with house.parts.database.reading() as session:
        place = structure_by_slug(session, slug)
        require_role(actor, Role.EDITOR, structure_id=place.id)
        text = charter_now(session)
        signed = [one for one, _ in signatures(session, place)]
    return form_page(
        request,
        "charter_sign.html",
        place=place,
        text=text,
        articles=articles_of(text.words) if text else [],
        signed=signed,
        name=pen.name if pen else actor.name,
        quality=pen.quality if pen else "",
        spoken=house.parts.settings.language,
        fault=fault,
    )


@router.post("/studio/structures/{slug}/charter")
def sign(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Known,
    slug: str,
    version: Annotated[int, Form(ge=1, le=1_000_000)],
    name: Word = "",
    quality: Word = "",
    agreed: Word = "",
) -> Response:
    """Sign it for the structure."""
    pen = Pen(name=name, quality=quality, agreed=bool(agreed))
    try:
        with house.parts.database.writing() as session:
            place = structure_by_slug(session, slug)
            sign_charter(session, place, pen, version=version, actor=actor, now=house.parts.clock.now())
    except BroadcastError as fault:
        return _to_sign(request, house, actor, slug, pen=pen, fault=fault)
    return RedirectResponse(f"/studio/structures/{slug}", status_code=303)
