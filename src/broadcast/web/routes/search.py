"""Finding published things by words and facets: the page, without scripts, and the same for programs."""

from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from broadcast.errors import InvalidError, marked
from broadcast.library.finding.facets import Facets
from broadcast.library.finding.names import most_named, names_of, series_like, series_named, structures_heard
from broadcast.library.finding.search import (
    LONGEST_QUESTION,
    NOTHING,
    PAGE_LENGTH,
    Found,
    Results,
    browse,
    find,
)
from broadcast.web.house import Base, House, TheHouse, address_of
from broadcast.web.in_turn import IN_TURN
from broadcast.web.templating import render

router = APIRouter(dependencies=[IN_TURN])
Question = Annotated[str, Query(max_length=LONGEST_QUESTION)]
PageNumber = Annotated[int, Query(ge=1, le=10_000)]
Word = Annotated[str, Query(max_length=240)]
_BRIEFLY = {"Cache-Control": "public, max-age=30", "Access-Control-Allow-Origin": "*"}
_NAMED = 24


def asked_facets(  # noqa: PLR0913, PLR0917  # one argument for each facet
    structure: Word = "",
    series: Word = "",
    place: Word = "",
    person: Word = "",
    keyword: Word = "",
    licence: Word = "",
    kind: Word = "",
) -> Facets:
    """What a search is narrowed to. Raises InvalidError."""
    return Facets(
        structure=structure,
        series=series,
        place=place,
        person=person,
        keyword=keyword,
        licence=licence,
        kind=kind,
    )


Narrowed = Annotated[Facets, Depends(asked_facets)]


@dataclass(frozen=True, slots=True)
class Chip:
    """A place, a person or a keyword that is asked for, and the address without it."""

    facet: str
    value: str
    name: str
    without: str


@router.get("/search", include_in_schema=False)
def search_page(
    request: Request, house: TheHouse, facets: Narrowed, q: Question = "", page: PageNumber = 1
) -> Response:
    """What is found, by kind; what is said leads to the moment it is said at."""
    question = q.strip()
    is_asked = bool(question or facets.asked())
    results = _found(request, house, question, facets, page=page) if is_asked else NOTHING
    with house.parts.database.reading() as session:
        names = names_of(session, facets)
        structures, all_series = structures_heard(session), series_named(session)
        named = [] if is_asked else most_named(session, most=_NAMED)
    return render(
        request,
        "search.html",
        question=question,
        facets=facets,
        is_asked=is_asked,
        results=results,
        place=place_of,
        chips=[
            Chip(facet, getattr(facets, facet), name, _address(question, replace(facets, **{facet: ""})))
            for facet, name in names.items()
        ],
        named=named,
        number=page,
        query=urlencode(facets.asked()),
        following=page * PAGE_LENGTH < results.total,
        structures=structures,
        all_series=all_series,
        series=series_like(all_series, question) if not facets.asked() else [],
    )


def _address(question: str, facets: Facets) -> str:
    return f"/search?{urlencode({'q': question, **facets.asked()})}"


@router.get("/api/v1/search", tags=["search"])
def search(
    request: Request,
    house: TheHouse,
    base: Base,
    facets: Narrowed,
    q: Question = "",
    page: PageNumber = 1,
) -> Response:
    """Published shows, episodes, chapters and what is said, best first. `at` is in seconds.

    `licence` is `reusable` or an SPDX identifier, `kind` `sound` or `film`; the other facets are the last
    words of addresses. Without `q`, `page` by page all that has the facets, newest first.
    """
    if not q.strip() and not facets.asked():
        raise InvalidError(
            "nothing_asked", marked("Nothing was searched for."), marked("Give words, or a place, a series…")
        )
    results = _found(request, house, q.strip(), facets, page=page)
    with house.parts.database.reading() as session:
        series = series_like(series_named(session), q) if not facets.asked() else []
    told = {
        "shows": [_shape(one, base=base) for one in results.shows],
        "episodes": [_shape(one, base=base) for one in results.episodes],
        "moments": [_shape(one, base=base) for one in results.moments],
        "total": results.total,
        "series": [{"title": one.title, "url": f"{base}/series/{one.slug}"} for one in series],
    }
    return JSONResponse(told, headers=_BRIEFLY)


def place_of(found: Found) -> str:
    """The address of a result on this station; of a moment with its seconds."""
    if found.episode is None:
        return f"/shows/{found.show.slug}"
    place = f"/shows/{found.show.slug}/{found.episode.slug}"
    return place if found.at is None else f"{place}?t={found.at:g}"


def _found(request: Request, house: House, question: str, facets: Facets, *, page: int) -> Results:
    house.questions.check(address_of(request) or "?", now=house.parts.clock.now())
    with house.parts.database.reading() as session:
        if question:
            return find(session, question, facets=facets)
        return browse(session, facets, page=page)


def _shape(found: Found, *, base: str) -> dict[str, Any]:
    item = found.episode.item if found.episode else None
    return {
        "kind": found.kind.value,
        "title": item.title if item else found.show.title,
        "show": found.show.slug,
        "episode": found.episode.id if found.episode else None,
        "at": found.at,
        "text": "".join(part for part, _ in found.text),
        "url": f"{base}{place_of(found)}",
        "licence": (item.licence or None) if item else None,
        "credits": item.credits if item else "",
    }
