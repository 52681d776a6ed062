"""What a decision looks at, gathered from the schedule and the library for one position."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from broadcast.library.models import Item
from broadcast.library.review import show_title
from broadcast.media.units import Ticks
from broadcast.playout.decide import EARLIEST, Piece, Plan
from broadcast.playout.due import airable_items, due_at
from broadcast.playout.pieces import Pieces
from broadcast.playout.timeline import Airing, moment_at, ticks_at
from broadcast.schedule.conflicts import on_air
from broadcast.schedule.models import Channel
from broadcast.schedule.recurrence import Occurrence, occurrences
from broadcast.schedule.repository import rotation_of, rules_of, slots_of

LOOK_AHEAD = timedelta(hours=26)


def channel_occurrences(
    session: Session, channel: Channel, *, start: datetime, end: datetime
) -> list[Occurrence]:
    """What the grid puts on air in [start, end), once the clock's changes are settled."""
    rules = rules_of(session, channel, slots_of(session, channel))
    return on_air(one for rule in rules for one in occurrences(rule, start=start, end=end))


def plan_at(
    session: Session, channel: Channel, *, at: Ticks, pieces: Pieces, decided: Sequence[Airing] = ()
) -> Plan:
    """The plan for a decision at a position of a channel; `decided` are rows not written yet."""
    moment = moment_at(Ticks(at + EARLIEST), epoch=channel.epoch)
    found = channel_occurrences(session, channel, start=moment, end=moment + LOOK_AHEAD)
    covering = next((one for one in found if one.starts_at <= moment < one.ends_at), None)
    following = next((one for one in found if one.starts_at > moment), None)
    rotation = rotation_of(session, channel)
    airable = airable_items(session, [entry.item_id for entry in rotation])
    return Plan(
        stand_by=pieces.stand_by(),
        due=due_at(session, channel, covering, pieces=pieces, decided=decided) if covering else None,
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
