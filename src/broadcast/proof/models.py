"""The table of what was heard last."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from broadcast.db import Base


class Hearing(Base):
    """The last time a channel was listened to: up to which segment, and what was wrong, since when.

    `silent` is how many seconds of silence were going on at its end.
    """

    __tablename__ = "hearing"

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), primary_key=True)
    heard_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(BigInteger, default=-1)
    silent: Mapped[float] = mapped_column(default=0.0)
    fault: Mapped[str | None] = mapped_column(String(12))
    fault_since: Mapped[datetime | None]
