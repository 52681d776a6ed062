"""Keeping what can be found, in the transaction that publishes, changes or withdraws it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, delete, insert, select, text
from sqlalchemy.orm import Session, joinedload

from broadcast.library.finding.models import Findable, FoundKind, FoundPlace, FoundSlip, FoundWord
from broadcast.library.finding.words import in_passages, slips_of, words_in
from broadcast.library.models import Episode, Item, Rights, Show, Transcript
from broadcast.library.states import ItemState
from broadcast.library.tagging import keep_tags
from broadcast.library.tags import TagKind, Tags
from broadcast.library.transcripts import cues_of

PASSAGE = 240
"""Letters of a passage, about a quarter of a minute of speech."""
_TITLE, _AROUND, _TEXT = 8, 3, 1
_ONE_AT_A_TIME = 0x66696E64  # "find": PostgreSQL's advisory lock while words come and go
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something to find: `weighed` are the texts its words come from."""

    kind: FoundKind
    show_id: int
    item_id: str | None
    at: float | None
    text: str
    weighed: tuple[tuple[str, int], ...]


def keep_show(session: Session, show: Show) -> None:
    """Let a show be found, as it is now."""
    _lock(session)
    _forget(session, select(Findable.id).where(Findable.show_id == show.id, Findable.item_id.is_(None)))
    _keep(session, [_show(show)])


def keep_item(session: Session, item: Item) -> None:
    """Let an item be found as the public has it now; not at all where it has no page of its own."""
    session.flush()
    _lock(session)
    called = keep_tags(session, item)
    _forget(session, select(Findable.id).where(Findable.item_id == item.id))
    if item.state != ItemState.PUBLISHED:
        return
    found = session.scalar(
        select(Episode)
        .where(Episode.item_id == item.id)
        .options(joinedload(Episode.item), joinedload(Episode.show).joinedload(Show.structure))
    )
    if found is not None:
        _keep(session, list(_episode(found, session.get(Transcript, item.id), called)))


def keep_all(session: Session) -> int:
    """Make all of it anew; gives how many things can be found."""
    _lock(session)
    for table in (FoundPlace, FoundSlip, FoundWord, Findable):
        session.execute(delete(table))
    for show in session.scalars(select(Show).options(joinedload(Show.structure))):
        keep_show(session, show)
    published = (
        select(Item).join(Episode, Episode.item_id == Item.id).where(Item.state == ItemState.PUBLISHED)
    )
    for item in session.scalars(published):
        keep_item(session, item)
    return len(list(session.scalars(select(Findable.id))))


def is_empty(session: Session) -> bool:
    """Whether there is something to find that was never kept: the tables are younger than the station."""
    return (
        session.scalar(select(Findable.id).limit(1)) is None
        and session.scalar(select(Show.id).limit(1)) is not None
    )


def _show(show: Show) -> Told:
    return Told(
        kind=FoundKind.SHOW, show_id=show.id, item_id=None, at=None, text=show.description,
        weighed=((show.title, _TITLE), (show.structure.name, _AROUND), (show.description, _TEXT)),
    )  # fmt: skip


def _episode(episode: Episode, transcript: Transcript | None, called: list[str]) -> Iterator[Told]:
    """The episode itself; and, where it may be heard on demand, its chapters and what is said.

    `called` are the names of the pages of what it is about.
    """
    item, show = episode.item, episode.show
    tags = Tags.of_kept(item.tags)
    named = " ".join([*called, *(name for kind in TagKind for name in tags.of_kind(kind))])

    def told(kind: FoundKind, at: float | None, words: str, *weighed: tuple[str, int]) -> Told:
        return Told(kind=kind, show_id=show.id, item_id=item.id, at=at, text=words, weighed=weighed)

    yield told(
        FoundKind.EPISODE, None, item.description,
        (item.title, _TITLE), (item.artist, _AROUND), (show.title, _AROUND), (named, _AROUND),
        (show.structure.name, _TEXT), (item.description, _TEXT),
    )  # fmt: skip
    if item.rights != Rights.FREE:
        return
    for chapter in item.chapters:
        yield told(FoundKind.CHAPTER, chapter["start"], chapter["title"], (chapter["title"], _TEXT))
    for at, words in in_passages(_said(transcript), longest=PASSAGE):
        yield told(FoundKind.PASSAGE, at, words, (words, _TEXT))


def _said(transcript: Transcript | None) -> Iterator[tuple[float | None, str]]:
    if transcript is None:
        return
    for cue in cues_of(transcript):
        yield cue.start, cue.text
    for line in transcript.words.splitlines():
        for first in range(0, len(line), PASSAGE):
            yield None, line[first : first + PASSAGE]


def _keep(session: Session, told: list[Told]) -> None:
    weights = [_weights(one) for one in told]
    ids = _word_ids(session, sorted({word for one in weights for word in one}))
    for one, weighed in zip(told, weights, strict=True):
        found = Findable(
            kind=one.kind, show_id=one.show_id, item_id=one.item_id, at=one.at, text=one.text
        )  # fmt: skip
        session.add(found)
        session.flush()
        rows = [
            {"word_id": ids[word], "findable_id": found.id, "weight": weight}
            for word, weight in weighed.items()
        ]
        if rows:
            session.execute(insert(FoundPlace), rows)


def _weights(told: Told) -> dict[str, int]:
    weighed: dict[str, int] = {}
    for words, weight in told.weighed:
        for word in words_in(words):
            weighed[word] = max(weighed.get(word, 0), weight)
    return weighed


def _word_ids(session: Session, words: list[str]) -> dict[str, int]:
    """The ids of words; those that nobody has used are added, with their slips."""
    known: dict[str, int] = {}
    for first in range(0, len(words), _AT_ONCE):
        query = select(FoundWord.word, FoundWord.id).where(
            FoundWord.word.in_(words[first : first + _AT_ONCE])
        )
        known |= dict(session.execute(query).all())
    fresh = [FoundWord(word=word) for word in words if word not in known]
    session.add_all(fresh)
    session.flush()
    slips = [{"slip": slip, "word_id": one.id} for one in fresh for slip in slips_of(one.word)]
    if slips:
        session.execute(insert(FoundSlip), slips)
    return known | {one.word: one.id for one in fresh}


def _forget(session: Session, findable: Select[int]) -> None:
    """Forget these, and the words that nothing else has."""
    ids = list(session.scalars(findable))
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        words = list(
            session.scalars(select(FoundPlace.word_id).where(FoundPlace.findable_id.in_(some)).distinct())
        )
        session.execute(delete(FoundPlace).where(FoundPlace.findable_id.in_(some)))
        session.execute(delete(Findable).where(Findable.id.in_(some)))
        for place in range(0, len(words), _AT_ONCE):
            unused = delete(FoundWord).where(
                FoundWord.id.in_(words[place : place + _AT_ONCE]),
                ~select(FoundPlace.word_id).where(FoundPlace.word_id == FoundWord.id).exists(),
            )
            session.execute(unused.execution_options(synchronize_session=False))


def _lock(session: Session) -> None:
    """One at a time: a word must not go while another transaction uses it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
