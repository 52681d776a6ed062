"""What is on air now, for pages and programs."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from broadcast.errors import marked
from broadcast.library.models import Episode
from broadcast.library.repository import episodes_of_items
from broadcast.playout.now import Programme, now_and_next
from broadcast.schedule.repository import channel_by_slug
from broadcast.web.house import Base, Language, TheHouse
from broadcast.web.in_turn import IN_TURN
from broadcast.words import translator

router = APIRouter(tags=["now"], dependencies=[IN_TURN])
_OPEN = {"Cache-Control": "public, max-age=2", "Access-Control-Allow-Origin": "*"}
STAND_BY_TITLE = marked("The programme will be back in a moment")


@router.get("/channels/{slug}/now.json")
def now_playing(house: TheHouse, base: Base, language: Language, slug: str) -> Response:
    """What airs now and next; times are ISO 8601 in UTC."""
    with house.parts.database.reading() as session:
        channel = channel_by_slug(session, slug)
        found = now_and_next(session, house.air, channel, at=house.parts.clock.now())
        told = [*([found.now] if found.now else []), *found.next]
        episodes = episodes_of_items(session, [one.item for one in told if one.item])

    def shape(one: Programme) -> dict[str, Any]:
        return programme_shape(one, episodes.get(one.item or ""), base=base, language=language)

    return JSONResponse(
        {"now": shape(found.now) if found.now else None, "next": [shape(one) for one in found.next]},
        headers=_OPEN,
    )


def programme_shape(one: Programme, episode: Episode | None, *, base: str, language: str) -> dict[str, Any]:
    """A programme as programs get it."""
    return {
        "title": one.title or translator(language)(STAND_BY_TITLE),
        "show": one.show or None,
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "reason": one.reason.value,
        "url": f"{base}/shows/{episode.show.slug}/{episode.slug}" if episode else None,
    }
