"""Questions about who is who."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcast.accounts.models import (
    ApiToken,
    CommitteeMember,
    Membership,
    Person,
    SignInFailure,
    Structure,
    WebSession,
)
from broadcast.accounts.roles import NOBODY, Actor, Role
from broadcast.accounts.secrets import digest
from broadcast.errors import UnknownError, marked


def person_by_email(session: Session, email: str) -> Person | None:
    """The account with that address, in any case of letters."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def has_administrator(session: Session) -> bool:
    """Whether the station has been set up."""
    return session.scalar(select(func.count()).select_from(Person).where(Person.is_admin)) != 0


def structure_by_slug(session: Session, slug: str) -> Structure:
    """The structure. Raises UnknownError."""
    found = session.scalar(select(Structure).where(Structure.slug == slug))
    if found is None:
        raise UnknownError("unknown_structure", marked("There is no structure “{slug}”."), slug=slug)
    return found


def structures_of(session: Session, actor: Actor) -> list[Structure]:
    """The structures an actor works in, by name; all of them for an administrator."""
    query = select(Structure).order_by(Structure.name)
    if not actor.is_admin:
        query = query.where(Structure.id.in_(actor.roles))
    return list(session.scalars(query))


def structures_led_by(session: Session, actor: Actor, role: Role) -> list[Structure]:
    """Those of them where the actor has that role or a higher one."""
    found = structures_of(session, actor)
    return [one for one in found if actor.is_at_least(role, structure_id=one.id)]


def actor_of_token(session: Session, token: str) -> Actor:
    """Whose token it is; NOBODY where it is none."""
    found = session.scalar(
        select(Person)
        .join(ApiToken, ApiToken.person_id == Person.id)
        .where(ApiToken.digest == digest(token), Person.disabled_at.is_(None))
    )
    return actor_of(session, found)


def actor_of_cookie(session: Session, cookie: str, *, now: datetime) -> Actor:
    """Who signed in with that cookie; NOBODY where it has ended."""
    found = session.scalar(
        select(Person)
        .join(WebSession, WebSession.person_id == Person.id)
        .where(WebSession.digest == digest(cookie), WebSession.expires_at > now, Person.disabled_at.is_(None))
    )
    return actor_of(session, found)


def actor_of(session: Session, person: Person | None) -> Actor:
    """A person with their roles and committees."""
    if person is None:
        return NOBODY
    held = session.execute(
        select(Membership.structure_id, Membership.role).where(Membership.person_id == person.id)
    )
    return Actor(
        person.id,
        person.name,
        person.email,
        is_admin=person.is_admin,
        roles={structure_id: Role.named(role) for structure_id, role in held},
        committees=frozenset(
            session.scalars(
                select(CommitteeMember.committee_id).where(CommitteeMember.person_id == person.id)
            )
        ),
    )


def failures_since(session: Session, source: str, *, since: datetime) -> list[datetime]:
    """When wrong sign-ins came from there, oldest first."""
    return list(
        session.scalars(
            select(SignInFailure.at)
            .where(SignInFailure.source == source, SignInFailure.at > since)
            .order_by(SignInFailure.at)
        )
    )
