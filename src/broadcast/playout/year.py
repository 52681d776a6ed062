"""What a year was, in numbers: what each structure made, how much each channel was listened to.

Nobody is in it: pieces, workshops and minutes are counted, no people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from broadcast.accounts.models import Structure
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.playout.models import AudienceRow
from broadcast.schedule.models import Channel
from broadcast.workshops.models import GuestDeposit, Workshop


@dataclass(frozen=True, slots=True)
class Made:
    """What a structure did. `by_guests` are the deposits of people without an account.

    `published` counts what came out in that year and is still there, `seconds` how long that is.
    """

    name: str
    workshops: int
    deposits: int
    by_guests: int
    published: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Heard:
    """How much a channel was listened to live; `most` is how many listened in its best minute."""

    name: str
    hours: float
    connections: int
    most: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time, its end left out."""

    begin: datetime
    end: datetime

    def holds(self, moment: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        """Whether a column's moment is in it."""
        return (moment >= self.begin) & (moment < self.end)


def made_in(session: Session, structures: Sequence[Structure], stretch: Stretch) -> list[Made]:
    """Of each of these structures, in their order."""
    workshops = _by_first(
        session,
        select(Workshop.structure_id, func.count())
        .where(stretch.holds(Workshop.opens_at))
        .group_by(Workshop.structure_id),
    )
    by_guests = _by_first(
        session,
        select(Workshop.structure_id, func.count(GuestDeposit.item_id))
        .join(GuestDeposit, GuestDeposit.workshop_id == Workshop.id)
        .where(stretch.holds(GuestDeposit.created_at))
        .group_by(Workshop.structure_id),
    )
    deposits = _by_first(
        session,
        select(Item.structure_id, func.count())
        .where(stretch.holds(Item.created_at))
        .group_by(Item.structure_id),
    )
    published = _by_first(
        session,
        select(Item.structure_id, func.count(), func.sum(Item.seconds))
        .where(stretch.holds(Item.published_at), Item.state == ItemState.PUBLISHED)
        .group_by(Item.structure_id),
    )
    nothing = (0, 0.0)
    return [
        Made(
            one.name,
            workshops.get(one.id, nothing)[0],
            deposits.get(one.id, nothing)[0],
            by_guests.get(one.id, nothing)[0],
            published.get(one.id, nothing)[0],
            published.get(one.id, nothing)[1] or 0.0,
        )
        for one in structures
    ]


def heard_in(session: Session, channels: Sequence[Channel], stretch: Stretch) -> list[Heard]:
    """Of each of these channels, in their order; what is older than statistics are kept is not known."""
    counted = _by_first(
        session,
        select(
            AudienceRow.channel_id,
            func.sum(AudienceRow.listeners),
            func.sum(AudienceRow.connections),
            func.max(AudienceRow.listeners),
        )
        .where(stretch.holds(AudienceRow.minute))
        .group_by(AudienceRow.channel_id),
    )
    told = ((one.name, counted.get(one.id, (0, 0, 0))) for one in channels)
    return [Heard(name, minutes / 60, connections, most) for name, (minutes, connections, most) in told]


def _by_first(session: Session, statement: Select[*tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    return {first: tuple(rest) for first, *rest in session.execute(statement)}
