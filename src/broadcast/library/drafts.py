"""What is told of a published piece, changed and not yet approved: a draft beside what the public has.

Until a piece is published its own row is what one edits. From then on an edit opens a draft, a copy of
what is public; approving it puts it in the public's place.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor
from broadcast.errors import ConflictError, marked
from broadcast.library.models import Draft, Item, Transcript
from broadcast.library.states import ItemState
from broadcast.library.tags import Tags
from broadcast.media.chapters import Chapter

_FIELDS = ("title", "artist", "description", "licence", "credits", "chapters", "cover", "still", "tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is told of a piece: as it will be once what is waiting is approved."""

    title: str
    artist: str
    description: str
    licence: str
    credits: str
    chapters: tuple[Chapter, ...]
    cover: str | None
    still: str | None
    tags: Tags


def draft_of(session: Session, item_id: str) -> Draft | None:
    """What waits for approval on a published item."""
    return session.get(Draft, item_id)


def words_of(item: Item, draft: Draft | None) -> Words:
    """The draft's words where there is one, else the item's."""
    told = draft or item
    return Words(
        title=told.title,
        artist=told.artist,
        description=told.description,
        licence=told.licence,
        credits=told.credits,
        chapters=tuple(Chapter(**one) for one in told.chapters),
        cover=told.cover,
        still=told.still,
        tags=Tags.of_kept(told.tags),
    )


def editable(session: Session, item: Item, *, actor: Actor | None, now: datetime) -> Item | Draft:
    """What an edit changes: the item itself before it is published, its draft afterwards."""
    if item.state != ItemState.PUBLISHED:
        item.changed_at = now
        return item
    draft = session.get(Draft, item.id, with_for_update=True) or _open(session, item, now=now)
    draft.changed_at, draft.state, draft.reason = now, ItemState.TO_REVIEW, ""
    draft.person_id = actor.person_id if actor else None
    return draft


def _open(session: Session, item: Item, *, now: datetime) -> Draft:
    public = session.get(Transcript, item.id)
    draft = Draft(
        item_id=item.id,
        **{name: getattr(item, name) for name in _FIELDS},
        transcript=said_in(public) if public else None,
        state=ItemState.TO_REVIEW,
        changed_at=now,
    )
    session.add(draft)
    return draft


def said_in(transcript: Transcript) -> dict[str, Any]:
    """A transcript as a draft keeps it."""
    return {
        "language": transcript.language,
        "source": transcript.source,
        "cues": transcript.cues,
        "words": transcript.words,
    }


def drafted_transcript(session: Session, item_id: str) -> Transcript | None:
    """An item's transcript as those who edit it see it; one of a draft is no row of the database."""
    draft = draft_of(session, item_id)
    if draft is None:
        return session.get(Transcript, item_id)
    if draft.transcript is None:
        return None
    return Transcript(item_id=item_id, **draft.transcript)


def put_in_public(session: Session, item: Item, draft: Draft, *, now: datetime) -> None:
    """Put a draft in the place of what the public has."""
    for name in _FIELDS:
        setattr(item, name, getattr(draft, name))
    item.changed_at = now
    public = session.get(Transcript, item.id)
    if draft.transcript is None:
        if public is not None:
            session.delete(public)
    elif public is None or said_in(public) != draft.transcript:
        session.merge(
            Transcript(item_id=item.id, **draft.transcript, person_id=draft.person_id, updated_at=now)
        )
    session.delete(draft)


def changes_in(session: Session, item: Item, draft: Draft) -> list[str]:
    """Which of its fields a draft changes, `transcript` the last."""
    changed = [name for name in _FIELDS if getattr(item, name) != getattr(draft, name)]
    public = session.get(Transcript, item.id)
    if draft.transcript != (said_in(public) if public else None):
        changed.append("transcript")
    return changed


def version_of(item: Item, draft: Draft | None) -> str:
    """A word that changes with every edit: what was looked at is what is approved."""
    changed_at = draft.changed_at if draft else item.changed_at
    return changed_at.isoformat() if changed_at else ""


def check_version(item: Item, draft: Draft | None, *, seen: str | None) -> None:
    """Raise ConflictError where it was changed since it was looked at; None asks nothing."""
    if seen is not None and seen != version_of(item, draft):
        raise ConflictError(
            "changed_meanwhile",
            marked("Somebody changed this piece while you were looking at it."),
            marked("Load the page again, look at what changed, then decide."),
        )
