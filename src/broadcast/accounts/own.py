"""What somebody does with their own account: a new password, the browsers and the keys that are let in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.models import ApiToken, Person, WebSession
from broadcast.accounts.people import check_password_length, note_person
from broadcast.accounts.roles import Actor
from broadcast.accounts.secrets import digest, hash_password, password_fits
from broadcast.errors import InvalidError, marked


def own_account(session: Session, actor: Actor) -> Person:
    """The account of whoever is signed in."""
    return session.get_one(Person, actor.person_id)


def sessions_of(session: Session, actor: Actor, *, now: datetime) -> Sequence[WebSession]:
    """The browsers in which they are signed in, the newest first."""
    open_ones = (WebSession.person_id == actor.person_id, WebSession.expires_at > now)
    return session.scalars(select(WebSession).where(*open_ones).order_by(WebSession.created_at.desc())).all()


def keys_of(session: Session, actor: Actor) -> Sequence[ApiToken]:
    """The keys that programs have from them, the newest first."""
    own = select(ApiToken).where(ApiToken.person_id == actor.person_id)
    return session.scalars(own.order_by(ApiToken.created_at.desc(), ApiToken.id.desc())).all()


def sign_out_elsewhere(session: Session, actor: Actor, *, cookie: str, now: datetime) -> None:
    """End every session of theirs but that of this cookie."""
    person = own_account(session, actor)
    _end_others(session, person, cookie=cookie)
    note_person(session, Act.SIGN_OUT, person, by=actor, now=now)


def _end_others(session: Session, person: Person, *, cookie: str) -> None:
    others = (WebSession.person_id == person.id, WebSession.digest != digest(cookie))
    session.execute(delete(WebSession).where(*others))


def change_password(
    session: Session, actor: Actor, *, old: str, new: str, cookie: str, now: datetime
) -> bool:
    """Take another password, and end every other session; False where the old one is wrong.

    Raises InvalidError on one that is too short.
    """
    person = own_account(session, actor)
    if not password_fits(old, hashed=person.password_hash):
        return False
    check_password_length(new)
    person.password_hash = hash_password(new)
    _end_others(session, person, cookie=cookie)
    note_person(session, Act.NEW_PASSWORD, person, by=actor, now=now)
    return True


def wrong_password() -> InvalidError:
    """What was typed is not the present password."""
    return InvalidError(
        "wrong_password",
        marked("This is not your current password."),
        marked("Check for a typing mistake, or ask the station's administrator for a new password."),
    )


def end_key(session: Session, actor: Actor, key_id: int, *, now: datetime) -> None:
    """Let a program in no more; a key that is not theirs, or ended before, changes nothing."""
    own = (ApiToken.id == key_id, ApiToken.person_id == actor.person_id)
    if session.scalar(select(ApiToken.id).where(*own)) is not None:
        session.execute(delete(ApiToken).where(*own))
        note_person(session, Act.KEY_END, own_account(session, actor), by=actor, now=now)
