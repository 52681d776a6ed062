"""Questions about what is published, across shows: what everybody may find."""

from datetime import datetime
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from broadcast.accounts.models import Structure
from broadcast.library.models import Episode, Item, Rights, Show, Transcript
from broadcast.library.repository import EpisodePage
from broadcast.library.states import ItemState

Which: TypeAlias = ColumnElement[bool] | None
"""Which items, as a condition; None for every one."""


def shows_of(structure: Structure) -> Select[int]:
    """The shows of a structure, by id."""
    return select(Show.id).where(Show.structure_id == structure.id)


def of_shows(shows: Select[int]) -> Which:
    """The items of these shows."""
    return Item.show_id.in_(shows)


def podcast_episodes(session: Session, which: Which, *, offset: int, most: int) -> EpisodePage:
    """Those of these items' published episodes that podcasts may have, newest first."""
    is_free = Item.rights == Rights.FREE
    return published_episodes(
        session, is_free if which is None else is_free & which, offset=offset, most=most
    )


def published_episodes(session: Session, which: Which, *, offset: int, most: int) -> EpisodePage:
    """The published episodes of these items, newest first."""
    query = select(Episode).join(Item, Item.id == Episode.item_id).where(Item.state == ItemState.PUBLISHED)
    if which is not None:
        query = query.where(which)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    told = (
        query.options(joinedload(Episode.item), joinedload(Episode.show).joinedload(Show.structure))
        .order_by(Episode.published_at.desc(), Episode.id)
        .offset(offset)
        .limit(most)
    )
    return EpisodePage(list(session.scalars(told)), total)


def changed_at(session: Session, which: Which) -> datetime | None:
    """When one of these items was last published, withdrawn or put in words; None where none ever was."""
    query = select(
        func.max(Item.published_at),
        func.max(Item.withdrawn_at),
        func.max(Item.changed_at),
        func.max(Transcript.updated_at),
    ).outerjoin(Transcript, Transcript.item_id == Item.id)
    query = query.where(Item.show_id.is_not(None) if which is None else which)
    return max((moment for moment in session.execute(query).one() if moment is not None), default=None)


def shows_with_episodes(session: Session, structure: Structure) -> list[tuple[Show, int]]:
    """A structure's shows by title, each with how many episodes it has published."""
    published = (
        select(Episode.show_id, func.count().label("episodes"))
        .join(Item, Item.id == Episode.item_id)
        .where(Item.state == ItemState.PUBLISHED)
        .group_by(Episode.show_id)
        .subquery()
    )
    query = (
        select(Show, func.coalesce(published.c.episodes, 0))
        .outerjoin(published, published.c.show_id == Show.id)
        .where(Show.structure_id == structure.id)
        .order_by(Show.title, Show.id)
    )
    return [(show, count) for show, count in session.execute(query)]
