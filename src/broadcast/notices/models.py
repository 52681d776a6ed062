"""The table of notices."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from broadcast.db import Base


class Notice(Base):
    """Something that is, or was, wrong. Open until `ended_at`, or until `lapses_at` comes.

    `message` and `remedy` are message ids, `fills` their values, `link` a place of the station. Channel
    and item are no foreign keys: a notice stands below their rooms, and outlives them.
    `told_at`, `told_end_at`: when it was written to those concerned.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index(
            "uq_notice_open",
            "code",
            "about",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_notice_ended_at", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(200))
    structure_id: Mapped[int | None] = mapped_column(ForeignKey("structure.id"))
    channel_id: Mapped[int | None]
    item_id: Mapped[str | None] = mapped_column(String(36))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    severity: Mapped[str] = mapped_column(String(10))
    message: Mapped[str] = mapped_column(Text)
    remedy: Mapped[str] = mapped_column(Text)
    fills: Mapped[dict[str, Any]]
    link: Mapped[str] = mapped_column(String(300), default="")
    raised_at: Mapped[datetime]
    lapses_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    told_end_at: Mapped[datetime | None]
