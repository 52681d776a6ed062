"""The tables of the audit log. Triggers refuse to change or delete an entry (migration `audit log`).

Names and free words stand apart, so that they can be erased and the chain still holds.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from broadcast.db import Base, new_id


class AuditEntry(Base):
    """One act. `who` is an `AuditName`'s key, "station" or ""; `subject` is `kind:key`."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_structure", "structure_id", "number"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(String(36))
    act: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    structure_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(String(64), default="")
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), unique=True)


class AuditName(Base):
    """Whom a key stands for. Erasing a person empties `name` and leaves the key."""

    __tablename__ = "audit_name"

    key: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    person_id: Mapped[int | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(200))


class AuditWords(Base):
    """What was said with an act, such as a reason. It may be erased; the entry keeps its digest."""

    __tablename__ = "audit_words"

    number: Mapped[int] = mapped_column(ForeignKey("audit_entry.number"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(36), default=new_id)
    words: Mapped[str] = mapped_column(Text)
