"""What a committee decides: so many yeses, or the first one where nobody objects within a day.

A vote counts for the version it was given to: whoever edits a piece begins anew. An objection sends the
piece back with words and takes all votes away. `outcome` is pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.models import Committee, Person
from broadcast.accounts.roles import Actor
from broadcast.errors import ConflictError, ForbiddenError, marked
from broadcast.library.drafts import version_of
from broadcast.library.models import Draft, Item, Show, Vote
from broadcast.library.noting import note
from broadcast.library.states import ItemState

OBJECTIONS = timedelta(hours=24)
"""How long whoever is in the committee may object to the first yes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a vote stands: `passes_at` is when it passes by itself, None where that takes more yeses."""

    is_carried: bool
    yeses: int
    needed: int
    passes_at: datetime | None


def outcome(quorum: int, yeses: Sequence[datetime], *, now: datetime) -> Outcome:
    """What the yeses come to; `quorum` 0 asks for one, and a day without an objection."""
    if quorum:
        return Outcome(len(yeses) >= quorum, len(yeses), quorum, None)
    passes_at = min(yeses) + OBJECTIONS if yeses else None
    return Outcome(passes_at is not None and passes_at <= now, len(yeses), 1, passes_at)


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote as it is shown to those who may vote or decide."""

    committee: Committee
    outcome: Outcome
    voters: tuple[str, ...]
    has_voted: bool


def governing(session: Session, item: Item) -> Committee | None:
    """The committee that decides on an item: that of its show."""
    chosen = item.show.committee_id if item.show else None
    return session.get(Committee, chosen) if chosen is not None else None


def ballot_of(
    session: Session, item: Item, draft: Draft | None, *, actor: Actor, now: datetime
) -> Ballot | None:
    """How the vote on this version stands; None where no committee decides."""
    committee = governing(session, item)
    if committee is None:
        return None
    votes = _votes(session, item, version_of(item, draft))
    names = session.scalars(
        select(Person.name).where(Person.id.in_([vote.person_id for vote in votes])).order_by(Person.name)
    )
    return Ballot(
        committee,
        outcome(committee.quorum, [vote.at for vote in votes], now=now),
        tuple(names),
        actor.person_id in {vote.person_id for vote in votes},
    )


def carried(  # whose vote it is, on what
    session: Session, committee: Committee, item: Item, draft: Draft | None, *, actor: Actor, now: datetime
) -> bool:
    """Count the actor's yes; whether it is enough. An administrator's word is enough by itself.

    Raises ForbiddenError for others than members, ConflictError where the station itself asks too early.
    """
    version = version_of(item, draft)
    if committee.id in actor.committees and actor.person_id is not None:
        session.merge(Vote(item_id=item.id, person_id=actor.person_id, version=version, at=now))
        session.flush()
        note(session, Act.VOTE, item, actor=actor, now=now)
    elif actor.is_admin and actor.person_id is not None:
        return True
    elif not actor.is_admin:
        raise ForbiddenError(
            "committee_decides",
            marked("The committee “{name}” decides on this show."),
            marked("Its members find the piece in what they have to review."),
            name=committee.name,
        )
    stands = outcome(committee.quorum, [vote.at for vote in _votes(session, item, version)], now=now)
    if not stands.is_carried and actor.person_id is None:
        raise ConflictError("undecided", marked("The committee has not decided yet."))
    return stands.is_carried


def forget_votes(session: Session, item: Item) -> None:
    """It was sent back or published: what was voted is over."""
    session.execute(delete(Vote).where(Vote.item_id == item.id))


def undisputed(session: Session, *, now: datetime) -> list[tuple[str, str]]:
    """What waits only for the end of its day of objections, which is over: (item, version).

    A yes to a version that was edited since waits for nothing any more.
    """
    query = (
        select(Item, Draft, Vote.version)
        .join(Vote, Vote.item_id == Item.id)
        .join(Show, Show.id == Item.show_id)
        .join(Committee, Committee.id == Show.committee_id)
        .outerjoin(Draft, and_(Draft.item_id == Item.id, Item.state == ItemState.PUBLISHED))
        .where(Committee.quorum == 0, Vote.at <= now - OBJECTIONS)
        .where(or_(Item.state == ItemState.TO_REVIEW, Draft.item_id.is_not(None)))
        .order_by(Item.id)
    )
    over = dict.fromkeys(
        (item.id, version)
        for item, draft, version in session.execute(query)
        if version == version_of(item, draft)
    )
    return list(over)


def _votes(session: Session, item: Item, version: str) -> list[Vote]:
    return list(session.scalars(select(Vote).where(Vote.item_id == item.id, Vote.version == version)))
