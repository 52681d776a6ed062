"""What happens to structures and accounts."""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from broadcast.accounts.acts import Act
from broadcast.accounts.addresses import LONGEST_WORD, free_word
from broadcast.accounts.audit import Done, person_key, record
from broadcast.accounts.models import ApiToken, Membership, Person, Structure
from broadcast.accounts.repository import person_by_email
from broadcast.accounts.roles import STATION, Actor, Role
from broadcast.accounts.secrets import digest, fresh_secret, hash_password
from broadcast.errors import ConflictError, InvalidError, UnknownError, marked

SHORTEST_PASSWORD = 12
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|[^@\s]+@localhost")


def checked_slug(slug: str) -> str:
    """A word fit for an address: small letters, digits, single hyphens, 60 at most. Raises InvalidError."""
    if not _SLUG.fullmatch(slug) or len(slug) > LONGEST_WORD:
        raise InvalidError(
            "bad_slug",
            marked("“{slug}” cannot be part of an address."),
            marked("Use lower-case letters without accents, digits and hyphens; 60 characters at most."),
            slug=slug[:80],
        )
    return slug


def create_structure(
    session: Session, *, name: str, now: datetime, slug: str = "", by: Actor = STATION
) -> Structure:
    """A new structure; without a `slug` one is made of its name.

    Raises ConflictError where the slug is taken, or without one the name; InvalidError without a name, or
    where the slug is none.
    """
    name = name.strip()
    if not name:
        raise no_name()
    slug = slug or unnamed_yet(
        session, Structure.slug, name=name, known=session.scalars(select(Structure.name))
    )
    if session.scalar(select(Structure.id).where(Structure.slug == checked_slug(slug))) is not None:
        raise ConflictError(
            "slug_taken", marked("“{slug}” is already taken."), marked("Choose another one."), slug=slug
        )
    structure = Structure(slug=slug, name=name, created_at=now)
    session.add(structure)
    session.flush()
    done = Done(act=Act.STRUCTURE, subject=f"structure:{slug}", structure_id=structure.id, at=now)
    record(session, done, actor=by)
    return structure


def no_name() -> InvalidError:
    """Something has to be called something."""
    return InvalidError("no_name", marked("It needs a name."), marked("A few words are enough."))


def unnamed_yet(
    session: Session, column: InstrumentedAttribute[str], *, name: str, known: Iterable[str]
) -> str:
    """A free word for something new of that name.

    Raises ConflictError where it is `known`, be it with other capitals or another apostrophe.
    """
    if _as_read(name) in map(_as_read, known):
        raise ConflictError(
            "name_taken", marked("“{name}” already exists."), marked("Choose another name."), name=name
        )
    return free_word(session, column, name=name)


def _as_read(name: str) -> str:
    """Alike for names that differ by capitals or by the keyboard's apostrophe."""
    return name.replace("’", "'").casefold()


def checked_email(email: str) -> str:
    """The address as it is kept. Raises InvalidError."""
    email = email.strip().lower()
    if not _EMAIL.fullmatch(email):
        raise InvalidError("bad_email", marked("“{email}” is not an e-mail address."), email=email[:80])
    return email


def create_person(  # noqa: PLR0913  # an account is made of that much
    session: Session,
    *,
    email: str,
    name: str,
    password: str,
    is_admin: bool,
    now: datetime,
    by: Actor = STATION,
) -> Person:
    """A new account. Raises InvalidError on a poor address or password, ConflictError where it exists."""
    email = checked_email(email)
    check_password_length(password)
    if person_by_email(session, email) is not None:
        raise ConflictError("account_exists", marked("There is already an account for {email}."), email=email)
    person = Person(
        email=email,
        name=name.strip() or email.partition("@")[0],
        password_hash=hash_password(password),
        is_admin=is_admin,
        created_at=now,
    )
    session.add(person)
    session.flush()
    note_person(session, Act.ACCOUNT, person, by=by, now=now, admin="yes" if is_admin else "no")
    return person


def check_password_length(password: str) -> None:
    """Raise InvalidError where it is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidError(
            "short_password",
            marked("The password is too short."),
            marked("Use {least} characters or more; a few words in a row are easy to remember."),
            least=SHORTEST_PASSWORD,
        )


def join_structure(
    session: Session,
    person: Person,
    *,
    structure: Structure,
    role: Role,
    now: datetime,
    by: Actor = STATION,
) -> None:
    """Give a person a role in a structure, in place of an earlier one."""
    word = role.name.lower()
    session.merge(Membership(person_id=person.id, structure_id=structure.id, role=word))
    note_person(session, Act.JOIN, person, by=by, now=now, structure_id=structure.id, role=word)


def note_person(
    session: Session,
    act: Act,
    person: Person,
    *,
    by: Actor,
    now: datetime,
    structure_id: int | None = None,
    **details: str,
) -> None:
    """Write down what was done to a person's account, under the key that stands for them."""
    subject = f"person:{person_key(session, person.id, name=person.name)}"
    done = Done(act=act, subject=subject, structure_id=structure_id, at=now, details=details)
    record(session, done, actor=by)


def create_token(session: Session, *, email: str, name: str, now: datetime) -> str:
    """A program's key, told this once. Raises UnknownError where there is no such account."""
    person = person_by_email(session, email)
    if person is None:
        raise UnknownError("unknown_account", marked("There is no account for {email}."), email=email)
    token = fresh_secret()
    session.add(ApiToken(person_id=person.id, name=name, digest=digest(token), created_at=now))
    note_person(session, Act.KEY, person, by=STATION, now=now)
    return token
