"""The music in a piece: its rights, and what is declared to the societies of authors and performers.

A declaration acts at once, after approval too: no page tells it to the public, and what aired last month
is declared right only by it. So do rights that take a piece out of the podcasts; those that put a
published one into them need a host, who is the one that would approve it.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import InvalidError, marked
from broadcast.library.models import Item, MusicWork, Rights
from broadcast.library.noting import note
from broadcast.library.states import ItemState
from broadcast.library.transcripts import item_to_word

_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_LONGEST = 200
_TAGS = {
    "performer": ("artist", "album_artist"),
    "author": ("lyricist", "author"),
    "composer": ("composer",),
    "album": ("album",),
    "label": ("label", "publisher", "organization"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is declared; empty where nobody knows. `isrc` is without hyphens (ISO 3901)."""

    performer: str = ""
    author: str = ""
    composer: str = ""
    album: str = ""
    label: str = ""
    isrc: str = ""


NOTHING_DECLARED = Work()


def isrc_of(text: str) -> str:
    """The twelve signs of a recording's code; empty of nothing. Raises InvalidError on anything else."""
    plain = re.sub(r"[\s-]", "", text).upper().removeprefix("ISRC")
    if plain and not _ISRC.fullmatch(plain):
        raise InvalidError(
            "bad_isrc",
            marked("“{given}” is not an ISRC."),
            marked("It has twelve characters, such as FR-Z03-91-01231; leave it empty if there is none."),
            given=text[:40],
        )
    return plain


def work_in(tags: Mapping[str, str]) -> Work:
    """What a file's own tags say."""
    told = {
        name: next((tags[tag] for tag in names if tags.get(tag)), "")[:_LONGEST]
        for name, names in _TAGS.items()
    }
    try:
        return Work(**told, isrc=isrc_of(tags.get("isrc") or tags.get("tsrc") or ""))
    except InvalidError:
        return Work(**told)


def works_of(session: Session, ids: Collection[str]) -> dict[str, Work]:
    """What is declared of these items, by item."""
    rows = session.scalars(select(MusicWork).where(MusicWork.item_id.in_(ids))) if ids else ()
    return {row.item_id: _work(row) for row in rows}


def work_of(session: Session, item_id: str) -> Work:
    """What is declared of an item."""
    return works_of(session, [item_id]).get(item_id, NOTHING_DECLARED)


def keep_found_work(session: Session, item: Item, tags: Mapping[str, str]) -> None:
    """Declare what a file's tags say, where nobody has declared anything."""
    found = work_in(tags)
    if found != NOTHING_DECLARED and session.get(MusicWork, item.id) is None:
        session.add(MusicWork(item_id=item.id, **asdict(found)))


def declare(session: Session, item_id: str, work: Work, *, actor: Actor, now: datetime) -> None:
    """Declare the music of an item. Raises as `item_to_word` does, and InvalidError on a wrong ISRC."""
    item = item_to_word(session, item_id, actor=actor)
    kept = {name: " ".join(words.split())[:_LONGEST] for name, words in asdict(work).items()}
    kept["isrc"] = isrc_of(work.isrc)
    session.merge(MusicWork(item_id=item_id, **kept))
    note(session, Act.EDIT, item, actor=actor, now=now, what="music")


def say_rights(session: Session, item_id: str, rights: Rights, *, actor: Actor, now: datetime) -> None:
    """Whether an item may be heard on demand or on the air only, from now on.

    Raises as `item_to_word` does, and ForbiddenError where somebody who is no host of it would put a
    published item into the podcasts.
    """
    item = item_to_word(session, item_id, actor=actor)
    if item.rights == rights:
        return
    if rights == Rights.FREE and item.state == ItemState.PUBLISHED:
        require_role(actor, Role.HOST, structure_id=item.structure_id)
    item.rights, item.changed_at = rights, now
    note(session, Act.EDIT, item, actor=actor, now=now, what="rights")


def _work(row: MusicWork) -> Work:
    return Work(**{one.name: getattr(row, one.name) for one in fields(Work)})
