"""The table of reports."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from broadcast.db import Base


class Report(Base):
    """One report, and what was decided. Its number is `id`; `nonce` makes the code of its receipt.

    `place` is what was told of where it is; `item_id`, `structure_id` and `title` what the station found
    there. `name` and `email` may be empty. Answers are written in `language`.
    """

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    nonce: Mapped[str] = mapped_column(String(32))
    lookup: Mapped[str] = mapped_column(String(64), unique=True)
    place: Mapped[str] = mapped_column(String(300))
    title: Mapped[str] = mapped_column(String(200))
    structure_id: Mapped[int | None] = mapped_column(ForeignKey("structure.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"), index=True)
    ground: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None] = mapped_column(index=True)
    decision: Mapped[str] = mapped_column(String(10), default="")
    reasons: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
