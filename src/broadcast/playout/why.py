"""Why something is, was or will be on air: the ledger's own row, or what would be decided."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from broadcast.errors import UnknownError, marked
from broadcast.media.units import Ticks
from broadcast.playout.fade import as_planned
from broadcast.playout.journal import Aired
from broadcast.playout.ledger import forecast
from broadcast.playout.pieces import Packages, Pieces
from broadcast.playout.repository import timeline_since
from broadcast.playout.timeline import Airing, Reason, Timeline, moment_at, ticks_at
from broadcast.schedule.models import Channel, ChannelKind

_MOST_ROWS = 600

REASON_WORDS = {
    Reason.LIVE: marked("someone is on the air live"),
    Reason.SCHEDULED: marked("its slot says so"),
    Reason.REPEAT: marked("its slot repeats what was on before"),
    Reason.FILLER: marked("its show has nothing new, so its filler plays"),
    Reason.ROTATION: marked("nothing is scheduled, so the rotation plays"),
    Reason.JINGLE: marked("a jingle is due in the rotation"),
    Reason.STAND_BY: marked("nothing is scheduled and the rotation is empty, so the stand-by loop plays"),
    Reason.OFF_AIR: marked("the station was stopped"),
}


@dataclass(frozen=True, slots=True)
class Because:
    """What airs at a moment, whether that is written already, and under which occurrence."""

    aired: Aired
    is_written: bool


def why(session: Session, packages: Packages, channel: Channel, *, at: datetime) -> Because:
    """What airs at a moment. Raises UnknownError before the channel's beginning or too far ahead."""
    ticks = ticks_at(at, epoch=channel.epoch)
    rows = timeline_since(session, channel.id, since=Ticks(max(0, ticks))).airings
    timeline = Timeline.of(as_planned(rows))
    if (written := timeline.airing_at(Ticks(ticks))) is not None:
        return Because(_told(written, channel), is_written=True)
    if timeline.airings and ticks >= timeline.end:
        pieces = Pieces(packages, has_picture=channel.kind == ChannelKind.TV)
        ahead = forecast(session, channel, timeline.airings[-1], pieces=pieces, most=_MOST_ROWS, until=ticks)
        if ahead and ahead[-1].end > ticks:
            return Because(_told(ahead[-1], channel), is_written=False)
    raise UnknownError(
        "nothing_known",
        marked("Nothing is known of that moment on this channel."),
        marked("Choose a moment after the channel began, and not too far ahead."),
    )


def _told(airing: Airing, channel: Channel) -> Aired:
    return Aired(
        moment_at(airing.media_start, epoch=channel.epoch), moment_at(airing.end, epoch=channel.epoch), airing
    )
