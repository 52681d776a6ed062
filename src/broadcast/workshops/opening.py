"""A host opens a workshop, looks at it, gives it another code, closes it."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from broadcast.accounts.repository import structure_by_slug
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import ConflictError, InvalidError, UnknownError, marked
from broadcast.library.lines import one_line
from broadcast.library.models import ItemKind
from broadcast.library.repository import show_by_slug
from broadcast.library.series_reading import series_by_slug
from broadcast.workshops.codes import NONCE_BYTES, WORKSHOP_SIGNS, code_of, lookup_of
from broadcast.workshops.hours import Hours, Stage
from broadcast.workshops.models import GuestDeposit, Workshop

_LISTED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWorkshop:
    """What a host says of a workshop. Without a `show`, what is deposited belongs to none yet.

    `series`, of whatever structure, gathers it.
    """

    name: str
    structure: str
    show: str = ""
    kind: str = ItemKind.EPISODE
    series: str = ""
    hours: Hours


def create_workshop(
    session: Session, told: NewWorkshop, *, actor: Actor, key: bytes, now: datetime
) -> Workshop:
    """Open one. Raises ForbiddenError, UnknownError, InvalidError."""
    place = structure_by_slug(session, told.structure)
    require_role(actor, Role.HOST, structure_id=place.id)
    show = show_by_slug(session, told.show) if told.show else None
    if show is not None and show.structure_id != place.id:
        raise InvalidError(
            "foreign_show",
            marked("“{show}” is a show of {its}, and the workshop is at {place}."),
            marked("Choose a show listed under {place}, or none."),
            show=show.title,
            its=show.structure.name,
            place=place.name,
        )
    if told.kind not in set(ItemKind):
        raise _no_name()
    name = _checked_name(told.name)
    workshop = Workshop(
        structure_id=place.id,
        show_id=show.id if show else None,
        series_id=series_by_slug(session, told.series).id if told.series else None,
        name=name,
        kind=told.kind,
        opens_at=told.hours.opens_at,
        closes_at=told.hours.closes_at,
        created_at=now,
    )
    _draw_code(workshop, key=key)
    session.add(workshop)
    session.flush()
    return workshop


def _checked_name(name: str) -> str:
    told = one_line(name)[:200]
    if not told:
        raise _no_name()
    return told


def _no_name() -> InvalidError:
    return InvalidError("no_name", marked("A workshop needs a name."), marked("A few words are enough."))


def change_workshop(
    session: Session, workshop_id: str, *, name: str, hours: Hours, actor: Actor, now: datetime
) -> None:
    """Call it otherwise, have it at other hours; its code stays.

    Raises UnknownError, InvalidError, and ConflictError once it was closed or its code is forgotten.
    """
    found = hosted_workshop(session, workshop_id, actor=actor, for_change=True)
    if found.closed_at is not None or found.hours.stage(now) == Stage.FORGOTTEN:
        raise ConflictError("workshop_ended", marked("This workshop has ended."), marked("Open another one."))
    found.name = _checked_name(name)
    found.opens_at, found.closes_at = hours.opens_at, hours.closes_at


def _draw_code(workshop: Workshop, *, key: bytes) -> None:
    nonce = secrets.token_bytes(NONCE_BYTES)
    workshop.nonce = nonce.hex()
    workshop.lookup = lookup_of(code_of(nonce, key=key, signs=WORKSHOP_SIGNS), key=key)


def code_of_workshop(workshop: Workshop, *, key: bytes) -> str:
    """Its code, as a host may see it again."""
    return code_of(bytes.fromhex(workshop.nonce), key=key, signs=WORKSHOP_SIGNS)


def hosted_workshop(
    session: Session, workshop_id: str, *, actor: Actor, for_change: bool = False
) -> Workshop:
    """A workshop of a structure where the actor is a host. Raises UnknownError for everybody else."""
    query = select(Workshop).where(Workshop.id == workshop_id)
    if for_change:
        query = query.with_for_update(of=Workshop)
    told = joinedload(Workshop.structure), joinedload(Workshop.show), joinedload(Workshop.series)
    found = session.scalar(query.options(*told))
    if found is None or not actor.is_at_least(Role.HOST, structure_id=found.structure_id):
        raise UnknownError("unknown_workshop", marked("There is no such workshop here."))
    return found


def hosted_deposit(session: Session, workshop_id: str, deposit_id: str, *, actor: Actor) -> GuestDeposit:
    """A deposit of a workshop that the actor is a host of, locked. Raises UnknownError."""
    hosted_workshop(session, workshop_id, actor=actor)
    found = session.get(GuestDeposit, deposit_id, with_for_update=True)
    if found is None or found.workshop_id != workshop_id:
        raise UnknownError("unknown_deposit", marked("There is no such deposit in this workshop."))
    return found


def guest_of_item(session: Session, item_id: str) -> GuestDeposit | None:
    """The deposit without an account that became an item."""
    return session.scalar(select(GuestDeposit).where(GuestDeposit.item_id == item_id))


def has_opened_since(session: Session, since: datetime, *, places: Collection[int]) -> bool:
    """Whether a workshop was made in one of these structures since then."""
    made = select(Workshop.id).where(Workshop.created_at >= since, Workshop.structure_id.in_(places))
    return session.scalar(made.limit(1)) is not None


def close_workshop(session: Session, workshop_id: str, *, actor: Actor, now: datetime) -> None:
    """Take no more deposits, those under way included. Closing twice changes nothing."""
    found = hosted_workshop(session, workshop_id, actor=actor, for_change=True)
    found.closed_at = found.closed_at or now


def change_code(session: Session, workshop_id: str, *, actor: Actor, key: bytes) -> None:
    """Draw another code: the one on the wall opens nothing any more, private links stay."""
    _draw_code(hosted_workshop(session, workshop_id, actor=actor, for_change=True), key=key)


def workshops_of(session: Session, actor: Actor) -> list[tuple[Workshop, int]]:
    """The workshops an actor is a host of, the latest first, with how many deposits each has."""
    count = (
        select(func.count())
        .where(GuestDeposit.workshop_id == Workshop.id, GuestDeposit.item_id.is_not(None))
        .scalar_subquery()
    )
    query = (
        select(Workshop, count)
        .options(joinedload(Workshop.structure), joinedload(Workshop.show))
        .order_by(Workshop.opens_at.desc(), Workshop.id)
        .limit(_LISTED)
    )
    if not actor.is_admin:
        hosted = [place for place, role in actor.roles.items() if role >= Role.HOST]
        query = query.where(Workshop.structure_id.in_(hosted))
    return [(workshop, number) for workshop, number in session.execute(query)]


def deposits_in(session: Session, workshop: Workshop) -> list[GuestDeposit]:
    """What was deposited in it, or begun, the newest first."""
    return list(
        session.scalars(
            select(GuestDeposit)
            .where(GuestDeposit.workshop_id == workshop.id)
            .options(joinedload(GuestDeposit.item))
            .order_by(GuestDeposit.created_at.desc(), GuestDeposit.id)
        )
    )
