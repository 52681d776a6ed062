"""Questions about shows, items and episodes. What is not public is asked for with an actor."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from broadcast.accounts.roles import Actor, not_allowed, require_sight
from broadcast.errors import GoneError, UnknownError, marked
from broadcast.library.models import Episode, Item, Rights, Show, Transcript
from broadcast.library.states import ItemState


class EpisodePage(NamedTuple):
    """One page of episodes, newest first, and how many there are in all."""

    episodes: list[Episode]
    total: int


def show_by_slug(session: Session, slug: str) -> Show:
    """The show with its structure. Raises UnknownError."""
    found = session.scalar(select(Show).where(Show.slug == slug).options(joinedload(Show.structure)))
    if found is None:
        raise UnknownError("unknown_show", marked("There is no show “{slug}”."), slug=slug)
    return found


def shows_to_deposit_in(session: Session, actor: Actor) -> list[Show]:
    """The shows an actor may deposit in, by title."""
    query = select(Show).order_by(Show.title)
    if not actor.is_admin:
        query = query.where(Show.structure_id.in_(actor.roles))
    return list(session.scalars(query))


def shows_in(session: Session, places: Collection[int]) -> list[Show]:
    """The shows of some structures, by title."""
    return list(session.scalars(select(Show).where(Show.structure_id.in_(places)).order_by(Show.title)))


def all_shows(session: Session) -> list[Show]:
    """Every show, by title."""
    return list(session.scalars(select(Show).order_by(Show.title)))


def _unknown_item() -> UnknownError:
    return UnknownError("unknown_item", marked("That cannot be found here."))


def item_for(session: Session, item_id: str, *, actor: Actor) -> Item:
    """An item an actor may see. Raises UnknownError where there is none, or not for them."""
    found = session.scalar(select(Item).where(Item.id == item_id).options(joinedload(Item.show)))
    if found is None:
        raise _unknown_item()
    if found.state != ItemState.PUBLISHED:
        require_sight_of(found, actor)
    return found


def item_for_change(session: Session, item_id: str, *, actor: Actor) -> Item:
    """The same, locked until the transaction ends. Raises as `require_hand_on`."""
    found = session.scalar(
        select(Item).where(Item.id == item_id).options(joinedload(Item.show)).with_for_update(of=Item)
    )
    if found is None:
        raise _unknown_item()
    require_hand_on(found, actor)
    return found


def require_hand_on(item: Item, actor: Actor) -> None:
    """Raise UnknownError where it is none of the actor's business, ForbiddenError where all may see it."""
    try:
        require_sight_of(item, actor)
    except UnknownError:
        if item.state == ItemState.PUBLISHED:
            raise not_allowed() from None
        raise


def require_sight_of(item: Item, actor: Actor) -> None:
    """Raise UnknownError where an item before its publication is none of the actor's business."""
    require_sight(
        actor,
        structure_id=item.structure_id,
        owner_id=item.depositor_id,
        committee_id=item.show.committee_id if item.show else None,
    )


def items_seen_by(
    session: Session, actor: Actor, *, state: ItemState | None = None, show: str | None = None
) -> list[Item]:
    """What an actor may see, newest first: published things, their structures', and their own."""
    query = select(Item).options(joinedload(Item.show)).order_by(Item.created_at.desc(), Item.id)
    if not actor.is_admin:
        query = query.where(is_seen_by(actor))
    if state is not None:
        query = query.where(Item.state == state)
    if show is not None:
        query = query.where(Item.show_id.in_(select(Show.id).where(Show.slug == show)))
    return list(session.scalars(query))


def deposits_of(session: Session, actor: Actor, *, most: int = 30) -> list[Item]:
    """What somebody deposited, newest first."""
    return list(
        session.scalars(
            select(Item)
            .where(Item.depositor_id == actor.person_id)
            .options(joinedload(Item.show))
            .order_by(Item.created_at.desc())
            .limit(most)
        )
    )


def _published_episodes() -> Select[Episode]:
    return (
        select(Episode)
        .join(Item, Item.id == Episode.item_id)
        .where(Item.state == ItemState.PUBLISHED)
        .options(joinedload(Episode.item), joinedload(Episode.show).joinedload(Show.structure))
        .order_by(Episode.published_at.desc(), Episode.id)
    )


def latest_episodes(session: Session, *, most: int = 12) -> list[Episode]:
    """The newest published episodes of the station."""
    return list(session.scalars(_published_episodes().limit(most)))


def episodes_of_show(
    session: Session, show: Show, *, offset: int = 0, most: int = 50, podcast_only: bool = False
) -> EpisodePage:
    """A show's published episodes; `podcast_only` leaves out those whose music may only air."""
    query = _published_episodes().where(Episode.show_id == show.id)
    if podcast_only:
        query = query.where(Item.rights == Rights.FREE)
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return EpisodePage(list(session.scalars(query.offset(offset).limit(most))), total)


def episode_at(session: Session, *, show: str, slug: str) -> Episode:
    """The episode of an address. Raises GoneError once withdrawn, UnknownError otherwise."""
    return _reachable(
        session.scalar(
            _any_episode()
            .join(Show, Show.id == Episode.show_id)
            .where(Show.slug == show, Episode.slug == slug)
        )
    )


def episode_by_id(session: Session, episode_id: str) -> Episode:
    """The published episode. Raises GoneError once withdrawn, UnknownError otherwise."""
    return _reachable(session.scalar(_any_episode().where(Episode.id == episode_id)))


def podcast_episode(session: Session, episode_id: str) -> Episode:
    """The published episode, where its rights let it be heard on demand. Raises GoneError, UnknownError."""
    episode = episode_by_id(session, episode_id)
    if not episode.is_on_demand:
        raise UnknownError(
            "not_on_demand", marked("The rights of this episode let it be heard on the air only.")
        )
    return episode


def episode_of_item(session: Session, item_id: str) -> Episode | None:
    """The episode an item became."""
    return session.scalar(select(Episode).where(Episode.item_id == item_id).options(joinedload(Episode.show)))


def episodes_of_items(session: Session, item_ids: Collection[str]) -> dict[str, Episode]:
    """The episodes of several items, by item."""
    found = session.scalars(
        select(Episode)
        .where(Episode.item_id.in_(item_ids))
        .options(joinedload(Episode.show), joinedload(Episode.item))
    )
    return {episode.item_id: episode for episode in found}


def _any_episode() -> Select[Episode]:
    return select(Episode).options(
        joinedload(Episode.item), joinedload(Episode.show).joinedload(Show.structure)
    )


def _reachable(found: Episode | None) -> Episode:
    if found is None:
        raise UnknownError("unknown_episode", marked("There is no such episode."))
    if found.item.state == ItemState.WITHDRAWN:
        raise GoneError("withdrawn", marked("This episode has been withdrawn."))
    if found.item.state != ItemState.PUBLISHED:
        raise UnknownError("unknown_episode", marked("There is no such episode."))
    return found


def feed_changed_at(session: Session, show: Show) -> datetime:
    """When the show's feed last changed: something was published, withdrawn, put in words; else made."""
    newest = session.execute(
        select(
            func.max(Item.published_at),
            func.max(Item.withdrawn_at),
            func.max(Item.changed_at),
            func.max(Transcript.updated_at),
        )
        .outerjoin(Transcript, Transcript.item_id == Item.id)
        .where(Item.show_id == show.id)
    ).one()
    return max(moment for moment in (*newest, show.created_at) if moment is not None)


def withdrawn_items(session: Session) -> frozenset[str]:
    """Every item that must not be heard any more."""
    return frozenset(session.scalars(select(Item.id).where(Item.withdrawn_at.is_not(None))))


def withdrawn_moments(session: Session, ids: Collection[str]) -> dict[str, datetime]:
    """Of these items, when those were withdrawn that were."""
    query = select(Item.id, Item.withdrawn_at).where(Item.id.in_(ids), Item.withdrawn_at.is_not(None))
    found = session.execute(query) if ids else ()
    return {item: moment for item, moment in found if moment is not None}


def items_that_only_air(session: Session, ids: Collection[str]) -> frozenset[str]:
    """Of these items, those whose rights let them air and no more."""
    query = select(Item.id).where(Item.id.in_(ids), Item.rights == Rights.MUSIC)
    return frozenset(session.scalars(query)) if ids else frozenset()


def twins_of(session: Session, item: Item, *, actor: Actor) -> list[Item]:
    """Other deposits of the same bytes that this actor may see and that may still air, oldest first."""
    query = (
        select(Item)
        .where(Item.source_sha == item.source_sha, Item.id != item.id, Item.state.not_in(_ENDED))
        .options(joinedload(Item.show))
        .order_by(Item.created_at, Item.id)
        .limit(5)
    )
    return list(session.scalars(query if actor.is_admin else query.where(is_seen_by(actor))))


def is_shared(session: Session, item: Item) -> bool:
    """Whether another item stands on the same original: one that was not given up before it was ready."""
    stands = or_(Item.state != ItemState.WITHDRAWN, Item.package.is_not(None))
    query = select(Item.id).where(Item.source_sha == item.source_sha, Item.id != item.id, stands).limit(1)
    return session.scalar(query) is not None


_ENDED = (ItemState.WITHDRAWN, ItemState.FAILED, ItemState.REJECTED)


def is_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Which items an actor may see, as a condition."""
    return or_(
        Item.state == ItemState.PUBLISHED,
        Item.structure_id.in_(actor.roles),
        Item.show_id.in_(select(Show.id).where(Show.committee_id.in_(actor.committees))),
        and_(Item.depositor_id.is_not(None), Item.depositor_id == actor.person_id),
    )


def pieces_named(session: Session, *, words: str, most: int, also: Collection[str] = ()) -> list[Item]:
    """Approved pieces that can air: those of `also`, then those whose title or artist has the words."""
    fits = or_(Item.title.icontains(words, autoescape=True), Item.artist.icontains(words, autoescape=True))
    ready = select(Item).where(Item.state == ItemState.PUBLISHED, Item.package.is_not(None))
    kept = session.scalars(ready.where(Item.id.in_(also)).order_by(Item.title, Item.id))
    others = session.scalars(
        ready.where(Item.id.not_in(also), fits).order_by(Item.published_at.desc(), Item.id).limit(most)
    )
    return [*kept, *others]
