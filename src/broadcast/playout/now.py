"""What is on air now and what comes next, as people are told it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from broadcast.errors import UnknownError
from broadcast.media.units import Ticks
from broadcast.playout.air import Air, OnAir
from broadcast.playout.fade import is_fade
from broadcast.playout.seam import as_told
from broadcast.playout.timeline import Airing, Reason, Timeline, moment_at, ticks_at
from broadcast.schedule.crossfades import overlap_of
from broadcast.schedule.models import Channel

NEXT = 3
_LOOKED_AT = 4
"""Times as many rows as are told: some are the same thing going on."""


@dataclass(frozen=True, slots=True)
class Programme:
    """One thing on the air, planned or playing. Its title is empty for the stand-by loop."""

    starts_at: datetime
    ends_at: datetime
    title: str
    show: str
    item: str | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class NowNext:
    """What airs now (None before a channel's first row), and what comes next, in order."""

    now: Programme | None
    next: tuple[Programme, ...]


def now_and_next(session: Session, air: Air, channel: Channel, *, at: datetime, most: int = NEXT) -> NowNext:
    """As the ledger has it, then as it will be decided if nothing is edited. Nothing of one made just now."""
    try:
        on_air = air.channel_read_again(channel.slug)
    except UnknownError:  # the keeper has not read it yet
        return NowNext(None, ())
    ticks = ticks_at(at, epoch=on_air.epoch)
    rows = list(on_air.timeline.airings)
    known = sum(row.media_start > ticks and row.other is None and not is_fade(row) for row in rows)
    if rows and known < _LOOKED_AT * most:
        # Where pieces run into each other, half of the rows are seams.
        wanted = (_LOOKED_AT * most - known) * (2 if overlap_of(channel) else 1)
        rows += air.coming.after(session, channel, rows[-1], at=at, most=wanted)[:wanted]
    timeline = Timeline.of(as_told(rows))
    present = timeline.airing_at(Ticks(ticks))
    planned = [row for row in timeline.airings if row.media_start > ticks]
    withdrawn = air.view.withdrawn
    told = joined(_told(row, on_air, withdrawn) for row in [*([present] if present else []), *planned])
    return NowNext(told[0], tuple(told[1 : most + 1])) if present else NowNext(None, tuple(told[:most]))


def joined(programmes: Iterable[Programme]) -> list[Programme]:
    """In order; the stand-by loop going round is one programme, not one each time."""
    told: list[Programme] = []
    for one in programmes:
        last = told[-1] if told else None
        if last and last.reason is one.reason is Reason.STAND_BY and last.ends_at == one.starts_at:
            told[-1] = replace(last, ends_at=one.ends_at)
        else:
            told.append(one)
    return told


def _told(airing: Airing, channel: OnAir, withdrawn: frozenset[str]) -> Programme:
    """A withdrawn piece is told as what is heard in its place: the stand-by loop."""
    is_heard = airing.items.isdisjoint(withdrawn)
    return Programme(
        moment_at(airing.media_start, epoch=channel.epoch),
        moment_at(airing.end, epoch=channel.epoch),
        airing.title if is_heard else "",
        airing.show if is_heard else "",
        airing.item if is_heard else None,
        airing.reason if is_heard else Reason.STAND_BY,
    )
