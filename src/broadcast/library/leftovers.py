"""Covers and tags that nothing names any more: each change of a title or picture leaves one behind.

Each is named by its content and put in the storage before the row that names it is written, so a young one is
left alone; and each is looked for once more just before it goes.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from broadcast.errors import UnknownError
from broadcast.library import keys
from broadcast.library.models import Draft, Episode, Item, Show
from broadcast.library.states import ItemState
from broadcast.parts import Parts

COVERS_KEPT = timedelta(days=32)
"""No row names a cover drawn for a feed of many shows: it is drawn again each week while it is asked for."""
TAGS_KEPT = timedelta(days=1)


def clear_leftovers(parts: Parts) -> int:
    """Remove what nothing names; gives how many."""
    gone, now = 0, parts.clock.now()
    with parts.database.reading() as session:
        named = _named(session, now=now)
    for folder, kept in ((keys.COVERS, COVERS_KEPT), (keys.TAGS, TAGS_KEPT)):
        for key in parts.storage.keys(folder):
            if keys.whole(key) in named or not _is_older(parts, key, than=kept):
                continue
            with parts.database.reading() as session:
                is_named = _is_named(session, keys.whole(key), now=now)
            if not is_named:
                parts.storage.delete(key)
                gone += 1
    return gone


def _named(session: Session, *, now: datetime) -> set[str | None]:
    drafted = select(Draft.cover).join(Item, Item.id == Draft.item_id).where(_stands(now))
    return {
        *session.scalars(select(Show.cover)),
        *session.scalars(select(Item.cover).where(_stands(now))),
        *session.scalars(drafted),
        *session.scalars(select(Episode.tag)),
    }


def _is_named(session: Session, name: str, *, now: datetime) -> bool:
    """Whether it has come to be named since all were looked at."""
    return bool(
        session.scalar(select(Show.id).where(Show.cover == name).limit(1))
        or session.scalar(select(Item.id).where(Item.cover == name, _stands(now)).limit(1))
        or session.scalar(select(Draft.item_id).where(Draft.cover == name).limit(1))
        or session.scalar(select(Episode.id).where(Episode.tag == name).limit(1))
    )


def _stands(now: datetime) -> ColumnElement[bool]:
    """Of pieces: not withdrawn, or not for long."""
    return or_(Item.state != ItemState.WITHDRAWN, Item.withdrawn_at > now - COVERS_KEPT)


def _is_older(parts: Parts, key: str, *, than: timedelta) -> bool:
    try:
        return parts.storage.changed_at(key) < parts.clock.now() - than
    except UnknownError:
        return False
