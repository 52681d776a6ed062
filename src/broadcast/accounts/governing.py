"""What administrators and editors change of structures and people; each act is in the audit log."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.charter import note_signature
from broadcast.accounts.models import Membership, Person, Structure, WebSession
from broadcast.accounts.people import join_structure, note_person
from broadcast.accounts.repository import structure_by_slug
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import ConflictError, InvalidError, UnknownError, marked


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureWords:
    """What an administrator says of a structure. `charter_by` is its head who signed, `charter_on` when."""

    name: str
    charter_by: str
    charter_on: date | None
    is_trusted: bool


def describe(session: Session, slug: str, told: StructureWords, *, actor: Actor, now: datetime) -> Structure:
    """Change what is said of a structure; for administrators. Raises ForbiddenError, InvalidError."""
    require_role(actor, Role.EDITOR, structure_id=None)
    place = structure_by_slug(session, slug)
    name, signed_by = told.name.strip()[:200], told.charter_by.strip()[:200]
    is_signed_otherwise = (place.charter_by, place.charter_on) != (signed_by, told.charter_on)
    if not name or (is_signed_otherwise and bool(signed_by) != (told.charter_on is not None)):
        raise InvalidError(
            "half_said",
            marked("A structure needs a name, and a charter both who signed it and when."),
            marked("Fill in what is missing, or clear both."),
        )
    changes = (
        (Act.RENAME, place.name != name),
        (Act.TRUST, place.is_trusted != told.is_trusted),
    )
    place.name, place.is_trusted = name, told.is_trusted
    for act, is_new in changes:
        if is_new:
            record(
                session,
                Done(act=act, subject=f"structure:{slug}", structure_id=place.id, at=now),
                actor=actor,
            )
    if is_signed_otherwise:
        note_signature(session, place, signed_by=signed_by, signed_on=told.charter_on, actor=actor, now=now)
    return place


def require_charter(structure: Structure, *, actor: Actor) -> None:
    """Raise ConflictError where no charter is signed; the administrator answers for what they open."""
    if structure.charter_on is None and not actor.is_admin:
        raise ConflictError(
            "charter_needed",
            marked("“{structure}” has not signed the charter yet."),
            marked(
                "Whoever answers for the structure reads and signs it on the structure’s page in the studio."
            ),
            structure=structure.name,
        )


def members_of(session: Session, structure: Structure) -> list[tuple[Person, Role]]:
    """Who works there and as what, by name."""
    found = session.execute(
        select(Person, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.structure_id == structure.id)
        .order_by(Person.name, Person.id)
    )
    return [(person, Role.named(role)) for person, role in found]


def change_role(
    session: Session, structure: Structure, person_id: int, role: Role | None, *, actor: Actor, now: datetime
) -> None:
    """Give a member another role, or None to take it away; for its editors. Raises as `_member`."""
    require_role(actor, Role.EDITOR, structure_id=structure.id)
    person = _member(session, structure, person_id)
    if role is not None:
        join_structure(session, person, structure=structure, role=role, now=now, by=actor)
        return
    session.execute(
        delete(Membership).where(Membership.person_id == person_id, Membership.structure_id == structure.id)
    )
    note_person(session, Act.LEAVE, person, by=actor, now=now, structure_id=structure.id)


def _member(session: Session, structure: Structure, person_id: int) -> Person:
    found = session.scalar(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.id == person_id, Membership.structure_id == structure.id)
    )
    if found is None:
        raise unknown_person()
    return found


def unknown_person() -> UnknownError:
    """There is nobody of that number, or not for whoever asks."""
    return UnknownError("unknown_person", marked("There is nobody by that name here."))


def person_for(session: Session, person_id: int, *, actor: Actor) -> Person:
    """A person, for administrators. Raises ForbiddenError, UnknownError."""
    require_role(actor, Role.EDITOR, structure_id=None)
    found = session.get(Person, person_id)
    if found is None:
        raise unknown_person()
    return found


def close_account(session: Session, person_id: int, *, actor: Actor, now: datetime) -> None:
    """Let a person in no more, by password, cookie or key. Raises ConflictError for one's own account."""
    person = person_for(session, person_id, actor=actor)
    if person.id == actor.person_id:
        raise ConflictError(
            "own_account",
            marked("You cannot close your own account."),
            marked("Ask another administrator."),
        )
    person.disabled_at = now
    session.execute(delete(WebSession).where(WebSession.person_id == person.id))
    note_person(session, Act.DISABLE, person, by=actor, now=now)


def open_account(session: Session, person_id: int, *, actor: Actor, now: datetime) -> None:
    """Let a person in again."""
    person = person_for(session, person_id, actor=actor)
    person.disabled_at = None
    note_person(session, Act.ENABLE, person, by=actor, now=now)
