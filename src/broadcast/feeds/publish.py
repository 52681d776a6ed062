"""Publishing: what has to be made when a show is opened and when an item is approved."""

import hashlib
from contextlib import suppress
from pathlib import Path

import structlog

from broadcast.accounts.models import Structure
from broadcast.accounts.roles import STATION, Actor
from broadcast.errors import BroadcastError
from broadcast.feeds.tags import Tagged, id3_tag
from broadcast.ingest.clearing import clear_away
from broadcast.library import keys, review
from broadcast.library.amend import Told, amend, cover_item
from broadcast.library.drafts import Words, check_version, draft_of, version_of, words_of
from broadcast.library.models import Item, Show
from broadcast.library.repository import item_for
from broadcast.library.shows import NewShow, create_show
from broadcast.library.states import ItemState
from broadcast.library.transcripts import item_to_word
from broadcast.library.votes import undisputed
from broadcast.media.units import Seconds
from broadcast.parts import Parts
from broadcast.schedule.slots import touch_all
from broadcast.transcode.covers import keep_cover, keep_square
from broadcast.transcode.pictures import draw_cover, thumbnail
from broadcast.workshops.private import removal_done

_TAG_COVER = 600
_log = structlog.get_logger()


def open_show(parts: Parts, told: NewShow, *, structure: Structure, font: Path, by: Actor = STATION) -> Show:
    """A new show with a cover drawn for it. Raises ConflictError, InvalidError."""
    picture = draw_cover(told.title, subtitle=structure.name, seed=told.slug, font=font)
    cover = keep_cover(parts.storage, picture)
    with parts.database.writing() as session:
        place = session.merge(structure, load=True)
        return create_show(session, told, structure=place, cover=cover, now=parts.clock.now(), by=by)


def publish(parts: Parts, item_id: str, *, actor: Actor, seen: str | None = None) -> Item:
    """Approve an item, or its draft; its tag is made before, so that what is published is whole.

    Where a committee decides, most of this is a vote, for which no tag is made. Raises ConflictError where
    it is another version than was `seen`, or became one meanwhile.
    """
    with parts.database.reading() as session:
        item = item_for(session, item_id, actor=actor)
        draft = draft_of(session, item_id) if item.state == ItemState.PUBLISHED else None
        check_version(item, draft, seen=seen)
    version = version_of(item, draft)
    is_whole = review.becomes_episode(item) and item.package is not None
    is_voted_on = item.show is not None and item.show.committee_id is not None
    if not is_whole or is_voted_on:
        with suppress(review.TagWantedError):
            return _approve(parts, item_id, None, actor=actor, version=version)
    return _approve(
        parts, item_id, _enclosure(parts, item, words_of(item, draft)), actor=actor, version=version
    )


def _approve(
    parts: Parts, item_id: str, enclosure: review.Enclosure | None, *, actor: Actor, version: str
) -> Item:
    now = parts.clock.now()
    with parts.database.writing() as session:
        approved = review.approve(session, item_id, actor=actor, enclosure=enclosure, now=now, seen=version)
        touch_all(session)
        return approved


def publish_undisputed(parts: Parts) -> int:
    """Publish what a committee said yes to a day ago and nobody objected to; gives how many."""
    with parts.database.reading() as session:
        found = undisputed(session, now=parts.clock.now())
    done = 0
    for item_id, version in found:
        try:
            item = publish(parts, item_id, actor=STATION, seen=version)
        except BroadcastError as fault:
            _log.info("not published", item=item_id, code=fault.code)
            continue
        done += item.state == ItemState.PUBLISHED
    return done


def tell(parts: Parts, item_id: str, told: Told, *, actor: Actor) -> None:
    """Change what is told of an item. What is public stays until it is approved."""
    with parts.database.writing() as session:
        amend(session, item_id, told, actor=actor, now=parts.clock.now())


def cover_with(
    parts: Parts, item_id: str, picture: bytes, *, centre: tuple[float, float], actor: Actor
) -> None:
    """Give an item a cover of its own. Raises as `amend.cover_item` does, and what `keep_square` does."""
    with parts.database.writing() as session:
        item_to_word(session, item_id, actor=actor)
    key = keep_square(parts.storage, parts.settings, picture, centre=centre)
    with parts.database.writing() as session:
        cover_item(session, item_id, key, actor=actor, now=parts.clock.now())


def uncover(parts: Parts, item_id: str, *, actor: Actor) -> None:
    """Show the show's cover with an item again."""
    with parts.database.writing() as session:
        cover_item(session, item_id, None, actor=actor, now=parts.clock.now())


def _enclosure(parts: Parts, item: Item, words: Words) -> review.Enclosure:
    show = item.show
    picture = words.cover or (show.cover if show else None)
    cover = thumbnail(parts.storage.get(picture), width=_TAG_COVER) if picture else None
    told = Tagged(
        title=words.title,
        artist=show.author if show else "",
        album=show.title if show else "",
        year=item.created_at.year,
        cover=cover,
        chapters=words.chapters,
        length=Seconds(item.seconds or 0.0),
    )
    tag = id3_tag(told)
    key = keys.tag(hashlib.sha256(tag).hexdigest()[:32])
    parts.storage.put_bytes(key, data=tag)
    frames = parts.storage.size(keys.mp3(str(item.package)))
    return review.Enclosure(key, len(tag), len(tag) + frames)


def take_back(parts: Parts, item_id: str, *, actor: Actor, reason: str) -> Item:
    """Withdraw an item from the air, its page and the feeds; one not ready yet gives back its room."""
    with parts.database.writing() as session:
        item = review.withdraw(session, item_id, actor=actor, reason=reason, now=parts.clock.now())
        removal_done(session, item, now=parts.clock.now())
        touch_all(session)
    if item.package is None:
        clear_away(parts, item)
    return item
