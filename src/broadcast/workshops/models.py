"""The tables of workshops, and of those who deposit in them without an account."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from broadcast.accounts.models import Structure
from broadcast.db import Base, new_id
from broadcast.library.models import Item, Show
from broadcast.library.series_models import Series
from broadcast.workshops.hours import Hours


class Workshop(Base):
    """A workshop with its hours. `nonce` makes its code (see `codes`), `lookup` finds it.

    What is deposited in it goes in its `series`, where it has one.
    """

    __tablename__ = "workshop"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    show_id: Mapped[int | None] = mapped_column(ForeignKey("show.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    nonce: Mapped[str] = mapped_column(String(32))
    lookup: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]

    structure: Mapped[Structure] = relationship(lazy="raise")
    show: Mapped[Show | None] = relationship(lazy="raise")
    series: Mapped[Series | None] = relationship(lazy="raise")

    @property
    def hours(self) -> Hours:
        """When it takes deposits."""
        return Hours(self.opens_at, self.closes_at, self.closed_at)


class GuestDeposit(Base):
    """What somebody without an account deposits, from the first word on; its code opens its private page.

    `answers` are what they agreed to before there was an item. `agreed_at`: they heard it and are content;
    `removal_asked_at`: they want it away. With `revoked_at` the code opens nothing any more.
    """

    __tablename__ = "guest_deposit"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshop.id"), index=True)
    lookup: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    answers: Mapped[dict[str, Any]]
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"), unique=True)
    created_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    removal_asked_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    workshop: Mapped[Workshop] = relationship(lazy="raise")
    item: Mapped[Item | None] = relationship(lazy="raise")


class Attempt(Base):
    """A wrong code, or a deposit begun, for as long as its limit looks back. `source` is a keyed digest."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_recent", "kind", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
