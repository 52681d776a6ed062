"""The private page of what somebody deposited in a workshop: its code is all that opens it."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from broadcast.errors import BroadcastError, ConflictError, marked
from broadcast.library import keys
from broadcast.library.consents import own_consents
from broadcast.library.drafts import draft_of, words_of
from broadcast.library.models import Item
from broadcast.library.repository import episode_of_item
from broadcast.library.states import ItemState
from broadcast.playout.first_aired import first_aired
from broadcast.transcode.recipe import RECIPE
from broadcast.web.blobs import blob_answer
from broadcast.web.guests import kept_private, trier_of
from broadcast.web.house import House, TheHouse, house_of, language_of
from broadcast.web.shapes import error_shape
from broadcast.web.templating import form_page
from broadcast.web.waveform import waveform_of
from broadcast.workshops.codes import read_code, spelt
from broadcast.workshops.models import GuestDeposit
from broadcast.workshops.private import agree, ask_removal, correct
from broadcast.workshops.trying import deposit_of, private_deposit, unknown_code

router = APIRouter(include_in_schema=False)
_MOVING = {ItemState.RECEIVED, ItemState.PROCESSING}
Words = Annotated[str, Form(max_length=400)]


@router.get("/d/{code}")
def show(request: Request, code: str) -> Response:
    """The page."""
    return _shown(request, "private.html", code)


@router.get("/d/{code}/state")
def state(request: Request, code: str) -> Response:
    """The part of it that moves by itself."""
    return _shown(request, "_private.html", code)


@router.api_route("/d/{code}/listen.mp3", methods=["GET", "HEAD"])
def listen(request: Request, house: TheHouse, code: str) -> Response:
    """What it will sound like; a film's sound before its pictures are made."""
    item = _opened(request, code).item
    package = _audible(house, item) if item else None
    if package is None or (item and item.state == ItemState.WITHDRAWN):
        raise ConflictError(
            "not_ready", marked("This piece is still being prepared."), marked("Come back in a moment.")
        )
    answer = blob_answer(request, house.parts.storage, keys.mp3(package), media_type="audio/mpeg", headers={})
    return kept_private(answer)


@router.post("/d/{code}/words")
def change(request: Request, house: TheHouse, code: str, name: Words = "", title: Words = "") -> Response:
    """Correct name and title; what was wrong is told on the page."""
    try:
        _changed(request, house, code, lambda session, found, now: correct(
            session, found, name=name, title=title, now=now
        ))  # fmt: skip
    except BroadcastError as error:
        return _shown(request, "private.html", code, fault=error)
    return _back(code)


@router.post("/d/{code}/agree")
def agreed(request: Request, house: TheHouse, code: str) -> Response:
    """Heard, and content: it may be published."""
    _changed(request, house, code, lambda session, found, now: agree(session, found, now=now))
    return _back(code)


@router.post("/d/{code}/remove")
def remove(request: Request, house: TheHouse, code: str) -> Response:
    """Ask that it is taken away."""
    _changed(request, house, code, lambda session, found, now: ask_removal(session, found, now=now))
    return _back(code)


def _changed(
    request: Request, house: House, code: str, act: Callable[[Session, GuestDeposit, datetime], None]
) -> None:
    """Do it to the deposit of a code, locked."""
    _opened(request, code)
    parts = house.parts
    with parts.database.writing() as session:
        found = deposit_of(session, code, key=parts.settings.signing_key, for_change=True)
        if found is None:
            raise unknown_code()
        act(session, found, parts.clock.now())


def _opened(request: Request, code: str) -> GuestDeposit:
    return private_deposit(house_of(request).parts, code, who=trier_of(request))


def _back(code: str) -> Response:
    return kept_private(RedirectResponse(f"/d/{read_code(code)}", status_code=303))


def _audible(house: House, item: Item) -> str | None:
    """The package that can be heard: the whole one, or that of a piece under way once its sound is made."""
    if item.package or item.state not in _MOVING:
        return item.package
    key = keys.package(item.source_sha, recipe=RECIPE)
    return key if house.parts.storage.exists(keys.mp3(key)) else None


def _shown(request: Request, template: str, code: str, *, fault: BroadcastError | None = None) -> Response:
    found = _opened(request, code)
    house, language = house_of(request), language_of(request)
    item = found.item
    parts = house.parts
    with parts.database.reading() as session:
        episode = episode_of_item(session, item.id) if item else None
        aired = first_aired(session, item.id, now=parts.clock.now()) if item else None
        consents = own_consents(session, item.id, asked_at=found.created_at) if item else []
        words = words_of(item, draft_of(session, item.id)) if item else None
    is_moving = item is None or item.state in _MOVING
    page = form_page(
        request,
        template,
        deposit=found,
        item=item,
        title=words.title if words else found.title,
        code=read_code(code),
        spelt=spelt(read_code(code)),
        state=item.state if item else "",
        is_moving=is_moving,
        is_audible=item is not None and _audible(house, item) is not None,
        aired=aired,
        episode=episode if item and item.state == ItemState.PUBLISHED else None,
        consents=consents,
        held={one.kind for one in consents if one.holds(parts.clock.now())},
        missing={one.kind for one in consents if not one.holds(parts.clock.now())},
        error=error_shape(item.error, language=language) if item else None,
        waveform=waveform_of(parts.storage, keys.peaks(item.package)) if item and item.package else "",
        fault=fault,
    )
    return kept_private(page)
