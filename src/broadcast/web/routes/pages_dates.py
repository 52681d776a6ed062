"""The page of a day, a month or a year: what happened then."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from broadcast.library.days import events_in, happened_in, is_day, no_such_day, wider
from broadcast.library.published import published_episodes
from broadcast.web.house import TheHouse
from broadcast.web.in_turn import IN_TURN
from broadcast.web.paging import AT_ONCE, first_of, numbered
from broadcast.web.templating import render

router = APIRouter(include_in_schema=False, dependencies=[IN_TURN])


@router.get("/dates/{day}")
def happened(
    request: Request, house: TheHouse, day: str, page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    """Its episodes, newest first, and its events. `day` is as ISO 8601 writes it: 2026-11-29, 2026-11."""
    if not is_day(day):
        raise no_such_day()
    with house.parts.database.reading() as session:
        found = published_episodes(session, happened_in(day), offset=first_of(page), most=AT_ONCE)
        events = events_in(session, day)
    if not found.total and not events:
        raise no_such_day()
    return render(
        request,
        "dates.html",
        happened=day,
        wider=wider(day),
        events=events,
        episodes=found.episodes,
        **numbered(found, number=page),
    )
