"""What facets are called, and which there are to choose from."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcast.accounts.models import Structure
from broadcast.library.finding.facets import Facets
from broadcast.library.finding.words import folded, words_in
from broadcast.library.models import Episode, Item
from broadcast.library.series_models import Series
from broadcast.library.states import ItemState
from broadcast.library.tag_models import ItemTag, Tag
from broadcast.library.tags import TagKind


class Named(NamedTuple):
    """A tag, and how many published pieces are about it."""

    tag: Tag
    pieces: int


def names_of(session: Session, facets: Facets) -> dict[str, str]:
    """What the places, people and keywords that are asked for are called, by the facet's name."""
    slugs = {"place": facets.place, "person": facets.person, "keyword": facets.keyword}
    kinds = {TagKind.PLACE.value: "place", TagKind.PERSON.value: "person", TagKind.KEYWORD.value: "keyword"}
    asked = {name: slug for name, slug in slugs.items() if slug}
    query = select(Tag).where(Tag.slug.in_([folded(slug) for slug in asked.values()]))
    found = {(kinds[tag.kind], tag.slug): tag.name for tag in session.scalars(query)} if asked else {}
    return {name: found.get((name, folded(slug)), slug) for name, slug in asked.items()}


def structures_heard(session: Session) -> Sequence[Structure]:
    """The structures that have published something, by name."""
    heard = select(Item.structure_id).join(Episode, Episode.item_id == Item.id)
    query = select(Structure).where(Structure.id.in_(heard.where(Item.state == ItemState.PUBLISHED)))
    return session.scalars(query.order_by(Structure.name)).all()


def series_named(session: Session) -> Sequence[Series]:
    """Every series, by title."""
    return session.scalars(select(Series).order_by(Series.title, Series.id)).all()


def series_like(known: Sequence[Series], question: str) -> list[Series]:
    """Of these, those whose title or place has every word that is looked for, or one that begins so. Pure."""
    asked = words_in(question)
    return [
        one
        for one in known
        if asked
        and all(any(word.startswith(part) for word in words_in(f"{one.title} {one.place}")) for part in asked)
    ]


def most_named(session: Session, *, most: int) -> list[Named]:
    """The places and keywords that most published pieces are about, of each kind so many, by name."""
    count = func.count().label("pieces")
    found: list[Named] = []
    for kind in (TagKind.PLACE, TagKind.KEYWORD):
        query = (
            select(Tag, count)
            .join(ItemTag, ItemTag.tag_id == Tag.id)
            .where(Tag.kind == kind)
            .group_by(Tag.id)
            .order_by(count.desc(), Tag.name)
            .limit(most)
        )
        named = [Named(tag, pieces) for tag, pieces in session.execute(query)]
        found += sorted(named, key=lambda one: folded(one.tag.name))
    return found
