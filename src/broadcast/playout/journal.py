"""What was heard on a channel, and as people are told it: the journal d'antenne."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from broadcast.library.repository import withdrawn_moments
from broadcast.media.units import Ticks
from broadcast.playout.fade import as_planned
from broadcast.playout.heard import as_heard
from broadcast.playout.repository import timeline_between
from broadcast.playout.seam import as_told
from broadcast.playout.timeline import Airing, moment_at, ticks_at
from broadcast.schedule.models import Channel


@dataclass(frozen=True, slots=True)
class Aired:
    """A line of the journal: what aired (or is planned to the end of what is frozen), in wall time."""

    starts_at: datetime
    ends_at: datetime
    airing: Airing


def heard_between(session: Session, channel: Channel, *, since: Ticks, until: Ticks) -> list[Airing]:
    """What was heard in [since, until), whole rows, each cut where it was taken over or withdrawn."""
    rows = _heard(session, channel, since=since, until=until)
    return [row for row in rows if row.media_start < until and row.end > since]


def planned_between(session: Session, channel: Channel, *, since: Ticks, until: Ticks) -> list[Airing]:
    """The same as rows were decided, with their fades."""
    rows = as_planned(_heard(session, channel, since=since, until=until))
    return [row for row in rows if row.media_start < until and row.end > since]


def told_between(session: Session, channel: Channel, *, since: Ticks, until: Ticks) -> list[Airing]:
    """The same as people are told it: where a piece runs into the next, its line ends as that one begins."""
    rows = as_told(_heard(session, channel, since=since, until=until))
    return [row for row in rows if row.media_start < until and row.end > since]


def _heard(session: Session, channel: Channel, *, since: Ticks, until: Ticks) -> list[Airing]:
    timeline = timeline_between(session, channel.id, since=since, until=until)
    items = {item for airing in timeline.airings for item in airing.items}
    withdrawn = {
        item: ticks_at(moment, epoch=channel.epoch)
        for item, moment in withdrawn_moments(session, items).items()
    }
    return list(as_heard(timeline.airings, withdrawn))


def journal(
    session: Session, channel: Channel, *, start: datetime, end: datetime, now: datetime
) -> list[Aired]:
    """What aired in [start, end), as it was heard; what airs now with its planned end, and no future."""
    since = Ticks(max(0, ticks_at(start, epoch=channel.epoch)))
    until = ticks_at(min(end, now + timedelta(microseconds=1)), epoch=channel.epoch)
    return [
        Aired(
            moment_at(airing.media_start, epoch=channel.epoch),
            moment_at(airing.end, epoch=channel.epoch),
            airing,
        )
        for airing in told_between(session, channel, since=since, until=until)
    ]
