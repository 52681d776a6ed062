"""How a show fills its slots: the order of its episodes, and its filler."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.library.models import Episode, EpisodeOrder, Item, Show, ShowFiller
from broadcast.library.repository import item_for


def set_airing(
    session: Session,
    show: Show,
    *,
    order: EpisodeOrder | None,
    filler: Sequence[str] | None,
    actor: Actor,
) -> None:
    """Change what is given; None leaves it. Raises UnknownError on a piece that the actor may not see."""
    require_role(actor, Role.HOST, structure_id=show.structure_id)
    if order is not None:
        show.episode_order = order
    if filler is None:
        return
    for item in filler:
        item_for(session, item, actor=actor)
    session.execute(delete(ShowFiller).where(ShowFiller.show_id == show.id))
    session.add_all(
        ShowFiller(show_id=show.id, position=place, item_id=item)
        for place, item in enumerate(dict.fromkeys(filler))
    )
    session.flush()


def number_episodes(session: Session, show: Show, numbers: Mapping[str, int | None], *, actor: Actor) -> None:
    """Give episodes of the show their numbers, by item; None takes one away. Others' items are left alone."""
    require_role(actor, Role.HOST, structure_id=show.structure_id)
    mine = select(Episode.item_id).where(Episode.show_id == show.id)
    for item in session.scalars(select(Item).where(Item.id.in_(list(numbers)), Item.id.in_(mine))):
        item.number = numbers[item.id]


def put_in_seasons(session: Session, show: Show, seasons: Mapping[str, int | None], *, actor: Actor) -> None:
    """Say of which season episodes of the show are, by item; None of none. Others' items are left alone."""
    require_role(actor, Role.HOST, structure_id=show.structure_id)
    mine = select(Episode.item_id).where(Episode.show_id == show.id)
    for item in session.scalars(select(Item).where(Item.id.in_(list(seasons)), Item.id.in_(mine))):
        item.season = seasons[item.id]


def by_season(episodes: Sequence[Episode]) -> list[tuple[int | None, list[Episode]]]:
    """Episodes in the order they come in, those of no season first, then the latest season. Pure."""
    found: dict[int | None, list[Episode]] = {}
    for episode in episodes:
        found.setdefault(episode.item.season, []).append(episode)
    return sorted(found.items(), key=lambda one: (one[0] is not None, -(one[0] or 0)))
