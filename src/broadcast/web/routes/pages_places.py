"""A structure for everybody, and a channel on a screen that nobody touches."""

from fastapi import APIRouter, Request, Response

from broadcast.accounts.repository import structure_by_slug
from broadcast.library.published import of_shows, podcast_episodes, shows_of, shows_with_episodes
from broadcast.schedule.repository import channel_by_slug
from broadcast.web.house import Base, TheHouse
from broadcast.web.qr import public_qr
from broadcast.web.routes.pages_listening import channel_now
from broadcast.web.templating import render

router = APIRouter(include_in_schema=False)
_LATEST = 12
_RELOAD_SECONDS = 30


@router.get("/structures/{slug}")
def structure(request: Request, house: TheHouse, slug: str) -> Response:
    """What a structure makes: its shows and its latest episodes."""
    with house.parts.database.reading() as session:
        found = structure_by_slug(session, slug)
        shows = shows_with_episodes(session, found)
        latest = podcast_episodes(session, of_shows(shows_of(found)), offset=0, most=_LATEST)
    return render(request, "place.html", structure=found, shows=shows, episodes=latest.episodes)


@router.get("/channels/{slug}/kiosk")
def kiosk(request: Request, house: TheHouse, base: Base, slug: str) -> Response:
    """What airs now and next in large letters, with a mark to scan. It asks again by itself."""
    with house.parts.database.reading() as session:
        shown = channel_now(session, house, channel_by_slug(session, slug))
    address = f"{base}/channels/{slug}"
    page = render(request, "kiosk.html", shown=shown, mark=public_qr(address), address=address)
    page.headers["Refresh"] = str(_RELOAD_SECONDS)
    return page
