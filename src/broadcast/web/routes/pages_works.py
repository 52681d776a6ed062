"""The music in a piece, declared on its page."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.errors import BroadcastError
from broadcast.library.models import Rights
from broadcast.library.transcripts import item_to_word
from broadcast.library.works import Work, declare, say_rights, work_of
from broadcast.web.house import Known, TheHouse, language_of
from broadcast.web.templating import render
from broadcast.words import error_words

router = APIRouter(include_in_schema=False)
_Words = Annotated[str, Form(max_length=400)]


@router.get("/items/{item_id}/music")
def show_work(request: Request, house: TheHouse, actor: Known, item_id: str) -> Response:
    """The page."""
    with house.parts.database.writing() as session:
        item = item_to_word(session, item_id, actor=actor)
        work = work_of(session, item_id)
    return render(request, "work.html", item=item, work=work, rights=item.rights, fault=None)


@router.post("/items/{item_id}/music")
def keep_work(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Known,
    item_id: str,
    performer: _Words = "",
    author: _Words = "",
    composer: _Words = "",
    album: _Words = "",
    label: _Words = "",
    isrc: _Words = "",
    rights: Annotated[Rights | None, Form()] = None,
) -> Response:
    """Declare it, and say its rights; what was wrong is told on the form."""
    now = house.parts.clock.now()
    work = Work(performer=performer, author=author, composer=composer, album=album, label=label, isrc=isrc)
    try:
        with house.parts.database.writing() as session:
            declare(session, item_id, work, actor=actor, now=now)
            if rights is not None:
                say_rights(session, item_id, rights, actor=actor, now=now)
    except BroadcastError as error:
        with house.parts.database.writing() as session:
            item = item_to_word(session, item_id, actor=actor)
        fault = error_words(error, language=language_of(request))
        return render(
            request, "work.html", status=error.kind.value, item=item, work=work,
            rights=rights or item.rights, fault=fault,
        )  # fmt: skip
    return RedirectResponse(f"/items/{item_id}", status_code=303)
