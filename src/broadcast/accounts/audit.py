"""Writing the audit log: an act is recorded in the transaction that does it, and never changed."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit_chain import FIRST, Link, digest_of, words_digest
from broadcast.accounts.audit_models import AuditEntry, AuditName, AuditWords
from broadcast.accounts.roles import Actor
from broadcast.db import before_commit, new_id

_WAITING = "audit"
_ONE_AT_A_TIME = 0x61756469  # "audi": PostgreSQL's advisory lock while the chain grows
STATION_KEY = "station"
"""Who acts where nobody is signed in but the machine itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What is to be written of an act: `subject` is `kind:key`, `words` what was said with it.

    `details` are codes and figures, never a name or a free text: those go in `words`.
    """

    act: Act
    subject: str
    structure_id: int | None
    at: datetime
    words: str = ""
    details: dict[str, str] = field(default_factory=dict)


def record(session: Session, done: Done, *, actor: Actor) -> None:
    """Write an act down at the end of this transaction. Nothing is written where it is rolled back."""
    who = _key_of(session, actor)
    waiting: list[tuple[Done, str]] | None = session.info.get(_WAITING)
    if waiting is None:
        waiting = session.info[_WAITING] = []
        before_commit(session, lambda: _append_all(session))
    waiting.append((done, who))


def person_key(session: Session, person_id: int, *, name: str) -> str:
    """The key that stands for a person in the log."""
    known = session.scalar(select(AuditName).where(AuditName.person_id == person_id))
    if known is None:
        known = AuditName(key=new_id(), person_id=person_id, name=name)
        session.add(known)
        session.flush()
    return known.key


def erase_name(session: Session, person_id: int) -> None:
    """Forget whom a key stood for; what the key did stays, and the chain still holds."""
    known = session.scalar(select(AuditName).where(AuditName.person_id == person_id))
    if known is not None:
        known.person_id, known.name = None, ""


def _key_of(session: Session, actor: Actor) -> str:
    if actor.person_id is not None:
        return person_key(session, actor.person_id, name=actor.name)
    return STATION_KEY if actor.is_admin else ""


def _append_all(session: Session) -> None:
    """Add what waits to the chain; one transaction at a time."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    last = session.execute(
        select(AuditEntry.number, AuditEntry.digest).order_by(AuditEntry.number.desc()).limit(1)
    ).first()
    number, previous = last or (0, FIRST)
    for done, who in session.info.pop(_WAITING):
        number += 1
        previous = _append(session, done, who=who, number=number, previous=previous)


def _append(session: Session, done: Done, *, who: str, number: int, previous: str) -> str:
    salt = new_id()
    link = Link(
        number=number,
        at=done.at,
        who=who,
        act=done.act.value,
        subject=done.subject,
        structure_id=done.structure_id,
        details=done.details,
        words=words_digest(done.words, salt=salt) if done.words else "",
        previous=previous,
    )
    digest = digest_of(link)
    session.add(entry_of(link, digest=digest))
    session.flush()
    if done.words:
        session.add(AuditWords(number=number, salt=salt, words=done.words))
    return digest


def entry_of(link: Link, *, digest: str) -> AuditEntry:
    """A link as a row."""
    return AuditEntry(
        number=link.number,
        at=link.at,
        who=link.who,
        act=link.act,
        subject=link.subject,
        structure_id=link.structure_id,
        details=link.details,
        words=link.words,
        previous=link.previous,
        digest=digest,
    )
