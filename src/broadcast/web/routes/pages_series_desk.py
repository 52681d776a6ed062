"""Series for those who make them: told, covered, put in order; and which of them a piece is in."""

import re
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.repository import structure_by_slug, structures_led_by
from broadcast.accounts.roles import Actor, Role
from broadcast.errors import BroadcastError, InvalidError, marked
from broadcast.feeds.series_covers import cover_series_with, open_series, retell_series
from broadcast.library.series import (
    SeriesWords,
    add_piece,
    edited_series,
    end_series,
    order_pieces,
    remove_piece,
)
from broadcast.library.series_models import Series
from broadcast.library.series_reading import (
    all_series,
    may_edit,
    pieces_seen_in,
    positions_in,
    series_by_slug,
)
from broadcast.transcode.pictures.deposited import SMALLEST_SIDE
from broadcast.web.house import House, Known, TheHouse
from broadcast.web.routes.pages_covers import Sent, sent_picture
from broadcast.web.routes.pages_studio import day_of
from broadcast.web.templating import form_page

router = APIRouter(include_in_schema=False)
_MOST_FIELDS = 600
_FIELDS = ("title", "description", "place", "starts_on", "ends_on", "structure")


@router.get("/studio/series")
def desk(request: Request, house: TheHouse, actor: Known) -> Response:
    """The series one looks after, and the form that begins another."""
    return _list(request, house, actor, given={})


def _list(
    request: Request,
    house: House,
    actor: Actor,
    *,
    given: Mapping[str, str],
    fault: BroadcastError | None = None,
) -> Response:
    with house.parts.database.reading() as session:
        found = [one for one in all_series(session) if may_edit(actor, one.series)]
        places = structures_led_by(session, actor, Role.EDITOR)
    return form_page(
        request,
        "series_desk.html",
        counted=found,
        places=places,
        given=dict.fromkeys(_FIELDS, "") | dict(given),
        fault=fault,
    )


async def _texts(request: Request) -> dict[str, str]:
    """The form's fields."""
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as form:
        return {name: value for name, value in form.multi_items() if isinstance(value, str)}


Texts = Annotated[dict[str, str], Depends(_texts)]


def _words(texts: Mapping[str, str]) -> SeriesWords:
    return SeriesWords(
        title=texts.get("title", ""),
        description=texts.get("description", ""),
        place=texts.get("place", ""),
        starts_on=day_of(texts.get("starts_on", "")),
        ends_on=day_of(texts.get("ends_on", "")),
    )


@router.post("/studio/series")
def create(request: Request, house: TheHouse, actor: Known, texts: Texts) -> Response:
    """Begin one, and go to its page."""
    with house.parts.database.reading() as session:
        place = structure_by_slug(session, texts.get("structure", ""))
    try:
        made = open_series(house.parts, _words(texts), structure=place, font=house.font, actor=actor)
    except InvalidError as fault:
        return _list(request, house, actor, given=texts, fault=fault)
    return _back(made.slug)


def _back(slug: str) -> Response:
    return RedirectResponse(f"/studio/series/{slug}", status_code=303)


@router.get("/studio/series/{slug}")
def one(request: Request, house: TheHouse, actor: Known, slug: str) -> Response:
    """What is told of a series, its cover, its order."""
    return _shown(request, house, actor, slug)


def _shown(
    request: Request,
    house: House,
    actor: Actor,
    slug: str,
    *,
    given: Mapping[str, str] | None = None,
    fault: BroadcastError | None = None,
) -> Response:
    with house.parts.database.reading() as session:
        series = edited_series(session, slug, actor=actor)
        pieces = pieces_seen_in(session, series, actor=actor)
        count = len(positions_in(session, series))
    return form_page(
        request,
        "series_edit.html",
        series=series,
        pieces=pieces,
        unseen=count - len(pieces),
        given=_typed(series) | dict(given or {}),
        smallest=SMALLEST_SIDE,
        fault=fault,
    )


def _typed(series: Series) -> dict[str, str]:
    return {
        "title": series.title,
        "description": series.description,
        "place": series.place,
        "starts_on": f"{series.starts_on or ''}",
        "ends_on": f"{series.ends_on or ''}",
    }


@router.post("/studio/series/{slug}")
def change(request: Request, house: TheHouse, actor: Known, slug: str, texts: Texts) -> Response:
    """Tell it otherwise, and have its pieces in another order."""
    parts = house.parts
    try:
        places = _places(texts)
        retell_series(parts, slug, _words(texts), font=house.font, actor=actor)
        with parts.database.writing() as session:
            order_pieces(session, edited_series(session, slug, actor=actor), places, now=parts.clock.now())
    except InvalidError as fault:
        return _shown(request, house, actor, slug, given=texts, fault=fault)
    return _back(slug)


def _places(texts: Mapping[str, str]) -> dict[str, int | None]:
    """What the fields `place:ITEM` say; an empty one is None. Raises InvalidError."""
    found: dict[str, int | None] = {}
    for name, text in texts.items():
        kind, _, item = name.partition(":")
        if kind != "place" or not item:
            continue
        if text.strip() and not re.fullmatch(r"\d{1,4}", text.strip()):
            raise InvalidError(
                "not_a_number", marked("“{text}” is not a whole number."), marked("Write digits only."),
                text=text[:20],
            )  # fmt: skip
        found[item] = int(text) if text.strip() else None
    return found


@router.post("/studio/series/{slug}/cover")
def cover(
    request: Request, house: TheHouse, actor: Known, slug: str, sent: Annotated[Sent, Depends(sent_picture)]
) -> Response:
    """Give it a picture; what was wrong is told on its page."""
    try:
        cover_series_with(house.parts, slug, sent.picture, centre=sent.centre, actor=actor)
    except BroadcastError as fault:
        return _shown(request, house, actor, slug, fault=fault)
    return _back(slug)


@router.post("/studio/series/{slug}/end")
def end(house: TheHouse, actor: Known, slug: str) -> Response:
    """Have it no more; its pieces stay where they are."""
    with house.parts.database.writing() as session:
        series = edited_series(session, slug, actor=actor)
        end_series(session, series, actor=actor, now=house.parts.clock.now())
    return RedirectResponse("/studio/series", status_code=303)


@router.post("/items/{item_id}/series")
def add(house: TheHouse, actor: Known, item_id: str, series: Annotated[str, Form(max_length=80)]) -> Response:
    """Put a piece in a series."""
    with house.parts.database.writing() as session:
        found = series_by_slug(session, series)
        add_piece(session, found, item_id, actor=actor, now=house.parts.clock.now())
    return RedirectResponse(f"/items/{item_id}/edit", status_code=303)


@router.post("/items/{item_id}/series/remove")
def remove(
    house: TheHouse, actor: Known, item_id: str, series: Annotated[str, Form(max_length=80)]
) -> Response:
    """Take it out of one."""
    with house.parts.database.writing() as session:
        found = series_by_slug(session, series)
        remove_piece(session, found, item_id, actor=actor, now=house.parts.clock.now())
    return RedirectResponse(f"/items/{item_id}/edit", status_code=303)
