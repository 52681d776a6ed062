"""Podcast feeds."""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from broadcast.feeds.rss import feed_document
from broadcast.feeds.show_feed import read_show_feed
from broadcast.web.house import Base, TheHouse
from broadcast.web.ranges import bytes_answer

router = APIRouter(tags=["feeds"])


@router.api_route("/shows/{slug}/feed.xml", methods=["GET", "HEAD"])
def show_feed(
    request: Request, house: TheHouse, base: Base, slug: str, page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    """A show's feed, a page at a time; the newest episodes are on the first."""
    with house.parts.database.reading() as session:
        feed = read_show_feed(session, slug, base=base, page=page)
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
