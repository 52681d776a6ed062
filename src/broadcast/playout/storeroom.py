"""What the storage need not keep: packages, cards and stills that no piece stands on and no recent row names.

A package is kept as long as a piece that is not withdrawn, or an excerpt of one, stands on it, as long as
the ledger's last `KEPT` (or its future) name it, and as long as anything is being made of its source. A
withdrawn piece's is kept as long as that too: whoever asks for what aired gets stand-by bytes of its lengths.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from broadcast.jobs.models import Job, JobState
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.parts import Parts
from broadcast.playout.excerpts import forget_unwanted
from broadcast.playout.models import AiringRow, SeamRow
from broadcast.playout.timeline import ticks_at
from broadcast.schedule.models import Channel, Excerpt

YOUNG = timedelta(days=1)
"""A card may be there before the piece that it is of says so."""
KEPT = timedelta(days=32)
"""The 31 days that what aired can be asked for, and one for rows that began before them."""

_UNFINISHED = (ItemState.RECEIVED, ItemState.PROCESSING, ItemState.FAILED)
_OPEN = (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Needed:
    """Prefixes that are named somewhere, and sources (SHA-256) of which something is being made."""

    prefixes: frozenset[str]
    sources: frozenset[str]


def unneeded(found: Iterable[str], needed: Needed) -> list[str]:
    """Those of the prefixes that need not be kept, in order. Pure."""
    return sorted(
        prefix
        for prefix in set(found)
        if prefix not in needed.prefixes and keys.source_of(prefix) not in needed.sources
    )


def clear_storage(parts: Parts) -> int:
    """Remove what need not be kept; gives how many packages, cards and folders of stills.

    A package's index goes first, so that whoever is about to stand on it sees that it is not whole
    (`transcode.endings` looks once more).
    """
    now = parts.clock.now()
    with parts.database.writing() as session:
        forget_unwanted(session, now=now)
    found = [
        prefix
        for folder in (keys.PACKAGES, keys.STILLS, keys.CARDS)
        for key in parts.storage.keys(folder)
        if (prefix := keys.prefix_of(key))
    ]
    with parts.database.reading() as session:
        candidates = unneeded(found, needed_of(session, now=now))
    removed = 0
    for prefix in candidates:
        with parts.database.reading() as session:
            if _stands_on(session, prefix, now=now) or (keys.is_card(prefix) and _is_young(parts, prefix)):
                continue
        parts.storage.delete(keys.index(prefix))
        parts.storage.delete_prefix(prefix)
        removed += 1
    return removed


def needed_of(session: Session, *, now: datetime) -> Needed:
    """What must be kept at this moment."""
    pieces = session.execute(select(Item.package, Item.card, Item.still).where(_standing(now))).all()
    named = {keys.STAND_BY, *(package for package, _, _ in pieces), *(card for _, card, _ in pieces)}
    named |= {still.rpartition("/")[0] for _, _, still in pieces if still}
    named |= set(session.scalars(select(Excerpt.package).join(Item).where(_standing(now))))
    for channel in session.scalars(select(Channel)):
        rows = select(AiringRow.package, AiringRow.card).where(
            AiringRow.channel_id == channel.id,
            AiringRow.media_start >= ticks_at(now - KEPT, epoch=channel.epoch),
        )
        named |= {name for row in session.execute(rows.distinct()) for name in row}
    named |= set(session.scalars(select(SeamRow.package)))
    under_way = select(Job.subject).where(Job.state.in_(_OPEN))
    being_cut = select(Excerpt.item_id).where(Excerpt.id.in_(under_way))
    busy = or_(Item.state.in_(_UNFINISHED), Item.id.in_(under_way), Item.id.in_(being_cut))
    sources = session.scalars(select(Item.source_sha).where(busy))
    return Needed(frozenset(name for name in named if name), frozenset(sources))


def _is_young(parts: Parts, prefix: str) -> bool:
    put = [parts.storage.changed_at(key) for key in parts.storage.keys(prefix)]
    return bool(put) and max(put) > parts.clock.now() - YOUNG


def _standing(now: datetime) -> ColumnElement[bool]:
    """Of pieces: not withdrawn, or not for long."""
    return or_(Item.state != ItemState.WITHDRAWN, Item.withdrawn_at > now - KEPT)


def _stands_on(session: Session, prefix: str, *, now: datetime) -> bool:
    """Whether a piece has come to stand on it since all were looked at, or is being made of its source."""
    folder = f"{prefix}/"
    named = or_(Item.package == prefix, Item.card == prefix, Item.still.startswith(folder, autoescape=True))
    coming = and_(Item.source_sha == keys.source_of(prefix), Item.state.in_(_UNFINISHED))
    found = select(Item.id).where(or_(and_(named, _standing(now)), coming)).limit(1)
    if session.scalar(found) is not None:
        return True
    cut = select(Excerpt.id).join(Item).where(Excerpt.package == prefix, _standing(now)).limit(1)
    seam = select(SeamRow.id).where(SeamRow.package == prefix)
    return session.scalar(cut) is not None or session.scalar(seam) is not None
