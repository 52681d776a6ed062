"""The committee of a channel: it decides on the shows that have, or had, a slot there."""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from broadcast.accounts.models import Committee
from broadcast.library.models import Show
from broadcast.schedule.models import Channel, ChannelShow
from broadcast.schedule.repository import all_channels


def bring_before(session: Session, channel: Channel, *, shows: Collection[int]) -> None:
    """Have the channel's committee, where it has one, decide on these shows; those of another stay there."""
    if channel.committee_id is not None:
        session.execute(
            update(Show)
            .where(Show.id.in_(shows), Show.committee_id.is_(None))
            .values(committee_id=channel.committee_id)
        )


def channels_decided_by(session: Session, committee: Committee, *, slugs: Collection[str]) -> None:
    """Make these channels, and no others, the committee's; the shows of those it leaves are their hosts'."""
    session.execute(update(Show).where(Show.committee_id == committee.id).values(committee_id=None))
    for channel in all_channels(session):
        if channel.slug in slugs:
            channel.committee_id = committee.id
        elif channel.committee_id == committee.id:
            channel.committee_id = None
    session.flush()
    for channel in all_channels(session):
        shows = session.scalars(select(ChannelShow.show_id).where(ChannelShow.channel_id == channel.id))
        bring_before(session, channel, shows=list(shows))
