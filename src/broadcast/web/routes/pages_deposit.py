"""Depositing from a page, with or without JavaScript."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from broadcast.errors import BroadcastError
from broadcast.library.licences import all_deeds
from broadcast.library.repository import deposits_of, shows_to_deposit_in
from broadcast.web.house import house_of, known_actor, language_of
from broadcast.web.routes.api_items import take_deposit
from broadcast.web.templating import render
from broadcast.words import error_words

router = APIRouter(include_in_schema=False)


@router.get("/deposit")
def form(request: Request, show: str = "") -> Response:
    """The form, and what this person deposited before."""
    return _form(request, show=show)


@router.post("/deposit")
async def deposit(request: Request) -> Response:
    """Take the file and go to its page; a refusal is told on the form itself."""
    house = house_of(request)
    actor = await run_in_threadpool(known_actor, request)
    try:
        item = await take_deposit(request, house, actor)
    except BroadcastError as error:
        return await run_in_threadpool(_refused, request, error)
    return RedirectResponse(f"/items/{item.id}", status_code=303)


def _refused(request: Request, error: BroadcastError) -> Response:
    return _form(request, fault=error_words(error, language=language_of(request)), status=error.kind.value)


def _form(
    request: Request, *, show: str = "", fault: tuple[str, str] | None = None, status: int = 200
) -> Response:
    parts = house_of(request).parts
    actor = known_actor(request)
    with parts.database.reading() as session:
        shows = shows_to_deposit_in(session, actor)
        mine = deposits_of(session, actor) if actor.person_id else []
    return render(
        request,
        "deposit.html",
        status=status,
        shows=shows,
        chosen=show,
        mine=mine,
        fault=fault,
        deeds=all_deeds(),
        most=parts.settings.upload_max_bytes,
    )
