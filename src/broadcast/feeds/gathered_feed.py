"""Feeds that gather the episodes of many shows: of the station, of a structure, of a channel."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from broadcast.errors import UnknownError
from broadcast.feeds.rss import Feed, FeedEpisode
from broadcast.feeds.show_feed import PAGE_LENGTH, feed_episode, pages_of
from broadcast.library import keys
from broadcast.library.models import Episode
from broadcast.library.published import Which, changed_at, podcast_episodes
from broadcast.library.transcripts import Spoken, spoken_in
from broadcast.storage import Storage
from broadcast.transcode.covers import keep_cover_as
from broadcast.transcode.pictures import draw_cover

_DRAWN_AGAIN = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a feed gathers and how it is told.

    `place` is its address and `page` that of its page, without the station's; `since` is when what it
    gathers was last chosen otherwise; `cover` a storage key. Where it has an order, `numbers` are the
    places of items in it.
    """

    place: str
    page: str
    title: str
    description: str
    author: str
    language: str
    cover: str
    which: Which
    since: datetime
    numbers: Mapping[str, int] | None = None


def read_gathered_feed(session: Session, told: Gathered, *, base: str, page: int) -> Feed:
    """A page of the feed; `base` is the station's address. Raises UnknownError past the last page."""
    found = podcast_episodes(session, told.which, offset=(page - 1) * PAGE_LENGTH, most=PAGE_LENGTH)
    own = f"{base}{told.place}"
    numbers = told.numbers or {}
    here, following = pages_of(own, found, page=page)
    words = spoken_in(session, [one.item_id for one in found.episodes])
    return Feed(
        own=own,
        page=here,
        next_page=following,
        title=told.title,
        link=f"{base}{told.page}",
        description=told.description,
        language=told.language,
        author=told.author,
        email="",
        category="Society & Culture",
        explicit=any(one.show.explicit for one in found.episodes),
        cover=f"{base}/{told.cover}",
        changed_at=max(changed_at(session, told.which) or told.since, told.since),
        episodes=[
            replace(_episode(one, words.get(one.item_id), base=base), number=numbers.get(one.item_id))
            for one in found.episodes
        ],
        is_serial=told.numbers is not None,
    )


def _episode(episode: Episode, transcript: Spoken | None, *, base: str) -> FeedEpisode:
    """It says which show it is of, and shows that one's cover where it has none of its own."""
    told = feed_episode(episode, transcript=transcript, base=base)
    show = episode.show
    return replace(
        told,
        title=f"{told.title} · {show.title}",
        author=show.author,
        cover=told.cover or f"{base}/{show.cover}",
    )


def drawn_cover(storage: Storage, *, title: str, subtitle: str, font: Path, now: datetime) -> str:
    """The key of a cover drawn for a name, named by what is drawn; again while it is asked for.

    No row names it: what is not drawn again is cleared away (`library.leftovers`).
    """
    key = keys.cover(hashlib.sha256(f"{title}\n{subtitle}".encode()).hexdigest()[:32])
    if _is_old(storage, key, now=now):
        keep_cover_as(storage, key, draw_cover(title, subtitle=subtitle, seed=title, font=font))
    return key


def _is_old(storage: Storage, key: str, *, now: datetime) -> bool:
    try:
        return storage.changed_at(key) < now - _DRAWN_AGAIN
    except UnknownError:
        return True
