"""How a show fills its slots: the order of its episodes, their numbers, what plays when none is ready."""

import re
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import BroadcastError, InvalidError, marked
from broadcast.library.airing import number_episodes, put_in_seasons, set_airing
from broadcast.library.models import EpisodeOrder, Show
from broadcast.library.repository import episodes_of_show, pieces_named, show_by_slug
from broadcast.library.shows import trust_show
from broadcast.playout.due import filler_of
from broadcast.schedule.slots import touch_all
from broadcast.web.house import House, Known, TheHouse
from broadcast.web.templating import form_page

router = APIRouter(include_in_schema=False, prefix="/studio/shows")
_MOST_FIELDS = 1_000
_MOST_EPISODES = 200
_MOST_PIECES = 60
_HIGHEST = 99_999


@router.get("/{slug}")
def show_airing(
    request: Request, house: TheHouse, actor: Known, slug: str,
    words: Annotated[str, Query(max_length=100)] = "",
) -> Response:  # fmt: skip
    """The page."""
    return _shown(request, house, actor, slug, words=words)


@router.post("/{slug}")
async def change_airing(request: Request, house: TheHouse, actor: Known, slug: str) -> Response:
    """Have it so from now on; what was wrong is told on the page, with what was typed."""
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as form:
        texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    return await run_in_threadpool(_changed, request, house, actor, slug, texts)


@router.post("/{slug}/trust")
def trust(
    house: TheHouse, actor: Known, slug: str, trusted: Annotated[str, Form(max_length=10)] = ""
) -> Response:
    """Let its group publish by itself, or not."""
    with house.parts.database.writing() as session:
        show = show_by_slug(session, slug)
        trust_show(session, show, is_trusted=trusted == "yes", actor=actor, now=house.parts.clock.now())
    return RedirectResponse(f"/studio/shows/{slug}#trust", status_code=303)


def _changed(request: Request, house: House, actor: Actor, slug: str, texts: Mapping[str, str]) -> Response:
    try:
        with house.parts.database.writing() as session:
            show = _hosted(session, slug, actor=actor)
            order = EpisodeOrder(texts["order"]) if texts.get("order") in set(EpisodeOrder) else None
            set_airing(session, show, order=order, filler=_filler(session, show, texts), actor=actor)
            number_episodes(session, show, _numbers(texts, "number"), actor=actor)
            put_in_seasons(session, show, _numbers(texts, "season"), actor=actor)
            touch_all(session)
    except BroadcastError as fault:
        return _shown(request, house, actor, slug, words="", typed=texts, fault=fault)
    return RedirectResponse(f"/studio/shows/{slug}?saved=1", status_code=303)


def _filler(session: Session, show: Show, texts: Mapping[str, str]) -> list[str]:
    """The pieces that have a place, in its order; those that the page did not show stay behind them."""
    places = _numbers(texts, "place")
    kept = [item for item in filler_of(session, show.id) if item not in places]
    chosen = sorted((place, item) for item, place in places.items() if place is not None)
    return [item for _, item in chosen] + kept


def _numbers(texts: Mapping[str, str], field: str) -> dict[str, int | None]:
    """What the fields `field:ITEM` say; an empty one is None. Raises InvalidError."""
    found: dict[str, int | None] = {}
    for name, text in texts.items():
        kind, _, item = name.partition(":")
        if kind != field:
            continue
        text = text.strip()  # noqa: PLW2901  # as it was meant
        if text and (not re.fullmatch(r"\d{1,5}", text) or int(text) > _HIGHEST):
            raise InvalidError(
                "not_a_number", marked("“{text}” is not a whole number."), marked("Write digits only."),
                text=text[:20],
            )  # fmt: skip
        found[item] = int(text) if text else None
    return found


def _hosted(session: Session, slug: str, *, actor: Actor) -> Show:
    """The show, for its hosts. Raises UnknownError, ForbiddenError."""
    show = show_by_slug(session, slug)
    require_role(actor, Role.HOST, structure_id=show.structure_id)
    return show


def _shown(  # noqa: PLR0913  # what the page shows, and what went wrong on it
    request: Request, house: House, actor: Actor, slug: str, *, words: str,
    typed: Mapping[str, str] | None = None, fault: BroadcastError | None = None,
) -> Response:  # fmt: skip
    with house.parts.database.reading() as session:
        show = _hosted(session, slug, actor=actor)
        filler = filler_of(session, show.id)
        pieces = pieces_named(session, words=words.strip(), most=_MOST_PIECES, also=filler)
        page = episodes_of_show(session, show, most=_MOST_EPISODES)
    places = {item: place for place, item in enumerate(filler, 1)}
    return form_page(
        request,
        "show_airing.html",
        show=show,
        order=(typed or {}).get("order", show.episode_order),
        episodes=page.episodes,
        pieces=sorted(pieces, key=lambda one: places.get(one.id, len(places) + 1)),
        places=places,
        typed=typed or {},
        words=words,
        is_saved="saved" in request.query_params,
        fault=fault,
    )
