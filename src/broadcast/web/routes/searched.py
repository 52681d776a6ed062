"""What search engines read: what they may visit (RFC 9309), and every public page (sitemaps.org 0.9)."""

from datetime import datetime
from itertools import chain
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from broadcast.library.published import published_episodes
from broadcast.library.series_reading import all_series
from broadcast.schedule.repository import all_channels
from broadcast.web.house import Base, TheHouse

router = APIRouter(include_in_schema=False)
_KEPT = {"Cache-Control": "public, max-age=3600"}
_LEFT_OUT = ("/api/", "/live/", "/media/", "/studio/", "/uploads/")
_MOST = 20_000
"""Of 50,000 that a sitemap may have: each episode brings its show."""


@router.api_route("/robots.txt", methods=["GET", "HEAD"])
def robots(base: Base) -> Response:
    """All but the studio, the programs' doors and the air itself."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _LEFT_OUT), f"Sitemap: {base}/sitemap.xml"]
    return PlainTextResponse("\n".join(lines) + "\n", headers=_KEPT)


@router.api_route("/sitemap.xml", methods=["GET", "HEAD"])
def sitemap(house: TheHouse, base: Base) -> Response:
    """Channels, programmes, series, shows and their episodes, with when each was published."""
    with house.parts.database.reading() as session:
        channels = [f"/channels/{one.slug}" for one in all_channels(session)]
        series = [f"/series/{one.series.slug}" for one in all_series(session) if one.episodes]
        episodes = published_episodes(session, None, offset=0, most=_MOST).episodes
    shows = dict.fromkeys(f"/shows/{one.show.slug}" for one in episodes)
    plain = chain(("/",), channels, (f"{one}/schedule" for one in channels), ("/series",), series, shows)
    told = [
        *((base + path, None) for path in plain),
        *((f"{base}/shows/{one.show.slug}/{one.slug}", one.published_at) for one in episodes),
    ]
    document = sitemap_document(told)
    return Response(document, media_type="application/xml", headers=_KEPT)


def sitemap_document(pages: list[tuple[str, datetime | None]]) -> bytes:
    """The addresses, each with the moment of its last change where that is known."""
    root = Element("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    for address, changed_at in pages:
        entry = SubElement(root, "url")
        SubElement(entry, "loc").text = address
        if changed_at is not None:
            SubElement(entry, "lastmod").text = changed_at.isoformat(timespec="seconds")
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document
