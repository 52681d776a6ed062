"""Finding published things by their words: the page, without scripts, and the same for programs."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from broadcast.library.finding.search import LONGEST_QUESTION, NOTHING, Found, Results, find
from broadcast.web.house import Base, House, TheHouse, address_of
from broadcast.web.templating import render

router = APIRouter()
Question = Annotated[str, Query(max_length=LONGEST_QUESTION)]
_BRIEFLY = {"Cache-Control": "public, max-age=30", "Access-Control-Allow-Origin": "*"}


@router.get("/search", include_in_schema=False)
def search_page(request: Request, house: TheHouse, q: Question = "") -> Response:
    """What is found, by kind; what is said leads to the moment it is said at."""
    results = _found(request, house, q) if q.strip() else NOTHING
    return render(request, "search.html", question=q.strip(), results=results, place=place_of)


@router.get("/api/v1/search", tags=["search"])
def search(request: Request, house: TheHouse, base: Base, q: Question) -> Response:
    """Published shows, episodes, chapters and what is said, best first. `at` is in seconds."""
    results = _found(request, house, q)
    told = {
        "shows": [_shape(one, base=base) for one in results.shows],
        "episodes": [_shape(one, base=base) for one in results.episodes],
        "moments": [_shape(one, base=base) for one in results.moments],
    }
    return JSONResponse(told, headers=_BRIEFLY)


def place_of(found: Found) -> str:
    """The address of a result on this station; of a moment with its seconds."""
    if found.episode is None:
        return f"/shows/{found.show.slug}"
    place = f"/shows/{found.show.slug}/{found.episode.slug}"
    return place if found.at is None else f"{place}?t={found.at:g}"


def _found(request: Request, house: House, question: str) -> Results:
    house.questions.check(address_of(request) or "?", now=house.parts.clock.now())
    with house.parts.database.reading() as session:
        return find(session, question)


def _shape(found: Found, *, base: str) -> dict[str, Any]:
    return {
        "kind": found.kind.value,
        "title": found.episode.item.title if found.episode else found.show.title,
        "show": found.show.slug,
        "episode": found.episode.id if found.episode else None,
        "at": found.at,
        "text": "".join(part for part, _ in found.text),
        "url": f"{base}{place_of(found)}",
    }
