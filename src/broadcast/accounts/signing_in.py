"""Signing in and out of the pages."""

import hashlib
import math
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, person_key, record
from broadcast.accounts.models import Person, SignInFailure, WebSession
from broadcast.accounts.repository import failures_since, person_by_email
from broadcast.accounts.roles import NOBODY
from broadcast.accounts.secrets import digest, fresh_secret, password_fits
from broadcast.errors import TooManyError, marked

SESSION_LASTS = timedelta(days=14)
FAILURES_ALLOWED = 10
FAILURES_WINDOW = timedelta(minutes=5)


def wait_needed(failures: list[datetime], *, now: datetime) -> int:
    """Seconds to wait after these wrong tries (oldest first); 0 where one more is allowed."""
    recent = [at for at in failures if at > now - FAILURES_WINDOW]
    if len(recent) < FAILURES_ALLOWED:
        return 0
    return max(1, math.ceil((recent[-FAILURES_ALLOWED] + FAILURES_WINDOW - now).total_seconds()))


def source_of(address: str) -> str:
    """What is kept of a network address while it is watched."""
    return hashlib.sha256(address.encode()).hexdigest()


def check_patience(session: Session, *, address: str, now: datetime) -> None:
    """Raise TooManyError where there were ten wrong tries within five minutes from that address."""
    wait = wait_needed(failures_since(session, source_of(address), since=now - FAILURES_WINDOW), now=now)
    if wait:
        raise TooManyError(
            "too_many_sign_ins",
            marked("Too many wrong attempts."),
            marked("Wait {seconds} seconds, then try again."),
            extra={"retry_after": wait},
            seconds=wait,
        )


def check_password(session: Session, *, email: str, password: str) -> Person | None:
    """The person, where the password is theirs and the account is open."""
    person = person_by_email(session, email)
    if person is not None and person.disabled_at is not None:
        person = None
    return person if password_fits(password, hashed=person.password_hash if person else None) else None


def note_failure(session: Session, *, address: str, email: str = "", now: datetime) -> None:
    """Remember a wrong try, and forget the old ones.

    The log keeps whose account was tried where there is one; never what was typed, which may be a password.
    """
    session.execute(delete(SignInFailure).where(SignInFailure.at < now - FAILURES_WINDOW))
    session.add(SignInFailure(source=source_of(address), at=now))
    tried = person_by_email(session, email)
    subject = f"person:{person_key(session, tried.id, name=tried.name)}" if tried else "person:"
    record(session, Done(act=Act.SIGN_IN_FAILED, subject=subject, structure_id=None, at=now), actor=NOBODY)


def open_session(session: Session, person: Person, *, now: datetime) -> str:
    """Sign in: a fresh cookie's value. Sessions that have ended are swept on the way."""
    session.execute(delete(WebSession).where(WebSession.expires_at < now))
    cookie = fresh_secret()
    session.add(
        WebSession(digest=digest(cookie), person_id=person.id, created_at=now, expires_at=now + SESSION_LASTS)
    )
    return cookie


def close_session(session: Session, cookie: str) -> None:
    """Sign out."""
    session.execute(delete(WebSession).where(WebSession.digest == digest(cookie)))
