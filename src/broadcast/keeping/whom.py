"""Whose data is asked for: somebody with an account, somebody who reported, somebody with a private code."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from broadcast.accounts.models import Person
from broadcast.accounts.repository import person_by_email
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import UnknownError, marked
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.reports.models import Report
from broadcast.workshops.codes import DEPOSIT_SIGNS, lookup_of, read_code
from broadcast.workshops.models import GuestDeposit


@dataclass(frozen=True, slots=True)
class Whom:
    """What the station has under one e-mail address, one private code or one piece's id.

    `pieces` is how many were deposited with the account and not withdrawn.
    """

    person: Person | None = None
    deposit: GuestDeposit | None = None
    reports: list[Report] = field(default_factory=list)
    pieces: int = 0


def whom(session: Session, asked: str, *, actor: Actor, key: bytes) -> Whom:
    """Whoever is meant; for administrators. Raises ForbiddenError, UnknownError."""
    require_role(actor, Role.EDITOR, structure_id=None)
    asked = asked.strip()
    if "@" in asked:
        sent = select(Report).where(func.lower(Report.email) == asked.lower())
        person = person_by_email(session, asked)
        pieces = len(pieces_by(session, person)) if person else 0
        found = Whom(person, None, list(session.scalars(sent.order_by(Report.id))), pieces)
    else:
        found = Whom(deposit=_deposit(session, asked, key=key))
    if found == Whom():
        raise UnknownError(
            "nobody",
            marked("The station keeps nothing under that."),
            marked("Give an e-mail address, the private code of a deposit, or the address of a piece."),
        )
    return found


def pieces_by(session: Session, person: Person) -> Sequence[Item]:
    """What somebody deposited with their account and was not withdrawn."""
    own = (Item.depositor_id == person.id, Item.state != ItemState.WITHDRAWN)
    return session.scalars(select(Item).where(*own).order_by(Item.created_at, Item.id)).all()


def _deposit(session: Session, asked: str, *, key: bytes) -> GuestDeposit | None:
    code = read_code(asked)
    is_code = len(code) == DEPOSIT_SIGNS
    by = GuestDeposit.lookup == lookup_of(code, key=key) if is_code else GuestDeposit.item_id == _id(asked)
    query = select(GuestDeposit).where(by)
    return session.scalar(query.options(joinedload(GuestDeposit.workshop), joinedload(GuestDeposit.item)))


def _id(asked: str) -> str:
    """The id of a piece, alone or at the end of the address of its page."""
    return asked.rstrip("/").rpartition("/")[2][:36]
