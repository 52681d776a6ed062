"""Links that let somebody in, made by hand: to join, or to choose a new password. No e-mail is needed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.connections import Source, note_account
from broadcast.accounts.models import Invitation, Membership, Person, Structure, WebSession
from broadcast.accounts.people import check_password_length, create_person, join_structure, note_person
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.accounts.secrets import digest, fresh_secret, hash_password
from broadcast.errors import GoneError, UnknownError, marked

LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What somebody says of themselves when they follow a link."""

    email: str
    name: str
    password: str


def invite(session: Session, structure: Structure, *, role: Role, actor: Actor, now: datetime) -> str:
    """A link's secret, told this once, for somebody who joins with that role. Raises ForbiddenError."""
    require_role(actor, Role.EDITOR, structure_id=structure.id)
    secret = fresh_secret()
    session.add(
        Invitation(
            digest=digest(secret),
            structure_id=structure.id,
            role=role.name.lower(),
            by_id=actor.person_id,
            expires_at=now + LASTS,
        )
    )
    done = Done(
        act=Act.INVITE,
        subject=f"structure:{structure.slug}",
        structure_id=structure.id,
        at=now,
        details={"role": role.name.lower()},
    )
    record(session, done, actor=actor)
    return secret


def let_choose_password(session: Session, person: Person, *, actor: Actor, now: datetime) -> str:
    """A link's secret for somebody who forgot theirs; for administrators. Raises ForbiddenError."""
    require_role(actor, Role.EDITOR, structure_id=None)
    secret = fresh_secret()
    kept = Invitation(
        digest=digest(secret), person_id=person.id, by_id=actor.person_id, expires_at=now + LASTS, role=""
    )
    session.add(kept)
    note_person(session, Act.INVITE, person, by=actor, now=now, what="password")
    return secret


@dataclass(frozen=True, slots=True)
class Welcome:
    """Who gave a link, to which structure it leads, in which role: each empty where it is not told."""

    by: str
    place: str
    role: str


def welcome_of(session: Session, link: Invitation) -> Welcome:
    """What is told to whoever follows a link."""
    by = session.get(Person, link.by_id) if link.by_id is not None else None
    place = session.get(Structure, link.structure_id) if link.structure_id is not None else None
    return Welcome(by.name if by else "", place.name if place else "", link.role)


def has_invited(session: Session, role: Role, *, now: datetime) -> bool:
    """Whether anybody holds that role or a higher one, or was given a link to it that still opens."""
    words = [one.name.lower() for one in Role if one >= role]
    held = select(Membership.person_id).where(Membership.role.in_(words)).limit(1)
    still = Invitation.used_at.is_(None), Invitation.expires_at > now
    given = select(Invitation.digest).where(Invitation.role.in_(words), *still).limit(1)
    return session.scalar(held) is not None or session.scalar(given) is not None


def opened(session: Session, secret: str, *, now: datetime) -> Invitation:
    """What a link is for, locked. Raises UnknownError, and GoneError once it was used or is too old."""
    found = session.get(Invitation, digest(secret), with_for_update=True)
    if found is None:
        raise UnknownError("unknown_invitation", marked("This link opens nothing."), _ASK)
    if found.used_at is not None or found.expires_at <= now:
        raise GoneError("spent_invitation", marked("This link has been used, or is too old."), _ASK)
    return found


_ASK = marked("Ask whoever gave it to you for a new one.")


def accept(session: Session, secret: str, told: Newcomer, *, source: Source, now: datetime) -> Person:
    """Follow a link: a new account with its role, or a new password.

    Raises as `opened`; InvalidError, ConflictError where the address has an account.
    """
    link = opened(session, secret, now=now)
    link.used_at = now
    if link.person_id is not None:
        return _renewed(session, session.get_one(Person, link.person_id), told.password, now=now)
    person = create_person(
        session, email=told.email, name=told.name, password=told.password, is_admin=False, now=now
    )
    note_account(session, person, source=source, now=now)
    structure = session.get_one(Structure, link.structure_id)
    join_structure(session, person, structure=structure, role=Role.named(link.role), now=now)
    return person


def join_by(session: Session, secret: str, *, actor: Actor, now: datetime) -> None:
    """Follow a link with an account that one has: a higher role there already stays.

    Raises as `opened`, and UnknownError where the link is for a password.
    """
    link = opened(session, secret, now=now)
    if link.structure_id is None or actor.person_id is None:
        raise UnknownError("unknown_invitation", marked("This link opens nothing."), _ASK)
    link.used_at = now
    place = session.get_one(Structure, link.structure_id)
    person, wanted = session.get_one(Person, actor.person_id), Role.named(link.role)
    if actor.roles.get(place.id, 0) < wanted:
        join_structure(session, person, structure=place, role=wanted, now=now, by=actor)


def _renewed(session: Session, person: Person, password: str, *, now: datetime) -> Person:
    """A new password ends every session that was open with the old one."""
    check_password_length(password)
    person.password_hash = hash_password(password)
    session.execute(delete(WebSession).where(WebSession.person_id == person.id))
    note_person(session, Act.NEW_PASSWORD, person, by=Actor(person.id, person.name), now=now)
    return person
