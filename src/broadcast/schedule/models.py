"""The tables of the programme. Occurrences are computed, never stored."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, DateTime, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from broadcast.accounts.models import Structure
from broadcast.db import Base
from broadcast.library.models import Item, Show


class ChannelKind(StrEnum):
    """Radio carries sound; television carries a picture too."""

    RADIO = "radio"
    TV = "tv"


class Overrun(StrEnum):
    """What happens to a piece that is longer than its slot."""

    FINISH = "finish"
    CUT = "cut"


class Channel(Base):
    """A radio or a television.

    `epoch` is where its media time begins. `revision` counts the edits of its programme: a ledger row
    decided under an older one is looked at again. `seed` makes its rotation its own.
    """

    __tablename__ = "channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    timezone: Mapped[str] = mapped_column(String(60))
    epoch: Mapped[datetime]
    seed: Mapped[int] = mapped_column(BigInteger)
    revision: Mapped[int] = mapped_column(default=0)
    jingle_every: Mapped[int] = mapped_column(default=900)
    created_at: Mapped[datetime]

    structure: Mapped[Structure] = relationship(lazy="raise")


class Slot(Base):
    """A local wall-clock rule: when, how long, and what it plays (one of show, item, the rotation)."""

    __tablename__ = "slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    show_id: Mapped[int | None] = mapped_column(ForeignKey("show.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"))
    starts: Mapped[datetime] = mapped_column(DateTime())  # local to the channel's zone, so without one
    rrule: Mapped[str | None] = mapped_column(String(500))
    duration: Mapped[int]
    overrun: Mapped[str] = mapped_column(String(10), default=Overrun.FINISH)

    show: Mapped[Show | None] = relationship(lazy="raise")
    item: Mapped[Item | None] = relationship(lazy="raise")


class SlotOverride(Base):
    """One occurrence cancelled or moved, keyed by the slot and the original local date."""

    __tablename__ = "slot_override"

    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), primary_key=True)
    original_date: Mapped[date] = mapped_column(primary_key=True)
    cancelled: Mapped[bool] = mapped_column(default=False)
    starts: Mapped[datetime | None] = mapped_column(DateTime())


class RotationEntry(Base):
    """A piece in a channel's rotation; `is_jingle` for those that come every `jingle_every` seconds."""

    __tablename__ = "rotation_entry"
    __table_args__ = (UniqueConstraint("channel_id", "item_id", "is_jingle"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    position: Mapped[int]
    is_jingle: Mapped[bool] = mapped_column(default=False)
