"""Questions about the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from sys import intern

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from broadcast.media.grid import SEGMENT
from broadcast.media.package import Rendition
from broadcast.media.units import Ticks
from broadcast.playout.models import IS_NO_FADE, AiringRow, Told
from broadcast.playout.timeline import Airing, Reason, Timeline, moment_at
from broadcast.schedule.models import Channel


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a channel's ledger ends, in ticks, and under which programme that was decided; None if empty.

    `mixes` tells that its music may run into each other, `may_be_cut` that its last row may end before its
    piece does: all its segments are full.
    """

    channel_id: int
    epoch: datetime
    revision: int
    end: int | None
    decided_under: int | None
    mixes: bool = False
    may_be_cut: bool | None = False

    @property
    def ends_at(self) -> datetime | None:
        """The moment at which it ends."""
        return None if self.end is None else moment_at(Ticks(self.end), epoch=self.epoch)


def airing_of(row: AiringRow) -> Airing:
    """The row as the air's arithmetic wants it."""
    return Airing(
        first_sequence=row.first_sequence,
        segment_count=row.segment_count,
        media_start=Ticks(row.media_start),
        ticks=Ticks(row.ticks),
        discontinuity_sequence=row.discontinuity_sequence,
        package=intern(row.package),  # a process holds many rows of few pieces
        card=row.card,
        formats=intern(row.formats),
        item=row.item_id,
        first_segment=row.first_segment,
        reason=Reason(row.reason),
        occurrence=row.occurrence,
        element=row.element,
        title=intern(row.title),
        show=intern(row.show_title),
        revision=row.revision,
        other=row.other_item_id,
    )


def row_of(airing: Airing, *, channel_id: int) -> AiringRow:
    """The row that keeps an airing."""
    return AiringRow(
        channel_id=channel_id,
        first_sequence=airing.first_sequence,
        segment_count=airing.segment_count,
        media_start=airing.media_start,
        ticks=airing.ticks,
        discontinuity_sequence=airing.discontinuity_sequence,
        package=airing.package,
        card=airing.card,
        formats=airing.formats,
        item_id=airing.item,
        first_segment=airing.first_segment,
        reason=airing.reason,
        occurrence=airing.occurrence,
        element=airing.element,
        title=airing.title,
        show_title=airing.show,
        revision=airing.revision,
        other_item_id=airing.other,
    )


def timeline_since(session: Session, channel_id: int, *, since: Ticks) -> Timeline:
    """The ledger from the row in force at `since` on, or from the one that goes out then."""
    begin = (
        select(func.max(AiringRow.media_start))
        .where(AiringRow.channel_id == channel_id, AiringRow.media_start <= since, IS_NO_FADE)
        .scalar_subquery()
    )
    rows = session.scalars(
        select(AiringRow)
        .where(AiringRow.channel_id == channel_id, AiringRow.media_start >= func.coalesce(begin, 0))
        .order_by(AiringRow.id)
    )
    return Timeline.of(airing_of(row) for row in rows)


def timeline_between(session: Session, channel_id: int, *, since: Ticks, until: Ticks) -> Timeline:
    """The ledger from the row in force at `since` to that at `until`, each with its true end."""
    of_channel = AiringRow.channel_id == channel_id
    begin = select(func.max(AiringRow.media_start)).where(
        of_channel, AiringRow.media_start <= since, AiringRow.other_item_id.is_(None), IS_NO_FADE,
        AiringRow.first_segment == 0,
    )  # fmt: skip  # of a seam, what runs into it too; of a fade, what goes out; of music, its beginning
    behind = select(func.min(AiringRow.media_start)).where(of_channel, AiringRow.media_start > until)
    rows = session.scalars(
        select(AiringRow)
        .where(
            of_channel,
            AiringRow.media_start >= func.coalesce(begin.scalar_subquery(), 0),
            AiringRow.media_start <= func.coalesce(behind.scalar_subquery(), until),
        )
        .order_by(AiringRow.id)
    )
    return Timeline.of(airing_of(row) for row in rows)


def rows_of_sequences(session: Session, channel_id: int, *, first: int, count: int) -> list[Airing]:
    """The rows that hold segments numbered [first, first + count), in the order they were appended."""
    aired = (AiringRow.channel_id == channel_id, AiringRow.segment_count > 0)
    begin = (
        select(func.max(AiringRow.first_sequence))
        .where(*aired, AiringRow.first_sequence <= first)
        .scalar_subquery()
    )
    rows = session.scalars(
        select(AiringRow)
        .where(
            *aired,
            AiringRow.first_sequence >= func.coalesce(begin, 0),
            AiringRow.first_sequence < first + count,
        )
        .order_by(AiringRow.id)
    )
    return [airing_of(row) for row in rows]


def sequence_at(session: Session, channel_id: int, *, at: Ticks) -> int | None:
    """The number of the segment on the air at a tick; off the air, of the next one. None before any."""
    row = session.scalar(
        select(AiringRow)
        .where(AiringRow.channel_id == channel_id, AiringRow.media_start <= at)
        .order_by(AiringRow.media_start.desc())
        .limit(1)
    )
    if row is None:
        return None
    inside = min((at - row.media_start) // SEGMENT, max(0, row.segment_count - 1))
    return row.first_sequence + inside


def package_with_init(
    session: Session, channel_id: int, rendition: Rendition, digest: str, *, since: Ticks
) -> str | None:
    """The newest package or card on a channel whose rendition begins with that init."""
    row = session.scalar(
        select(AiringRow)
        .where(
            AiringRow.channel_id == channel_id,
            AiringRow.media_start >= since,
            AiringRow.segment_count > 0,
            AiringRow.formats.contains(f"{rendition}={digest}", autoescape=True),
        )
        .order_by(AiringRow.media_start.desc())
        .limit(1)
    )
    if row is None:
        return None
    return row.card if rendition.is_video and row.card is not None else row.package


def told_until(session: Session) -> datetime | None:
    """Until when listeners may have been told what airs; None before anybody was."""
    return session.scalar(select(Told.until).where(Told.id == 1))


def tails(session: Session) -> dict[int, Airing]:
    """The last row of every channel that has one."""
    newest = (
        select(func.max(AiringRow.media_start))
        .where(AiringRow.channel_id == Channel.id)
        .correlate(Channel)
        .scalar_subquery()
    )  # one look into the index for each channel, however long the ledger
    rows = session.scalars(
        select(AiringRow)
        .join(Channel, AiringRow.channel_id == Channel.id)
        .where(AiringRow.media_start == newest)
    )
    return {row.channel_id: airing_of(row) for row in rows}


def endings(session: Session) -> list[Ending]:
    """Where every channel's ledger ends, what ends first at the front: one light row for each channel."""
    newest = (
        select(func.max(AiringRow.media_start))
        .where(AiringRow.channel_id == Channel.id)
        .correlate(Channel)
        .scalar_subquery()
    )
    found = session.execute(
        select(
            Channel.id, Channel.epoch, Channel.revision,
            AiringRow.media_start + AiringRow.ticks, AiringRow.revision, Channel.crossfade_ms > 0,
            and_(AiringRow.segment_count > 1, AiringRow.ticks % SEGMENT == 0),
        ).join(
            AiringRow,
            and_(AiringRow.channel_id == Channel.id, AiringRow.media_start == newest),
            isouter=True,
        )
    )  # fmt: skip
    ends = [Ending(*row) for row in found]
    return sorted(ends, key=lambda one: one.ends_at or one.epoch)


def tail_of(session: Session, channel_id: int) -> Airing | None:
    """A channel's last row."""
    row = session.scalar(
        select(AiringRow)
        .where(AiringRow.channel_id == channel_id)
        .order_by(AiringRow.media_start.desc())
        .limit(1)
    )
    return airing_of(row) if row else None


def newest_row(session: Session) -> int:
    """The id of the row appended last; 0 of an empty ledger."""
    return session.scalar(select(func.max(AiringRow.id))) or 0


def rows_after(session: Session, row_id: int) -> list[tuple[int, Airing]]:
    """Rows appended after one: (channel id, airing), in order. Reading one twice does no harm."""
    rows = session.scalars(select(AiringRow).where(AiringRow.id > row_id).order_by(AiringRow.id))
    return [(row.channel_id, airing_of(row)) for row in rows]


def rows_of_occurrence(session: Session, channel_id: int, *, occurrence: str) -> list[Airing]:
    """All that was decided for an occurrence, in order."""
    rows = session.scalars(
        select(AiringRow)
        .where(AiringRow.channel_id == channel_id, AiringRow.occurrence == occurrence, IS_NO_FADE)
        .order_by(AiringRow.media_start)
    )
    return [airing_of(row) for row in rows]


def last_occurrence_of(
    session: Session, channel_id: int, *, slots: Sequence[int], before: Ticks, decided: Sequence[Airing]
) -> list[Airing]:
    """What the occurrence of these slots that aired last before a time has played of its own, in order.

    `decided` are rows that will be written before that time.
    """
    prefixes = [f"{slot}:" for slot in slots]
    found = [
        row
        for row in decided
        if row.reason is Reason.SCHEDULED
        and row.media_start < before
        and (row.occurrence or "").startswith(tuple(prefixes))
    ]
    newest = found[-1].occurrence if found else _newest_occurrence(session, channel_id, prefixes, before)
    if newest is None:
        return []
    kept = [*rows_of_occurrence(session, channel_id, occurrence=newest), *found]
    return [row for row in kept if row.occurrence == newest and row.reason is Reason.SCHEDULED]


def _newest_occurrence(
    session: Session, channel_id: int, prefixes: Sequence[str], before: Ticks
) -> str | None:
    if not prefixes:
        return None
    return session.scalar(
        select(AiringRow.occurrence)
        .where(
            AiringRow.channel_id == channel_id,
            AiringRow.reason == Reason.SCHEDULED,
            AiringRow.media_start < before,
            or_(*(AiringRow.occurrence.startswith(prefix) for prefix in prefixes)),
        )
        .order_by(AiringRow.media_start.desc())
        .limit(1)
    )
