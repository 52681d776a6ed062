"""The outbox: what is to leave the house, and what has left."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from broadcast.db import Base, new_id


class Way(StrEnum):
    """How it leaves."""

    MAIL = "mail"
    CALL = "call"


class Sending(Base):
    """A letter, or the JSON `text` of a call to the webhook. `key` says what it is about: one each.

    `due_at` is when to try next; whoever sends pushes it ahead first, so that nobody else does.
    """

    __tablename__ = "sending"
    __table_args__ = (Index("ix_sending_due", "ended_at", "due_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(320), unique=True)
    way: Mapped[str] = mapped_column(String(4))
    address: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    sent: Mapped[bool] = mapped_column(default=False)
