"""The table of uploads that come in pieces."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from broadcast.db import Base, new_id


class Upload(Base):
    """An upload from its announcement to its end; its id becomes the item's.

    How much of it is here is asked of its bytes alone. `told` is what was said of the deposit,
    `guest` the deposit of a workshop that it belongs to. It has
    ended once `item_id` is set (it became an item) or `ended_at` is (terminated, or expired).
    """

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    guest: Mapped[str | None] = mapped_column(String(36), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    told: Mapped[dict[str, Any]]
    item_id: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
