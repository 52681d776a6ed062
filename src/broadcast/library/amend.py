"""Mending what is told of a piece: its title, its description, its chapters, its pictures."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor
from broadcast.errors import InvalidError, UnknownError, marked
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.transcripts import item_to_word
from broadcast.media.chapters import Chapter

_LONGEST_TITLE = 200
LONGEST_ARTIST = 200
_LONGEST_DESCRIPTION = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of a piece; `artist` is None where nothing is said of who plays in it."""

    title: str
    description: str
    chapters: tuple[Chapter, ...]
    artist: str | None = None


def chapters_of_item(item: Item) -> tuple[Chapter, ...]:
    """Its chapters, in order."""
    return tuple(Chapter(**one) for one in item.chapters)


def amend(session: Session, item_id: str, told: Told, *, actor: Actor, now: datetime) -> Item:
    """Tell it otherwise. Raises as `item_to_word` does, and InvalidError without a title."""
    item = item_to_word(session, item_id, actor=actor)
    title = _one_line(told.title)
    if not title:
        raise InvalidError("no_title", marked("A piece needs a title."), marked("A few words are enough."))
    item.title = title[:_LONGEST_TITLE]
    if told.artist is not None:
        item.artist = _one_line(told.artist)[:LONGEST_ARTIST]
    item.description = told.description.strip()[:_LONGEST_DESCRIPTION]
    item.chapters = _kept(told.chapters)
    item.changed_at = now
    return item


def _one_line(text: str) -> str:
    return " ".join("".join(sign for sign in text if sign.isprintable()).split())


def cover_item(session: Session, item_id: str, cover: str | None, *, actor: Actor, now: datetime) -> None:
    """Give it a cover of its own by its storage key, or its show's again. Raises as `item_to_word` does."""
    item = item_to_word(session, item_id, actor=actor)
    item.cover, item.changed_at = cover, now


def show_by(session: Session, item_id: str, number: int, *, actor: Actor, now: datetime) -> None:
    """Show a film by another of its stills. Raises as `item_to_word` does, and UnknownError."""
    item = item_to_word(session, item_id, actor=actor)
    if not 0 <= number < item.stills:
        raise UnknownError("unknown_picture", marked("There is no such picture."))
    item.still, item.changed_at = keys.other_candidate(str(item.still), number), now


def _kept(chapters: Iterable[Chapter]) -> list[dict[str, object]]:
    return [asdict(chapter) for chapter in chapters]
