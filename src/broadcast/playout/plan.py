"""What a decision looks at, gathered from the schedule and the library for one position."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from broadcast.library.models import Episode, Item
from broadcast.library.review import show_title
from broadcast.library.states import ItemState
from broadcast.media.units import Ticks
from broadcast.playout.decide import EARLIEST, Due, Piece, Plan
from broadcast.playout.models import AiringRow
from broadcast.playout.pieces import Pieces
from broadcast.playout.repository import has_aired
from broadcast.playout.timeline import Reason, moment_at, ticks_at
from broadcast.schedule.conflicts import on_air
from broadcast.schedule.models import Channel, Overrun, Slot
from broadcast.schedule.recurrence import Occurrence, occurrences
from broadcast.schedule.repository import rotation_of, rules_of, slots_of

LOOK_AHEAD = timedelta(hours=26)


def occurrence_key(one: Occurrence) -> str:
    """How the ledger names an occurrence: its slot, its original local date, its local time.

    The time tells apart those of a slot that happens several times a day; one that is moved after it
    has aired may air again, as whoever moved it asks.
    """
    return f"{one.slot}:{one.date.isoformat()}T{one.local:%H:%M}"


def channel_occurrences(
    session: Session, channel: Channel, *, start: datetime, end: datetime
) -> list[Occurrence]:
    """What the grid puts on air in [start, end), once the clock's changes are settled."""
    rules = rules_of(session, channel, slots_of(session, channel))
    return on_air(one for rule in rules for one in occurrences(rule, start=start, end=end))


def plan_at(session: Session, channel: Channel, *, at: Ticks, pieces: Pieces) -> Plan:
    """The plan for a decision at a position of a channel."""
    moment = moment_at(Ticks(at + EARLIEST), epoch=channel.epoch)
    found = channel_occurrences(session, channel, start=moment, end=moment + LOOK_AHEAD)
    covering = next((one for one in found if one.starts_at <= moment < one.ends_at), None)
    following = next((one for one in found if one.starts_at > moment), None)
    rotation = rotation_of(session, channel)
    airable = airable_items(session, [entry.item_id for entry in rotation])
    return Plan(
        stand_by=pieces.stand_by(),
        due=_due(session, channel, covering, pieces=pieces) if covering else None,
        next_start=ticks_at(following.starts_at, epoch=channel.epoch) if following else None,
        rotation=_pieces((e.item_id for e in rotation if not e.is_jingle), airable, pieces),
        jingles=_pieces((e.item_id for e in rotation if e.is_jingle), airable, pieces),
        jingle_every=channel.jingle_every,
        seed=channel.seed,
        revision=channel.revision,
    )


def _pieces(ids: Iterable[str], airable: dict[str, Item], pieces: Pieces) -> dict[str, Piece]:
    return {
        item: pieces.of(airable[item], show=show_title(airable[item].show)) for item in ids if item in airable
    }


def _due(session: Session, channel: Channel, one: Occurrence, *, pieces: Pieces) -> Due | None:
    key = occurrence_key(one)
    if has_aired(session, channel.id, occurrence=key):
        return Due(occurrence=key, piece=None, cut_at=None)
    slot = session.get(Slot, one.slot)
    item = item_of_slot(session, channel, slot) if slot else None
    piece = pieces.of(item, show=show_title(item.show)) if item else None
    cut = slot is not None and slot.overrun == Overrun.CUT
    return Due(
        occurrence=key, piece=piece, cut_at=ticks_at(one.ends_at, epoch=channel.epoch) if cut else None
    )


def item_of_slot(session: Session, channel: Channel, slot: Slot) -> Item | None:
    """What a slot plays now; None of a rotation, or where nothing is approved.

    A show's oldest approved episode that this channel has not aired yet, else its newest.
    """
    if slot.item_id is not None:
        return airable_items(session, [slot.item_id]).get(slot.item_id)
    if slot.show_id is None:
        return None
    approved = (
        select(Item)
        .join(Episode, Episode.item_id == Item.id)
        .where(Item.show_id == slot.show_id, Item.state == ItemState.PUBLISHED)
        .options(joinedload(Item.show))
    )
    aired = select(AiringRow.item_id).where(
        AiringRow.channel_id == channel.id,
        AiringRow.item_id.is_not(None),
        AiringRow.reason == Reason.SCHEDULED,
    )
    oldest = approved.where(Item.id.not_in(aired)).order_by(Episode.published_at, Episode.id).limit(1)
    newest = approved.order_by(Episode.published_at.desc(), Episode.id).limit(1)
    return session.scalar(oldest) or session.scalar(newest)


def airable_items(session: Session, ids: Iterable[str]) -> dict[str, Item]:
    """Of these items, those that are approved and ready, by id."""
    found = session.scalars(
        select(Item)
        .where(Item.id.in_(list(ids)), Item.state == ItemState.PUBLISHED, Item.package.is_not(None))
        .options(joinedload(Item.show))
    )
    return {item.id: item for item in found}
