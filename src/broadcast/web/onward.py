"""Where a published piece is found, and where one goes on from there: its page, the grid, its series."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor
from broadcast.library.models import Episode, Item
from broadcast.library.repository import episode_of_item
from broadcast.library.series import may_gather
from broadcast.library.series_models import Series
from broadcast.library.series_reading import all_series, series_of_item
from broadcast.schedule.models import Channel
from broadcast.schedule.repository import channels_hosted_by, channels_playing


@dataclass(frozen=True, slots=True)
class Onward:
    """A piece's page and series, the channels whose grid has its show, and the grids one may change."""

    episode: Episode | None
    series: Sequence[Series]
    airs_on: Sequence[Channel]
    grids: Sequence[Channel]
    may_gather: bool


def onward_of(session: Session, item: Item, *, actor: Actor) -> Onward:
    """Where it leads."""
    series = series_of_item(session, item.id)
    return Onward(
        episode=episode_of_item(session, item.id),
        series=series,
        airs_on=channels_playing(session, item.show_id) if item.show_id is not None else (),
        grids=channels_hosted_by(session, actor),
        may_gather=may_gather(item, actor) and len(all_series(session)) > len(series),
    )
