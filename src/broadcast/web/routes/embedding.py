"""An episode on another site: its frame, and oEmbed, which tells where that is."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session

from broadcast.library.models import Episode
from broadcast.library.repository import episode_at, podcast_episode
from broadcast.library.transcripts import cues_of, transcript_of
from broadcast.web.embedded import embedded_of, has_picture
from broadcast.web.house import Base, TheHouse
from broadcast.web.in_turn import IN_TURN
from broadcast.web.oembed import (
    CACHE_AGE,
    PageAddress,
    address_asked,
    as_json,
    as_xml,
    checked_format,
    response_of,
)
from broadcast.web.templating import render

router = APIRouter()
_POLICY = (
    "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors *"
)
Pixels = Annotated[int | None, Query(ge=1, le=10_000)]


@router.get("/embed/{episode_id}", include_in_schema=False, dependencies=[IN_TURN])
def frame(request: Request, house: TheHouse, episode_id: str) -> Response:
    """The episode's player in a frame that any site may show; it works without scripts."""
    with house.parts.database.reading() as session:
        episode = podcast_episode(session, episode_id)
        transcript = transcript_of(session, episode.item_id)
    page = render(
        request,
        "embed.html",
        episode=episode,
        has_picture=has_picture(house, episode),
        transcript=transcript,
        cues=cues_of(transcript),
    )
    page.headers["Content-Security-Policy"] = _POLICY
    page.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    page.headers["Cache-Control"] = "public, max-age=60"
    return page


@router.api_route("/oembed", methods=["GET", "HEAD"], tags=["on demand"])
def tell_oembed(  # noqa: PLR0913, PLR0917  # what a request brings
    request: Request, house: TheHouse, base: Base, url: Annotated[str, Query(max_length=2_000)],
    format_: Annotated[str, Query(alias="format", max_length=20)] = "json",
    maxwidth: Pixels = None, maxheight: Pixels = None,
) -> Response:  # fmt: skip
    """How to show an episode elsewhere, as oEmbed 1.0 tells it, in JSON or XML."""
    form = checked_format(format_)
    hosts = frozenset({urlsplit(base).netloc.lower(), request.url.netloc.lower()})
    asked = address_asked(url, hosts=hosts)
    with house.parts.database.reading() as session:
        episode = _episode(session, asked.episode, show=asked.show if isinstance(asked, PageAddress) else "")
    told = response_of(embedded_of(house, episode, base=base), maxwidth=maxwidth, maxheight=maxheight)
    return Response(
        as_json(told) if form == "json" else as_xml(told),
        media_type="application/json" if form == "json" else "text/xml; charset=utf-8",
        headers={"Cache-Control": f"public, max-age={CACHE_AGE // 60}", "Access-Control-Allow-Origin": "*"},
    )


def _episode(session: Session, name: str, *, show: str) -> Episode:
    """By its show and name, else by its id; only one that may be heard on demand."""
    return podcast_episode(session, episode_at(session, show=show, slug=name).id if show else name)
