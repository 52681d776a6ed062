"""Who agreed to what in a piece, as whoever decides on it sees it: what is missing, to be noted there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor, Role
from broadcast.library.agreeing import PersonHeard, by_person
from broadcast.library.consents import ConsentKind, consents_of
from broadcast.library.models import Item
from broadcast.workshops.opening import guest_of_item


@dataclass(frozen=True, slots=True)
class Agreed:
    """Everybody noted in a piece, those of whom something is missing, and the ids of what holds.

    `wants_to_hear` is the name of whoever deposited it without an account and has not said yes yet.
    """

    names: tuple[str, ...]
    lacking: tuple[PersonHeard, ...]
    held: frozenset[int]
    may_note: bool
    wants_to_hear: str


def agreed_of(session: Session, item: Item, *, actor: Actor, now: datetime) -> Agreed:
    """How it stands with the agreements of a piece."""
    rows = consents_of(session, [item.id]).get(item.id, [])
    people = by_person(rows)
    lacking = [name for name, told in people.items() if not all(one.holds(now) for one in told)]
    guest = guest_of_item(session, item.id)
    own = [one for one in rows if guest is not None and one.asked_at == guest.created_at]
    wants = [one.name for one in own if one.kind == ConsentKind.PUBLISHING and one.given_at is None]
    return Agreed(
        names=tuple(people),
        lacking=tuple(PersonHeard(name, tuple(people[name]), ()) for name in lacking),
        held=frozenset(one.id for one in rows if one.holds(now)),
        may_note=actor.is_at_least(Role.HOST, structure_id=item.structure_id),
        wants_to_hear=next(iter(wants), ""),
    )


def lacking_among(session: Session, item_ids: list[str], *, now: datetime) -> frozenset[str]:
    """Which of several pieces cannot be published for want of an agreement."""
    found = consents_of(session, item_ids)
    return frozenset(item for item, rows in found.items() if not all(one.holds(now) for one in rows))
