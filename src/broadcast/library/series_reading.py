"""Questions about series and events. What is not published is asked for with an actor."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from broadcast.accounts.roles import Actor, Role
from broadcast.errors import UnknownError, marked
from broadcast.library.models import Episode, Item, Show
from broadcast.library.published import Which
from broadcast.library.repository import EpisodePage, is_seen_by
from broadcast.library.series_models import Series, SeriesPiece
from broadcast.library.states import ItemState


class Counted(NamedTuple):
    """A series, and how many of its episodes are published."""

    series: Series
    episodes: int


def series_by_slug(session: Session, slug: str) -> Series:
    """The series with its structure. Raises UnknownError."""
    query = select(Series).where(Series.slug == slug).options(joinedload(Series.structure))
    found = session.scalar(query)
    if found is None:
        raise UnknownError("unknown_series", marked("There is no such series."))
    return found


def pieces_of(series: Series) -> Which:
    """The items of a series, as a condition."""
    return Item.id.in_(select(SeriesPiece.item_id).where(SeriesPiece.series_id == series.id))


def positions_in(session: Session, series: Series) -> dict[str, int]:
    """The place of each item of a series."""
    query = select(SeriesPiece.item_id, SeriesPiece.position).where(SeriesPiece.series_id == series.id)
    return dict(session.execute(query).all())


def episodes_in(session: Session, series: Series, *, offset: int, most: int) -> EpisodePage:
    """The published episodes of a series, in its order."""
    query = (
        select(Episode)
        .join(Item, Item.id == Episode.item_id)
        .join(SeriesPiece, SeriesPiece.item_id == Item.id)
        .where(SeriesPiece.series_id == series.id, Item.state == ItemState.PUBLISHED)
    )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    told = (
        query.options(joinedload(Episode.item), joinedload(Episode.show).joinedload(Show.structure))
        .order_by(SeriesPiece.position, Episode.id)
        .offset(offset)
        .limit(most)
    )
    return EpisodePage(list(session.scalars(told)), total)


def pieces_seen_in(session: Session, series: Series, *, actor: Actor) -> list[tuple[Item, int]]:
    """The items of a series that an actor may see, each with its place, in its order."""
    query = (
        select(Item, SeriesPiece.position)
        .join(SeriesPiece, SeriesPiece.item_id == Item.id)
        .where(SeriesPiece.series_id == series.id, Item.state != ItemState.WITHDRAWN)
        .options(joinedload(Item.show))
        .order_by(SeriesPiece.position, Item.id)
    )
    if not actor.is_admin:
        query = query.where(is_seen_by(actor))
    return [(item, position) for item, position in session.execute(query)]


def series_of_item(session: Session, item_id: str) -> Sequence[Series]:
    """The series that an item is in, by title."""
    query = select(Series).join(SeriesPiece, SeriesPiece.series_id == Series.id)
    return session.scalars(query.where(SeriesPiece.item_id == item_id).order_by(Series.title)).all()


def all_series(session: Session, *, most: int | None = None) -> list[Counted]:
    """Every series, what changed last first, each with how many of its episodes are published."""
    published = (
        select(SeriesPiece.series_id, func.count().label("episodes"))
        .join(Item, Item.id == SeriesPiece.item_id)
        .join(Episode, Episode.item_id == Item.id)
        .where(Item.state == ItemState.PUBLISHED)
        .group_by(SeriesPiece.series_id)
        .subquery()
    )
    query = (
        select(Series, func.coalesce(published.c.episodes, 0))
        .outerjoin(published, published.c.series_id == Series.id)
        .options(joinedload(Series.structure))
        .order_by(Series.changed_at.desc(), Series.id.desc())
        .limit(most)
    )
    return [Counted(series, count) for series, count in session.execute(query)]


def may_edit(actor: Actor, series: Series) -> bool:
    """Whether somebody looks after a series."""
    return actor.is_at_least(Role.EDITOR, structure_id=series.structure_id)
