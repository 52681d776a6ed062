"""What a channel remembers, read from its ledger: the same as if it had been kept since the beginning."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcast.library.models import Item, ItemKind, Rights
from broadcast.media.units import TICKS_PER_SECOND, Ticks
from broadcast.playout.decide import Position
from broadcast.playout.models import IS_NO_FADE, AiringRow
from broadcast.playout.timeline import Airing, Reason
from broadcast.schedule.rotation import BALANCE_WINDOW, Heard, Marks, Rules, Stretch, marks_of


def span_of(rules: Rules) -> Ticks:
    """How far back the rules look."""
    longest = max(rules.artist, rules.title, rules.structure, rules.jingle_every)
    balanced = BALANCE_WINDOW if rules.music_share is not None else 0
    return Ticks(max(3_600 * TICKS_PER_SECOND, longest * TICKS_PER_SECOND, balanced))


def position_after(
    session: Session, channel_id: int, tail: Airing | None, *, at: Ticks, items: Collection[str], rules: Rules
) -> Position:
    """Where the next airing begins; `items` are those that the rotation may choose from."""
    return Position(
        at=at,
        sequence=tail.end_sequence if tail else 0,
        discontinuity_sequence=tail.discontinuity_sequence if tail else 0,
        formats=tail.formats if tail else "",
        after_stop=tail is not None and tail.reason is Reason.OFF_AIR,
        heard=heard_before(session, channel_id, at=at, items=items, rules=rules),
    )


def heard_before(
    session: Session, channel_id: int, *, at: Ticks, items: Collection[str], rules: Rules
) -> Heard:
    """What began before `at`, as far as these rules ask for it."""
    rows = _recent(session, channel_id, since=Ticks(at - span_of(rules)), before=at)
    pieces = [row for row in rows if row.item is not None and row.reason is not Reason.JINGLE]
    marks = {
        mark: row.start
        for row in pieces
        for mark in (row.marks.artist, row.marks.title, row.marks.structure)
        if mark
    }
    jingles = [row.start for row in rows if row.reason is Reason.JINGLE]
    return Heard(
        items=last_begun(session, channel_id, items) | {row.item: row.start for row in rows if row.item},
        marks=marks,
        last_item=pieces[-1].item if pieces else None,
        last_jingle=jingles[-1] if jingles else Ticks(max(0, at - span_of(rules))),
        after_jingle=bool(rows) and rows[-1].reason is Reason.JINGLE,
        stretches=tuple(
            Stretch(row.start, row.ticks, row.is_music) for row in pieces if row.reason is Reason.ROTATION
        ),
    )


@dataclass(frozen=True, slots=True)
class _Begun:
    """A row, as far as it is remembered."""

    item: str | None
    start: Ticks
    ticks: Ticks
    reason: Reason
    is_music: bool
    marks: Marks


def _recent(session: Session, channel_id: int, *, since: Ticks, before: Ticks) -> list[_Begun]:
    """The rows that began in [since, before), in order."""
    found = session.execute(
        select(
            AiringRow.item_id, AiringRow.media_start, AiringRow.ticks, AiringRow.reason,
            Item.kind, Item.rights, Item.artist, Item.title, Item.structure_id,
        )
        .join(Item, Item.id == AiringRow.item_id, isouter=True)
        .where(
            AiringRow.channel_id == channel_id,
            AiringRow.media_start >= since,
            AiringRow.media_start < before,
            IS_NO_FADE,
        )
        .order_by(AiringRow.media_start)
    )  # fmt: skip
    return [
        _Begun(
            item=item,
            start=Ticks(start),
            ticks=Ticks(ticks),
            reason=Reason(reason),
            is_music=kind == ItemKind.TRACK or rights == Rights.MUSIC,
            marks=marks_of(artist=artist or "", title=title or "", structure=structure),
        )
        for item, start, ticks, reason, kind, rights, artist, title, structure in found
    ]


def last_begun(session: Session, channel_id: int, items: Collection[str]) -> dict[str, Ticks]:
    """When each of these items last began on a channel, of those that ever did.

    One look into the index for each, however long the ledger is.
    """
    if not items:
        return {}
    newest = (
        select(func.max(AiringRow.media_start))
        .where(AiringRow.channel_id == channel_id, AiringRow.item_id == Item.id, IS_NO_FADE)
        .correlate(Item)
        .scalar_subquery()
    )
    found = session.execute(select(Item.id, newest).where(Item.id.in_(items)))
    return {item: Ticks(at) for item, at in found if at is not None}
