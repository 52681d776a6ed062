"""What is said in a piece: kept, changed by those who may, read by all who may hear it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import ConflictError, InvalidError, marked
from broadcast.library.drafts import drafted_transcript, editable
from broadcast.library.models import Draft, Item, Transcript, TranscriptSource
from broadcast.library.noting import note
from broadcast.library.repository import item_for_change
from broadcast.library.states import ItemState
from broadcast.media.cues import MOST_CUES, Cue
from broadcast.media.webvtt import LONGEST_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is to be kept: cues, or words without times."""

    language: str
    source: TranscriptSource
    cues: tuple[Cue, ...] = ()
    words: str = ""


def transcript_of(session: Session, item_id: str) -> Transcript | None:
    """An item's transcript; whether it may be seen is the caller's to ask."""
    return session.get(Transcript, item_id)


class Spoken(NamedTuple):
    """That there is a transcript: in what language, and whether its words have times."""

    language: str
    is_timed: bool


def spoken_in(session: Session, item_ids: Sequence[str]) -> dict[str, Spoken]:
    """Which of several items have a transcript, by item; the words themselves are not read."""
    found = session.execute(
        select(Transcript.item_id, Transcript.language, Transcript.words == "").where(
            Transcript.item_id.in_(item_ids)
        )
    )
    return {item_id: Spoken(language, bool(is_timed)) for item_id, language, is_timed in found}


def cues_of(transcript: Transcript | None) -> tuple[Cue, ...]:
    """Its cues, none where it is plain words."""
    return tuple(Cue(**one) for one in transcript.cues) if transcript else ()


def item_to_word(session: Session, item_id: str, *, actor: Actor) -> Item:
    """An item whose words and pictures the actor may change, locked.

    Its depositor and its hosts may; what is changed after it was approved waits for approval. Raises
    UnknownError, ForbiddenError, and ConflictError where it is not ready or withdrawn.
    """
    item = item_for_change(session, item_id, actor=actor)
    is_own = item.depositor_id is not None and item.depositor_id == actor.person_id
    if not is_own or item.is_refused:
        require_role(actor, Role.HOST, structure_id=item.structure_id)
    if item.package is None or item.state == ItemState.WITHDRAWN:
        raise ConflictError(
            "not_ready", marked("This piece is still being prepared."), marked("Come back in a moment.")
        )
    return item


def may_word(item: Item, actor: Actor) -> bool:
    """Whether `item_to_word` would let them."""
    is_own = item.depositor_id is not None and item.depositor_id == actor.person_id
    is_free = is_own and not item.is_refused
    is_ready = item.package is not None and item.state != ItemState.WITHDRAWN
    return is_ready and (is_free or actor.is_at_least(Role.HOST, structure_id=item.structure_id))


def keep_found(session: Session, item_id: str, said: Said, *, now: datetime) -> bool:
    """Keep what the station found by itself; never over what is there. Whether it was kept."""
    item = session.get_one(Item, item_id)
    if drafted_transcript(session, item_id) is not None:
        return False
    _write(session, item, said, actor=None, now=now)
    return True


def write_transcript(session: Session, item_id: str, said: Said, *, actor: Actor, now: datetime) -> None:
    """Put it in the place of what was there. Raises as `item_to_word` does, and InvalidError."""
    item = item_to_word(session, item_id, actor=actor)
    told = replace(said, words="" if said.cues else _worded(said.words))
    if not told.cues and not told.words:
        raise InvalidError(
            "no_words",
            marked("There are no words in it."),
            marked("Write what is said, or choose a caption file (.vtt, .srt) or a text file."),
        )
    _write(session, item, told, actor=actor, now=now)


def change_cues(
    session: Session, item_id: str, *, places: range, changed: Iterable[Cue], actor: Actor, now: datetime
) -> None:
    """Put `changed` in the place of the cues that are numbered `places`."""
    item = item_to_word(session, item_id, actor=actor)
    kept = drafted_transcript(session, item_id)
    if kept is None:
        return
    cues = cues_of(kept)
    mended = sorted((*cues[: places.start], *changed, *cues[places.stop :]))[:MOST_CUES]
    if mended:
        said = Said(language=kept.language, source=TranscriptSource.TYPED, cues=tuple(mended))
        _write(session, item, said, actor=actor, now=now)
    else:
        _forget(session, item, actor=actor, now=now)


def remove_transcript(session: Session, item_id: str, *, actor: Actor, now: datetime) -> None:
    """Forget the words of an item."""
    item = item_to_word(session, item_id, actor=actor)
    if drafted_transcript(session, item_id) is not None:
        _forget(session, item, actor=actor, now=now)


def _forget(session: Session, item: Item, *, actor: Actor, now: datetime) -> None:
    edited = editable(session, item, actor=actor, now=now)
    if isinstance(edited, Draft):
        edited.transcript = None
    else:
        session.delete(session.get_one(Transcript, item.id))
    note(session, Act.EDIT, item, actor=actor, now=now, what="transcript")


def _write(session: Session, item: Item, said: Said, *, actor: Actor | None, now: datetime) -> None:
    words = {
        "language": said.language,
        "source": said.source,
        "cues": [asdict(cue) for cue in said.cues],
        "words": said.words,
    }
    edited = editable(session, item, actor=actor, now=now)
    if isinstance(edited, Draft):
        edited.transcript = words
    else:
        person_id = actor.person_id if actor else None
        session.merge(Transcript(item_id=item.id, **words, person_id=person_id, updated_at=now))
    if actor is not None:
        note(session, Act.EDIT, item, actor=actor, now=now, what="transcript")


def _worded(text: str) -> str:
    """Paragraphs of printable signs."""
    lines = text[:LONGEST_WORDS].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = "\n".join("".join(sign for sign in line if sign.isprintable()).rstrip() for line in lines)
    return kept.strip()


def whole_text(transcript: Transcript) -> str:
    """All that is said, one line for each cue, without times."""
    if transcript.words:
        return transcript.words
    return "\n".join(_line(cue) for cue in cues_of(transcript))


def _line(cue: Cue) -> str:
    said = " ".join(cue.text.split("\n"))
    return f"{cue.speaker} : {said}" if cue.speaker else said
