"""What a channel plays between its slots, as listeners are told it, and what is spoken in the next hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from broadcast.errors import UnknownError, marked
from broadcast.library.models import Episode, ItemKind, Show
from broadcast.library.repository import episodes_of_items
from broadcast.playout.air import Air, OnAir
from broadcast.playout.due import airable_items
from broadcast.playout.seam import as_told
from broadcast.playout.timeline import Airing, Reason, moment_at, ticks_at
from broadcast.schedule.models import Channel
from broadcast.schedule.repository import daypart_entries_of, rotation_of

MUSIC = marked("Music and jingles")
EPISODES = marked("Episodes to hear again")
BOTH = marked("Music and episodes to hear again")
NOTHING = marked("Nothing is planned")
AHEAD = timedelta(hours=6)
_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Between:
    """What the rotation is made of: whether there is music, and the shows of what is spoken, each once."""

    has_music: bool
    shows: tuple[Show, ...]
    is_spoken: bool

    @property
    def words(self) -> str:
        """A message id for it."""
        if self.is_spoken:
            return BOTH if self.has_music else EPISODES
        return MUSIC if self.has_music else NOTHING


@dataclass(frozen=True, slots=True)
class Foretold:
    """An episode that the rotation will play, if nothing is edited."""

    starts_at: datetime
    item: str
    title: str
    show: str
    address: str


def between_of(session: Session, channel: Channel) -> Between:
    """Of the pieces in the day's list and those of certain hours that may air now."""
    listed = [one.item_id for one in rotation_of(session, channel) if not one.is_jingle]
    listed += [one.item_id for one in daypart_entries_of(session, channel)]
    airable = airable_items(session, listed)
    found = [airable[item] for item in dict.fromkeys(listed) if item in airable]
    spoken = [one for one in found if one.kind != ItemKind.TRACK]
    shows = {one.show.slug: one.show for one in spoken if one.show is not None}
    return Between(len(spoken) < len(found), tuple(shows.values()), bool(spoken))


def foretold(session: Session, air: Air, channel: Channel, *, at: datetime) -> list[Foretold]:
    """The episodes that the rotation plays in the next hours, each once; what was withdrawn is left out."""
    try:
        on_air = air.channel_read_again(channel.slug)
    except UnknownError:  # made a moment ago: nothing of it is known yet
        return []
    first: dict[str, Airing] = {}
    for row in _coming(session, air, on_air, channel, at=at):
        if row.item is not None and row.reason is Reason.ROTATION:
            first.setdefault(row.item, row)
    episodes = episodes_of_items(session, first.keys() - air.view.withdrawn)
    return [
        _foretold(row, episodes[item], epoch=channel.epoch) for item, row in first.items() if item in episodes
    ]


def _foretold(row: Airing, episode: Episode, *, epoch: datetime) -> Foretold:
    show = episode.show
    address = f"/shows/{show.slug}/{episode.slug}"
    starts_at = moment_at(row.media_start, epoch=epoch)
    return Foretold(starts_at, episode.item_id, row.title, show.title, address)


def _coming(session: Session, air: Air, on_air: OnAir, channel: Channel, *, at: datetime) -> Iterator[Airing]:
    rows = list(on_air.timeline.airings)
    if rows:
        rows += air.coming.after(session, channel, rows[-1], at=at, most=_MOST_ROWS)
    now, until = (ticks_at(moment, epoch=channel.epoch) for moment in (at, at + AHEAD))
    return (row for row in as_told(rows) if now < row.media_start <= until)
