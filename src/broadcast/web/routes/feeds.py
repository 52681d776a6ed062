"""Podcast feeds: of a show, a channel, a structure, the station."""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from broadcast.accounts.repository import structure_by_slug
from broadcast.feeds.gathered_feed import read_gathered_feed
from broadcast.feeds.rss import feed_document
from broadcast.feeds.show_feed import read_show_feed
from broadcast.library.days import happened_in, is_day, no_such_day
from broadcast.library.published import published_episodes
from broadcast.library.series_reading import series_by_slug
from broadcast.library.tagged import tag_at
from broadcast.library.tags import TagKind
from broadcast.schedule.repository import channel_by_slug
from broadcast.web.gathered import of_channel, of_day, of_series, of_station, of_structure, of_tag
from broadcast.web.house import Base, TheHouse
from broadcast.web.ranges import bytes_answer

router = APIRouter(tags=["feeds"])
PageNumber = Annotated[int, Query(ge=1, le=10_000)]


@router.api_route("/shows/{slug}/feed.xml", methods=["GET", "HEAD"])
def show_feed(request: Request, house: TheHouse, base: Base, slug: str, page: PageNumber = 1) -> Response:
    """A show's feed, a page at a time; the newest episodes are on the first."""
    with house.parts.database.reading() as session:
        feed = read_show_feed(session, slug, base=base, page=page)
    return feed_answer(request, feed_document(feed), changed_at=feed.changed_at)


@router.api_route("/channels/{slug}/feed.xml", methods=["GET", "HEAD"])
def channel_feed(request: Request, house: TheHouse, base: Base, slug: str, page: PageNumber = 1) -> Response:
    """The episodes of the shows that have, or had, a slot on a channel."""
    with house.parts.database.reading() as session:
        told = of_channel(session, house, channel_by_slug(session, slug))
        feed = read_gathered_feed(session, told, base=base, page=page)
    return feed_answer(request, feed_document(feed), changed_at=feed.changed_at)


@router.api_route("/structures/{slug}/feed.xml", methods=["GET", "HEAD"])
def structure_feed(
    request: Request, house: TheHouse, base: Base, slug: str, page: PageNumber = 1
) -> Response:
    """Everything new of a structure."""
    with house.parts.database.reading() as session:
        told = of_structure(house, structure_by_slug(session, slug))
        feed = read_gathered_feed(session, told, base=base, page=page)
    return feed_answer(request, feed_document(feed), changed_at=feed.changed_at)


@router.api_route("/feed.xml", methods=["GET", "HEAD"])
def station_feed(request: Request, house: TheHouse, base: Base, page: PageNumber = 1) -> Response:
    """Everything new of the station."""
    with house.parts.database.reading() as session:
        feed = read_gathered_feed(session, of_station(house), base=base, page=page)
    return feed_answer(request, feed_document(feed), changed_at=feed.changed_at)


@router.api_route("/places/{slug}/feed.xml", methods=["GET", "HEAD"])
@router.api_route("/people/{slug}/feed.xml", methods=["GET", "HEAD"])
@router.api_route("/keywords/{slug}/feed.xml", methods=["GET", "HEAD"])
def tag_feed(request: Request, house: TheHouse, base: Base, slug: str, page: PageNumber = 1) -> Response:
    """What was made about a place, a person, a keyword."""
    with house.parts.database.reading() as session:
        tag = tag_at(session, kind=TagKind(request.url.path.split("/")[1]), slug=slug)
        feed = read_gathered_feed(session, of_tag(house, tag), base=base, page=page)
    return feed_answer(request, feed_document(feed), changed_at=feed.changed_at)


@router.api_route("/dates/{day}/feed.xml", methods=["GET", "HEAD"])
def day_feed(request: Request, house: TheHouse, base: Base, day: str, page: PageNumber = 1) -> Response:
    """What happened on a day, in a month or a year: 2026-11-29, 2026-11."""
    if not is_day(day):
        raise no_such_day()
    with house.parts.database.reading() as session:
        if not published_episodes(session, happened_in(day), offset=0, most=1).total:
            raise no_such_day()
        feed = read_gathered_feed(session, of_day(house, day), base=base, page=page)
    return feed_answer(request, feed_document(feed), changed_at=feed.changed_at)


@router.api_route("/series/{slug}/feed.xml", methods=["GET", "HEAD"])
def series_feed(request: Request, house: TheHouse, base: Base, slug: str, page: PageNumber = 1) -> Response:
    """A series: each episode has its place in it."""
    with house.parts.database.reading() as session:
        told = of_series(session, house, series_by_slug(session, slug))
        feed = read_gathered_feed(session, told, base=base, page=page)
    return feed_answer(request, feed_document(feed), changed_at=feed.changed_at)


def feed_answer(request: Request, document: bytes, *, changed_at: datetime) -> Response:
    """A feed with its validators (RFC 9110 §8.8)."""
    return bytes_answer(
        request,
        document,
        media_type="application/rss+xml; charset=utf-8",
        etag=f'"{hashlib.sha256(document).hexdigest()[:24]}"',
        headers={
            "Cache-Control": "public, max-age=60",
            "Last-Modified": format_datetime(changed_at.astimezone(UTC), usegmt=True),
            "Access-Control-Allow-Origin": "*",
        },
    )
