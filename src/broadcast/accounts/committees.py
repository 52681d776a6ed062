"""Committees: people of several structures who decide together what goes on a channel they share."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.models import Committee, CommitteeMember, Person
from broadcast.accounts.repository import person_by_email
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import InvalidError, UnknownError, marked

LARGEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeWords:
    """What an administrator says of a committee. `quorum` 0: the first yes, with a day for objections."""

    name: str
    quorum: int
    emails: tuple[str, ...]


def set_up(
    session: Session, told: CommitteeWords, *, committee: Committee | None, actor: Actor, now: datetime
) -> Committee:
    """Make a committee, or change one; for administrators.

    Raises ForbiddenError, and InvalidError where an address has no account or more yeses are wanted than
    there are members.
    """
    require_role(actor, Role.EDITOR, structure_id=None)
    name, people = told.name.strip()[:200], [_person(session, one) for one in dict.fromkeys(told.emails)]
    if not name or not 1 <= len(people) <= LARGEST or not 0 <= told.quorum <= len(people):
        raise InvalidError(
            "half_said",
            marked("A committee needs a name, members, and no more yeses than it has members."),
            marked("Fill in what is missing; up to {most} people can be in it."),
            most=LARGEST,
        )
    if committee is None:
        committee = Committee(name=name, quorum=told.quorum, created_at=now)
        session.add(committee)
        session.flush()
    committee.name, committee.quorum = name, told.quorum
    session.execute(delete(CommitteeMember).where(CommitteeMember.committee_id == committee.id))
    session.add_all(
        CommitteeMember(committee_id=committee.id, person_id=person_id)
        for person_id in dict.fromkeys(person.id for person in people)
    )
    done = Done(
        act=Act.COMMITTEE,
        subject=f"committee:{committee.id}",
        structure_id=None,
        at=now,
        words=name,
        details={"quorum": str(told.quorum), "members": str(len(people))},
    )
    record(session, done, actor=actor)
    return committee


def committee_by_id(session: Session, committee_id: int) -> Committee:
    """The committee. Raises UnknownError."""
    found = session.get(Committee, committee_id)
    if found is None:
        raise UnknownError("unknown_committee", marked("There is no such committee."))
    return found


def all_committees(session: Session) -> list[tuple[Committee, list[Person]]]:
    """Every committee with its members, by name."""
    found = session.scalars(select(Committee).order_by(Committee.name, Committee.id))
    return [(committee, members_of_committee(session, committee.id)) for committee in found]


def members_of_committee(session: Session, committee_id: int) -> list[Person]:
    """Who is in it, by name."""
    query = (
        select(Person)
        .join(CommitteeMember, CommitteeMember.person_id == Person.id)
        .where(CommitteeMember.committee_id == committee_id)
        .order_by(Person.name, Person.id)
    )
    return list(session.scalars(query))


def addresses_in(text: str) -> tuple[str, ...]:
    """The e-mail addresses of a text, one to a line or between commas."""
    lines = (line.strip() for line in text.replace(",", "\n").splitlines())
    return tuple(line for line in lines if line)


def _person(session: Session, email: str) -> Person:
    found = person_by_email(session, email)
    if found is None or found.disabled_at is not None:
        raise InvalidError(
            "unknown_person",
            marked("Nobody has an account with the address “{email}”."),
            marked("Invite them to their structure first."),
            email=email[:80],
        )
    return found
