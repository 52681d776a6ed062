"""The ledger's table: append-only, one row per thing aired."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, or_, text
from sqlalchemy.orm import Mapped, mapped_column

from broadcast.db import Base, new_id
from broadcast.library import keys


class Told(Base):
    """One row: the moment until which processes may have told listeners what airs; it only goes forward.

    A process tells of nothing past it, and nothing in the ledger is taken over before it.
    """

    __tablename__ = "told"

    id: Mapped[int] = mapped_column(primary_key=True)
    until: Mapped[datetime]


class AiringRow(Base):
    """A row of the ledger; its columns are those of `timeline.Airing`. Never changed, never deleted.

    A row *off air* has no segment, so it shares its first sequence number with the row after it.
    """

    __tablename__ = "airing"
    __table_args__ = (
        Index("uq_airing_media_start", "channel_id", "media_start", unique=True),
        Index(
            "uq_airing_first_sequence",
            "channel_id",
            "first_sequence",
            unique=True,
            sqlite_where=text("segment_count > 0"),
            postgresql_where=text("segment_count > 0"),
        ),
        Index("ix_airing_item", "channel_id", "item_id", "media_start"),
        Index("ix_airing_occurrence", "channel_id", "occurrence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    first_sequence: Mapped[int] = mapped_column(BigInteger)
    segment_count: Mapped[int]
    media_start: Mapped[int] = mapped_column(BigInteger)
    ticks: Mapped[int] = mapped_column(BigInteger)
    discontinuity_sequence: Mapped[int]
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"))
    other_item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"))
    package: Mapped[str] = mapped_column(String(120))
    card: Mapped[str | None] = mapped_column(String(120))
    formats: Mapped[str] = mapped_column(String(120))
    first_segment: Mapped[int]
    reason: Mapped[str] = mapped_column(String(12))
    occurrence: Mapped[str | None] = mapped_column(String(40))
    element: Mapped[str | None] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    show_title: Mapped[str] = mapped_column(String(200))
    revision: Mapped[int]


IS_NO_FADE = or_(AiringRow.package.not_like(keys.FADES), AiringRow.segment_count == 0)
"""Of the ledger's rows: those that were decided, and not only the end of one of them (`fade`)."""


class SeamRow(Base):
    """A seam, a fade or a voice over music that was wanted. It can be aired once it is `ready`.

    Its columns are those of `seam.Seam`; of a fade, `first` is its segment, and nothing is `after` it.
    Of a voice, which is `before`, there is no lead, and `overlap` is all of it. Cards are of a television's.
    `wanted_at` is when the forecast last asked for it; one that is not asked for any more is forgotten.
    """

    __tablename__ = "seam"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    package: Mapped[str] = mapped_column(String(120), unique=True)
    before: Mapped[str] = mapped_column(String(120))
    after: Mapped[str] = mapped_column(String(120))
    first: Mapped[int]
    lead: Mapped[int]
    overlap: Mapped[int]
    before_card: Mapped[str | None] = mapped_column(String(120))
    after_card: Mapped[str | None] = mapped_column(String(120))
    ready: Mapped[bool] = mapped_column(default=False)
    wanted_at: Mapped[datetime]


class AudienceRow(Base):
    """How many listened to a channel in one minute, and how many of them began then. Nobody is in it."""

    __tablename__ = "audience"

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), primary_key=True)
    minute: Mapped[datetime] = mapped_column(primary_key=True)
    listeners: Mapped[int]
    connections: Mapped[int]
