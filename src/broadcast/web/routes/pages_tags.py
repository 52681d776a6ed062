"""The page of a place, of a person, of a keyword: what was published about it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from broadcast.library.published import published_episodes
from broadcast.library.tagged import about, tag_at
from broadcast.library.tags import TagKind
from broadcast.web.house import TheHouse
from broadcast.web.paging import AT_ONCE, first_of, numbered
from broadcast.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/places/{slug}")
@router.get("/people/{slug}")
@router.get("/keywords/{slug}")
def tagged(
    request: Request, house: TheHouse, slug: str, page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    """Its episodes, newest first."""
    with house.parts.database.reading() as session:
        tag = tag_at(session, kind=TagKind(request.url.path.split("/")[1]), slug=slug)
        found = published_episodes(session, about(tag), offset=first_of(page), most=AT_ONCE)
    return render(
        request,
        "tagged.html",
        tag=tag,
        episodes=found.episodes,
        **numbered(found, number=page),
    )
