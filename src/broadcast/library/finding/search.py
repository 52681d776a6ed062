"""Finding by words. What it costs is bounded: so many words, so many spellings of each, so many results."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import Session, joinedload

from broadcast.accounts.models import Structure
from broadcast.library.finding.facets import ANYTHING, Facets, items_with
from broadcast.library.finding.models import Findable, FoundKind, FoundPlace, FoundSlip, FoundWord
from broadcast.library.finding.words import is_one_slip_apart, slips_of, with_marks, words_asked
from broadcast.library.models import Episode, Item, Show
from broadcast.library.published import published_episodes
from broadcast.library.states import ItemState

LONGEST_QUESTION = 200
MOST_WORDS = 6
PAGE_LENGTH = 30
_MOST_SPELLINGS = 40
_LEAST_FOR_PREFIX = 3
_MOST = {FoundKind.SHOW: 12, FoundKind.EPISODE: 30, FoundKind.CHAPTER: 10, FoundKind.PASSAGE: 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A result: its show, its episode where it is of one, the seconds it begins at, and its text.

    The text comes in parts, each with whether it was looked for.
    """

    kind: FoundKind
    show: Show
    episode: Episode | None
    at: float | None
    text: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, best first; `spelt` tells what was looked for in the place of unknown words.

    `whole` is how many there are on all pages, where there are pages.
    """

    shows: tuple[Found, ...]
    episodes: tuple[Found, ...]
    moments: tuple[Found, ...]
    spelt: tuple[tuple[str, str], ...]
    whole: int | None = None

    @property
    def total(self) -> int:
        """How many results there are."""
        if self.whole is not None:
            return self.whole
        return len(self.shows) + len(self.episodes) + len(self.moments)


NOTHING = Results((), (), (), ())


def find(session: Session, question: str, *, facets: Facets = ANYTHING) -> Results:
    """What has every word of the question, or another spelling of it, among what has the facets."""
    asked = words_asked(question[:LONGEST_QUESTION], most=MOST_WORDS)
    spellings = [_spellings(session, word) for word in asked]
    if not spellings or not all(spellings):
        return NOTHING
    words = {word for one in spellings for word in one}
    rows = [
        row
        for kind in FoundKind
        if kind != FoundKind.SHOW or facets.structure_alone
        for row in _rows(session, kind, spellings, facets=facets)
    ]
    told = _told(session, rows, words=words)
    return Results(
        shows=tuple(one for one in told if one.kind == FoundKind.SHOW),
        episodes=tuple(one for one in told if one.kind == FoundKind.EPISODE),
        moments=tuple(one for one in told if one.kind in {FoundKind.CHAPTER, FoundKind.PASSAGE}),
        spelt=tuple(
            (word, min(one, key=len)) for word, one in zip(asked, spellings, strict=True)
            if not any(spelling.startswith(word) for spelling in one)
        ),
    )  # fmt: skip


def _spellings(session: Session, word: str) -> dict[str, int]:
    """The words that are kept and begin so; else those that are one slip apart. By word, their ids."""
    same = FoundWord.word == word
    if len(word) >= _LEAST_FOR_PREFIX:
        same = FoundWord.word.startswith(word, autoescape=True)
    query = select(FoundWord.word, FoundWord.id).where(same).order_by(FoundWord.word).limit(_MOST_SPELLINGS)
    if found := dict(session.execute(query).all()):
        return found
    near = (
        select(FoundWord.word, FoundWord.id)
        .join(FoundSlip, FoundSlip.word_id == FoundWord.id)
        .where(FoundSlip.slip.in_(slips_of(word)))
        .distinct()
        .order_by(FoundWord.word)
        .limit(_MOST_SPELLINGS)
    )
    return {other: word_id for other, word_id in session.execute(near) if is_one_slip_apart(word, other)}


def browse(session: Session, facets: Facets, *, page: int) -> Results:
    """A page of the published episodes that have the facets, newest first."""
    which = items_with(facets)
    found = published_episodes(session, which, offset=(page - 1) * PAGE_LENGTH, most=PAGE_LENGTH)
    told = tuple(
        Found(
            kind=FoundKind.EPISODE, show=one.show, episode=one, at=None,
            text=((one.item.description, False),) if one.item.description else (),
        )
        for one in found.episodes
    )  # fmt: skip
    return Results((), told, (), (), whole=found.total)


def _rows(
    session: Session, kind: FoundKind, spellings: Sequence[dict[str, int]], *, facets: Facets
) -> list[Findable]:
    query: Select[Findable] = select(Findable).where(Findable.kind == kind)
    which = items_with(facets)
    if which is not None and kind == FoundKind.SHOW:
        of_it = select(Show.id).join(Structure, Structure.id == Show.structure_id)
        query = query.where(Findable.show_id.in_(of_it.where(Structure.slug == facets.structure)))
    elif which is not None:
        query = query.where(Findable.item_id.in_(select(Item.id).where(which)))
    score: ColumnElement[int] = literal(0)
    for ids in spellings:
        has = (
            select(FoundPlace.findable_id, func.max(FoundPlace.weight).label("weight"))
            .where(FoundPlace.word_id.in_(ids.values()))
            .group_by(FoundPlace.findable_id)
            .subquery()
        )
        query = query.join(has, has.c.findable_id == Findable.id)
        score = score + has.c.weight
    query = query.order_by(score.desc(), Findable.id.desc())
    return list(session.scalars(query.limit(_MOST[kind])))


def _told(session: Session, rows: Sequence[Findable], *, words: set[str]) -> list[Found]:
    """With their shows and episodes; asked again whether they are published."""
    shows = {
        show.id: show
        for show in session.scalars(
            select(Show).where(Show.id.in_({row.show_id for row in rows})).options(joinedload(Show.structure))
        )
    }
    published = (
        select(Episode)
        .join(Item, Item.id == Episode.item_id)
        .where(
            Episode.item_id.in_({row.item_id for row in rows if row.item_id}),
            Item.state == ItemState.PUBLISHED,
        )
        .options(joinedload(Episode.item), joinedload(Episode.show))
    )
    episodes = {episode.item_id: episode for episode in session.scalars(published)}
    return [
        Found(
            kind=FoundKind(row.kind), show=shows[row.show_id], episode=episodes.get(row.item_id or ""),
            at=row.at, text=tuple(with_marks(row.text, words)),
        )
        for row in rows
        if row.item_id is None or row.item_id in episodes
    ]  # fmt: skip
