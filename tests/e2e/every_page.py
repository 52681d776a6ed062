"""Every page of the station, read from the table of permissions: a new route is in it, or a test fails."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from broadcast.web.permissions import PERMISSIONS, Row, Who
from web.permission_world import World

# What shows a page that the table's own request leaves bare, or that is there in another state only.
BESIDES = {
    "channel-tv": "/channels/tele",
    "grid-december": "/studio/channels/radio/grid?week=2026-11-30&day=2026-12-01",
    "schedule-spring": "/channels/radio/schedule?week=2027-03-22",
    "search-bare": "/search",
    "search-narrowed": "/search?place=le-phare&kind=sound",
    "item-failed": "/items/{failed}",
    "item-sent-back": "/items/{sent back}",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """Something to open: the name of its pictures, its address, and who opens it."""

    name: str
    address: str
    by: Who = Who.ADMINISTRATOR


def is_asked_for_reading(row: Row) -> bool:
    """Whether a browser may be led there: what programs alone ask for is told apart by its address."""
    method, _, route = row.route.partition(" ")
    return method == "GET" and not row.ask and not route.startswith(("/api/", "/live/", "/static"))


def addresses(world: World, *, station: str, setup: str) -> list[Shown]:
    """All that a browser may open, pages and other things, each by whoever sees most of it.

    `setup` is the first page of a station that has nobody yet; nobody may open it on this one.
    """
    rows = [row for row in PERMISSIONS if is_asked_for_reading(row)]
    asked = [_shown(world, row, station=station) for row in rows if row.who]
    besides = [
        Shown(name, station + re.sub(r"\{(.+?)\}", lambda found: world.things[found[1]], address))
        for name, address in BESIDES.items()
    ]
    return [*asked, *besides, Shown("setup", setup, by=Who.NOBODY)]


def _shown(world: World, row: Row, *, station: str) -> Shown:
    """Pages for everybody are opened by a listener; the others by whoever sees everything on them."""
    route = row.route.removeprefix("GET ")
    query = {name: told.replace("http://testserver", station) for name, told in row.query.items()}
    address = f"{station}{world.address(route, row.at)}?{urlencode(query)}".removesuffix("?")
    name = re.sub(r"[{}]", "", route).strip("/").replace("/", "-") or "home"
    return Shown(name, address, Who.NOBODY if Who.NOBODY in row.who else Who.ADMINISTRATOR)
