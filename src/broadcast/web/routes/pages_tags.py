"""The page of a place, of a person, of a keyword: what was published about it."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.library.finding.words import folded
from broadcast.library.published import published_episodes
from broadcast.library.tag_naming import may_name
from broadcast.library.tagged import about, namesakes_of, tag_at
from broadcast.library.tags import TagKind
from broadcast.web.house import Asker, TheHouse
from broadcast.web.in_turn import IN_TURN
from broadcast.web.paging import AT_ONCE, first_of, numbered
from broadcast.web.templating import render

router = APIRouter(include_in_schema=False, dependencies=[IN_TURN])


@router.get("/places/{slug}")
@router.get("/people/{slug}")
@router.get("/keywords/{slug}")
def tagged(
    request: Request,
    house: TheHouse,
    actor: Asker,
    slug: str,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Its episodes, newest first; from another name of it one is led here."""
    with house.parts.database.reading() as session:
        tag = tag_at(session, kind=TagKind(request.url.path.split("/")[1]), slug=slug)
        if tag.slug != folded(slug):
            return RedirectResponse(f"/{tag.kind}/{quote(tag.slug)}", status_code=301)
        found = published_episodes(session, about(tag), offset=first_of(page), most=AT_ONCE)
        namesakes = namesakes_of(session, tag)
        may = actor.edits_somewhere() and may_name(session, tag, actor)
    return render(
        request,
        "tagged.html",
        tag=tag,
        namesakes=namesakes,
        may_name=may,
        episodes=found.episodes,
        **numbered(found, number=page),
    )
