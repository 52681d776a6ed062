"""From where something was deposited, or an account made: kept apart from all else, encrypted, for a year.

Decree 2021-1362 (France): whoever publishes other people's contributions keeps the address that each came
from and each account was made from, so that a judge can ask. Nothing else of the station reads this table.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, person_key, record
from broadcast.accounts.models import Person
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.accounts.sealing import seal, unseal
from broadcast.db import Base


class Connection(Base):
    """One address, sealed with the station's secret; `subject` is `item:ID` or, as in the log, `person:K`."""

    __tablename__ = "connection"
    __table_args__ = (Index("ix_connection_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    subject: Mapped[str] = mapped_column(String(80), index=True)
    address: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class Source:
    """From where it is asked (empty: the station's own machine), and the secret that seals it."""

    address: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Origin:
    """A moment and the address of then."""

    at: datetime
    address: str


def note_connection(session: Session, subject: str, *, address: str, key: bytes, now: datetime) -> None:
    """Keep from where it came; nothing of what comes from the station's own machine."""
    if address:
        session.add(Connection(at=now, subject=subject, address=seal(address.encode(), key=key)))


def note_account(session: Session, person: Person, *, source: Source, now: datetime) -> None:
    """Keep from where an account was made."""
    subject = account_subject(session, person)
    note_connection(session, subject, address=source.address, key=source.key, now=now)


def account_subject(session: Session, person: Person) -> str:
    """What an account is called there: by the key that stands for it in the log, so erasing unties it."""
    return f"person:{person_key(session, person.id, name=person.name)}"


def origins_of(session: Session, subject: str, *, actor: Actor, key: bytes, now: datetime) -> list[Origin]:
    """From where it came, for administrators; that they looked is in the audit log. Raises ForbiddenError."""
    require_role(actor, Role.EDITOR, structure_id=None)
    record(session, Done(act=Act.LOOK, subject=subject, structure_id=None, at=now), actor=actor)
    found = session.scalars(select(Connection).where(Connection.subject == subject).order_by(Connection.id))
    return [Origin(one.at, unseal(one.address, key=key).decode()) for one in found]
