"""From where something was deposited: kept apart from everything else, encrypted, for a year.

Decree 2021-1362 (France), article 4: whoever publishes other people's contributions keeps the address that
each came from, so that a judge can ask for it. Nothing else of the station reads this table.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.accounts.sealing import seal, unseal
from broadcast.db import Base


class Connection(Base):
    """One deposit's address, sealed with the station's secret; `subject` is `kind:key`."""

    __tablename__ = "connection"
    __table_args__ = (Index("ix_connection_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    subject: Mapped[str] = mapped_column(String(80), index=True)
    address: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class Origin:
    """A moment and the address of then."""

    at: datetime
    address: str


def note_connection(session: Session, subject: str, *, address: str, key: bytes, now: datetime) -> None:
    """Keep from where it came; nothing of what comes from the station's own machine."""
    if address:
        session.add(Connection(at=now, subject=subject, address=seal(address.encode(), key=key)))


def origins_of(session: Session, subject: str, *, actor: Actor, key: bytes, now: datetime) -> list[Origin]:
    """From where it came, for administrators; that they looked is in the audit log. Raises ForbiddenError."""
    require_role(actor, Role.EDITOR, structure_id=None)
    record(session, Done(act=Act.LOOK, subject=subject, structure_id=None, at=now), actor=actor)
    found = session.scalars(select(Connection).where(Connection.subject == subject).order_by(Connection.id))
    return [Origin(one.at, unseal(one.address, key=key).decode()) for one in found]
