"""Series and events for everybody: all of them, and the page of each."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from broadcast.library.series_reading import all_series, episodes_in, may_edit, series_by_slug
from broadcast.library.tagged import named
from broadcast.library.tags import TagKind
from broadcast.web.house import Asker, TheHouse
from broadcast.web.in_turn import IN_TURN
from broadcast.web.paging import AT_ONCE, first_of, numbered
from broadcast.web.templating import render

router = APIRouter(include_in_schema=False, dependencies=[IN_TURN])
_MOST_SERIES = 200


@router.get("/series")
def listed(request: Request, house: TheHouse) -> Response:
    """Every series, what changed last first."""
    with house.parts.database.reading() as session:
        found = all_series(session, most=_MOST_SERIES)
    return render(request, "series_list.html", counted=found)


@router.get("/series/{slug}")
def series(
    request: Request,
    house: TheHouse,
    actor: Asker,
    slug: str,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """A series or an event, and what is published of it, in its order."""
    with house.parts.database.reading() as session:
        found = series_by_slug(session, slug)
        told = episodes_in(session, found, offset=first_of(page), most=AT_ONCE)
        place = named(session, TagKind.PLACE, found.place)
    return render(
        request,
        "series.html",
        series=found,
        place=place,
        episodes=told.episodes,
        **numbered(told, number=page),
        may_edit=may_edit(actor, found),
    )
