"""Mending what is told of a piece: its title, its description, its chapters, its pictures."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.roles import Actor
from broadcast.errors import InvalidError, UnknownError, marked
from broadcast.library import keys
from broadcast.library.consents import minors_in
from broadcast.library.drafts import editable
from broadcast.library.licences import checked_licence
from broadcast.library.lines import one_line
from broadcast.library.models import Item
from broadcast.library.noting import note
from broadcast.library.tags import Tags, bare_name
from broadcast.library.transcripts import item_to_word
from broadcast.media.chapters import Chapter

_LONGEST_TITLE = 200
LONGEST_ARTIST = 200
_LONGEST_CREDITS = 500
_LONGEST_DESCRIPTION = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of a piece; what may be None is left as it is where nothing is said of it."""

    title: str
    description: str
    chapters: tuple[Chapter, ...]
    artist: str | None = None
    licence: str | None = None
    credits: str | None = None
    tags: Tags | None = None


def chapters_of_item(item: Item) -> tuple[Chapter, ...]:
    """Its chapters, in order."""
    return tuple(Chapter(**one) for one in item.chapters)


def amend(session: Session, item_id: str, told: Told, *, actor: Actor, now: datetime) -> None:
    """Tell it otherwise; of a published piece as a draft.

    Raises as `item_to_word` does, and InvalidError without a title, with a licence nobody knows, or where a
    minor is named.
    """
    item = item_to_word(session, item_id, actor=actor)
    title = one_line(told.title)
    if not title:
        raise InvalidError("no_title", marked("A piece needs a title."), marked("A few words are enough."))
    kept = editable(session, item, actor=actor, now=now)
    kept.title = title[:_LONGEST_TITLE]
    if told.artist is not None:
        kept.artist = one_line(told.artist)[:LONGEST_ARTIST]
    if told.licence is not None:
        kept.licence = checked_licence(told.licence)
    if told.credits is not None:
        kept.credits = one_line(told.credits)[:_LONGEST_CREDITS]
    if told.tags is not None:
        _check_people(session, item, told.tags)
        kept.tags = told.tags.as_kept()
    kept.description = told.description.strip()[:_LONGEST_DESCRIPTION]
    kept.chapters = _kept(told.chapters)
    note(session, Act.EDIT, item, actor=actor, now=now, what="words")


def _check_people(session: Session, item: Item, tags: Tags) -> None:
    """Raise InvalidError where somebody named is a minor: a page of theirs would be there for good."""
    minors = {bare_name(name) for name in minors_in(session, item.id)}
    for name in tags.people:
        if bare_name(name) in minors:
            raise InvalidError(
                "minor_named", marked("“{name}” is a minor here: minors get no page of their own."),
                marked("Leave the name out."), name=name,
            )  # fmt: skip


def cover_item(session: Session, item_id: str, cover: str | None, *, actor: Actor, now: datetime) -> None:
    """Give it a cover of its own by its storage key, or its show's again. Raises as `item_to_word` does."""
    item = item_to_word(session, item_id, actor=actor)
    editable(session, item, actor=actor, now=now).cover = cover
    note(session, Act.EDIT, item, actor=actor, now=now, what="cover")


def show_by(session: Session, item_id: str, number: int, *, actor: Actor, now: datetime) -> None:
    """Show a film by another of its stills. Raises as `item_to_word` does, and UnknownError."""
    item = item_to_word(session, item_id, actor=actor)
    if not 0 <= number < item.stills:
        raise UnknownError("unknown_picture", marked("There is no such picture."))
    kept = editable(session, item, actor=actor, now=now)
    kept.still = keys.other_candidate(str(item.still), number)
    note(session, Act.EDIT, item, actor=actor, now=now, what="still")


def _kept(chapters: Iterable[Chapter]) -> list[dict[str, object]]:
    return [asdict(chapter) for chapter in chapters]
