"""When a piece was first on the air, and where."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcast.media.units import Ticks
from broadcast.playout.models import AiringRow
from broadcast.playout.timeline import moment_at
from broadcast.schedule.models import Channel


@dataclass(frozen=True, slots=True)
class FirstAired:
    """A channel's name and word, and the moment."""

    channel: str
    slug: str
    at: datetime


def first_aired(session: Session, item_id: str, *, now: datetime) -> FirstAired | None:
    """The first time any channel aired it; None until then."""
    found = session.execute(
        select(Channel, func.min(AiringRow.media_start))
        .join(AiringRow, AiringRow.channel_id == Channel.id)
        .where(AiringRow.item_id == item_id)
        .group_by(Channel.id)
    )
    times = [
        FirstAired(channel.name, channel.slug, moment_at(Ticks(start), epoch=channel.epoch))
        for channel, start in found
    ]
    return min((one for one in times if one.at <= now), key=lambda one: one.at, default=None)
