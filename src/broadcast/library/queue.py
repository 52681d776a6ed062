"""What waits for a host: pieces to review, and what was changed of published ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from broadcast.accounts.models import Person
from broadcast.accounts.roles import Actor, Role
from broadcast.library.drafts import Words, version_of, words_of
from broadcast.library.models import Draft, Item, Show
from broadcast.library.states import ItemState

LONGEST_QUEUE = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the queue: the item, what was changed of it once it was public, and who deposited it."""

    item: Item
    draft: Draft | None
    depositor: str

    @property
    def words(self) -> Words:
        """What it will be called."""
        return words_of(self.item, self.draft)

    @property
    def version(self) -> str:
        """Which version is looked at."""
        return version_of(self.item, self.draft)


def queue_of(session: Session, actor: Actor) -> list[Waiting]:
    """What waits for this host or this member of committees, what came first at the top."""
    waits = or_(
        Item.state == ItemState.TO_REVIEW,
        and_(Item.state == ItemState.PUBLISHED, Draft.state == ItemState.TO_REVIEW),
    )
    query = (
        select(Item, Draft, Person.name)
        .outerjoin(Draft, and_(Draft.item_id == Item.id, Item.state == ItemState.PUBLISHED))
        .outerjoin(Person, Person.id == Item.depositor_id)
        .where(waits)
        .options(joinedload(Item.show))
        .order_by(Item.created_at, Item.id)
        .limit(LONGEST_QUEUE)
    )
    if not actor.is_admin:
        of_committee = select(Show.id).where(Show.committee_id.in_(actor.committees))
        query = query.where(or_(Item.structure_id.in_(_hosted(actor)), Item.show_id.in_(of_committee)))
    return [Waiting(item, draft, name or "") for item, draft, name in session.execute(query)]


def under_way(session: Session, actor: Actor) -> Sequence[Item]:
    """What will wait for this host once it is prepared, and what was refused, newest first."""
    query = (
        select(Item)
        .where(Item.state.in_((ItemState.RECEIVED, ItemState.PROCESSING, ItemState.FAILED)))
        .options(joinedload(Item.show))
        .order_by(Item.created_at.desc(), Item.id)
        .limit(LONGEST_QUEUE)
    )
    if not actor.is_admin:
        query = query.where(Item.structure_id.in_(_hosted(actor)))
    return session.scalars(query).all()


def _hosted(actor: Actor) -> list[int]:
    return [place for place, role in actor.roles.items() if role >= Role.HOST]
