"""What is told of a piece: its title, a few words, its chapters."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor
from broadcast.errors import BroadcastError
from broadcast.feeds.publish import tell
from broadcast.library.amend import Told
from broadcast.library.drafts import Words, draft_of, words_of
from broadcast.library.licences import all_deeds
from broadcast.library.models import Item
from broadcast.library.series import may_gather
from broadcast.library.series_models import Series
from broadcast.library.series_reading import all_series, series_of_item
from broadcast.library.states import ItemState
from broadcast.library.tags import TagKind, read_tags, write_day
from broadcast.library.transcripts import item_to_word
from broadcast.media.chapters import read_lines, write_lines
from broadcast.media.units import Seconds
from broadcast.transcode.pictures.deposited import SMALLEST_SIDE
from broadcast.web.house import House, Known, TheHouse
from broadcast.web.templating import form_page

router = APIRouter(include_in_schema=False)
Names = Annotated[str | None, Form(max_length=2_000)]


@router.get("/items/{item_id}/edit")
def show_edit(request: Request, house: TheHouse, actor: Known, item_id: str) -> Response:
    """The page."""
    return shown(request, house, actor, item_id)


@router.post("/items/{item_id}/edit")
def edit(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Known,
    item_id: str,
    title: Annotated[str, Form(max_length=400)] = "",
    artist: Annotated[str | None, Form(max_length=400)] = None,
    licence: Annotated[str | None, Form(max_length=40)] = None,
    made_by: Annotated[str | None, Form(max_length=1_000)] = None,
    description: Annotated[str, Form(max_length=8_000)] = "",
    chapters: Annotated[str, Form(max_length=60_000)] = "",
    places: Names = None,
    people: Names = None,
    keywords: Names = None,
    happened: Names = None,
) -> Response:
    """Tell it otherwise; what was wrong is told on the form."""
    about = {"places": places, "people": people, "keywords": keywords, "happened": happened}
    asked = {name: text or "" for name, text in about.items()}
    try:
        with house.parts.database.writing() as session:
            length = Seconds(item_to_word(session, item_id, actor=actor).seconds or 0)
        told = Told(
            title=title,
            description=description,
            chapters=read_lines(chapters, length=length),
            artist=artist,
            licence=licence,
            credits=made_by,
            tags=None if set(about.values()) == {None} else read_tags(**asked),
        )
        tell(house.parts, item_id, told, actor=actor)
    except BroadcastError as error:
        given = {"title": title, "artist": artist or "", "licence": licence or "", "made_by": made_by or "",
                 "description": description, "chapters": chapters, **asked}  # fmt: skip
        return shown(request, house, actor, item_id, fault=error, given=given)
    return RedirectResponse(f"/items/{item_id}", status_code=303)


def shown(  # what the page shows, and what went wrong on it
    request: Request,
    house: House,
    actor: Actor,
    item_id: str,
    *,
    fault: BroadcastError | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    """The page, with what was wrong and what was typed."""
    with house.parts.database.writing() as session:
        item = item_to_word(session, item_id, actor=actor)
        words = words_of(item, draft_of(session, item_id) if item.state == ItemState.PUBLISHED else None)
        series = _series(session, item, actor=actor)
    return form_page(
        request,
        "edit.html",
        item=item,
        words=words,
        series=series[0],
        choices=series[1],
        given=given or _typed(words),
        deeds=all_deeds(),
        smallest=SMALLEST_SIDE,
        fault=fault,
    )


def _series(session: Session, item: Item, *, actor: Actor) -> tuple[Sequence[Series], list[Series]]:
    """For whoever may put it in series: those it is in, and those it could be put in."""
    if not may_gather(item, actor):
        return (), []
    inside = series_of_item(session, item.id)
    known = {one.id for one in inside}
    return inside, [one.series for one in all_series(session) if one.series.id not in known]


def _typed(words: Words) -> dict[str, str]:
    return {
        "title": words.title,
        "artist": words.artist,
        "licence": words.licence,
        "made_by": words.credits,
        "description": words.description,
        "chapters": write_lines(words.chapters),
        **{kind.value: ", ".join(words.tags.of_kind(kind)) for kind in TagKind},
        "happened": write_day(words.tags.happened),
    }
