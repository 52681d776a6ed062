"""The tables of the programme. Occurrences are computed, never stored."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from broadcast.accounts.models import Structure
from broadcast.db import Base, new_id
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
    decided under an older one is looked at again. `seed` makes its rotation its own. `music_again_hours`
    is how long music that may only air can be heard again on the channel's catch-up. The seconds that
    `artist_apart`, `title_apart` and `structure_apart` count keep pieces of the rotation apart;
    `music_share` is the wanted part of music in percent; `jingle_minutes` are minutes of the hour.
    For `crossfade_ms` the music of its rotation sounds together where it joins; 0: it joins plainly.
    Its committee, where it has one, decides on the shows that have a slot on it.
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
    music_again_hours: Mapped[int] = mapped_column(default=24)
    jingle_minutes: Mapped[list[int]] = mapped_column(JSON, default=list)
    artist_apart: Mapped[int] = mapped_column(default=3_600)
    title_apart: Mapped[int] = mapped_column(default=7_200)
    structure_apart: Mapped[int] = mapped_column(default=0)
    music_share: Mapped[int | None]
    crossfade_ms: Mapped[int] = mapped_column(default=0)
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("committee.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]

    structure: Mapped[Structure] = relationship(lazy="raise")


class Slot(Base):
    """A local wall-clock rule: when, how long, and what it plays (one of show, item, the rotation).

    It happens from `season_from` to `until` only, both included, where they are given. One that
    `repeats` plays again what `repeat_of` aired last, or any slot of its show once that one is gone. A
    running order stands above what it plays otherwise (see `running_orders`).
    """

    __tablename__ = "slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    show_id: Mapped[int | None] = mapped_column(ForeignKey("show.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"))
    starts: Mapped[datetime] = mapped_column(DateTime())  # local to the channel's zone, so without one
    rrule: Mapped[str | None] = mapped_column(String(500))
    duration: Mapped[int]
    overrun: Mapped[str] = mapped_column(String(10), default=Overrun.FINISH)
    title: Mapped[str] = mapped_column(String(200), default="")
    season_from: Mapped[date | None]
    until: Mapped[date | None]
    repeats: Mapped[bool] = mapped_column(default=False)
    repeat_of_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id", ondelete="SET NULL"))

    show: Mapped[Show | None] = relationship(lazy="raise")
    item: Mapped[Item | None] = relationship(lazy="raise")


class ChannelShow(Base):
    """A show that has, or had, a slot on a channel: its episodes stay in the channel's feed."""

    __tablename__ = "channel_show"

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), primary_key=True)
    show_id: Mapped[int] = mapped_column(ForeignKey("show.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime]


class SlotOverride(Base):
    """One occurrence cancelled or moved, keyed by the slot and the original local date."""

    __tablename__ = "slot_override"

    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), primary_key=True)
    original_date: Mapped[date] = mapped_column(primary_key=True)
    cancelled: Mapped[bool] = mapped_column(default=False)
    starts: Mapped[datetime | None] = mapped_column(DateTime())


class RunningOrderRow(Base):
    """A conducteur: of one occurrence by its original local date, or, without one, of every occurrence.

    `elements` are those of `running_order.Element`, in order. `version` counts the edits, so that two
    people do not undo each other's.
    """

    __tablename__ = "running_order"
    __table_args__ = (
        UniqueConstraint("slot_id", "original_date"),
        Index(
            "uq_running_order_template",
            "slot_id",
            unique=True,
            sqlite_where=text("original_date IS NULL"),
            postgresql_where=text("original_date IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"))
    original_date: Mapped[date | None]
    elements: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]


class Excerpt(Base):
    """A stretch of a piece, cut exactly, as a package of its own. `package` is None until it is made."""

    __tablename__ = "excerpt"
    __table_args__ = (UniqueConstraint("item_id", "begins_ms", "ends_ms"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    begins_ms: Mapped[int]
    ends_ms: Mapped[int]
    package: Mapped[str | None] = mapped_column(String(120))
    ticks: Mapped[int | None]
    wanted_at: Mapped[datetime]


class RotationEntry(Base):
    """A piece in a channel's rotation; `is_jingle` for those that come every `jingle_every` seconds.

    A piece of weight 3 comes three times as often as one of weight 1.
    """

    __tablename__ = "rotation_entry"
    __table_args__ = (UniqueConstraint("channel_id", "item_id", "is_jingle"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    position: Mapped[int]
    is_jingle: Mapped[bool] = mapped_column(default=False)
    weight: Mapped[int] = mapped_column(default=1)


class GridEdit(Base):
    """An edit of a channel's grid, kept for a while so that it can be undone.

    `before` and `after` are the slot as it was, with all that goes with it (see `edits`); None where there
    was no such slot. `title` is what the slot was called.
    """

    __tablename__ = "grid_edit"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    slot_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    undone_at: Mapped[datetime | None]


class Daypart(Base):
    """Hours of the local day in which a list of its own plays in place of the rotation: the night.

    Half open; it may cross midnight. Beginning and end alike mean the whole day.
    """

    __tablename__ = "daypart"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    begins: Mapped[time]
    ends: Mapped[time]


class DaypartEntry(Base):
    """A piece in a daypart's list."""

    __tablename__ = "daypart_entry"

    daypart_id: Mapped[int] = mapped_column(ForeignKey("daypart.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int]
    weight: Mapped[int] = mapped_column(default=1)
