"""The tables of series and events: pieces of any show and structure, gathered in an order."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from broadcast.accounts.models import Structure
from broadcast.db import Base


class Series(Base):
    """A series, at an address that stays; with a date it is an event. `cover` is a storage key.

    `is_drawn`: its cover was drawn for its title, not brought. `ends_on` is None of a single day.
    """

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    description: Mapped[str] = mapped_column(Text, default="")
    cover: Mapped[str] = mapped_column(String(200))
    is_drawn: Mapped[bool] = mapped_column(default=True)
    place: Mapped[str] = mapped_column(String(80), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    structure: Mapped[Structure] = relationship(lazy="raise")

    @property
    def is_event(self) -> bool:
        """Whether it happens on some day."""
        return self.starts_on is not None


class SeriesPiece(Base):
    """That an item is in a series, published or not yet, and its place there, from 1."""

    __tablename__ = "series_piece"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[str] = mapped_column(
        ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]
