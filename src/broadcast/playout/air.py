"""The air as one process sees it: the ledger's recent rows and the withdrawn items, kept in memory.

A listener's request touches memory and the storage only. A keeper refreshes this view; where the
database does not answer, a process goes on publishing what it has read, but never further than was
promised in the ledger before that reading: nothing written later begins before it, whatever the clocks
of the writers say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock

from broadcast.clock import SteadyClock
from broadcast.errors import UnavailableError, UnknownError, marked
from broadcast.library.repository import withdrawn_items
from broadcast.media.units import Ticks
from broadcast.parts import Parts
from broadcast.playout.coming import Coming
from broadcast.playout.ledger import HORIZON, Extender, promise
from broadcast.playout.pieces import Packages
from broadcast.playout.playlist import KEPT
from broadcast.playout.repository import newest_row, rows_after, timeline_since, told_until
from broadcast.playout.timeline import Airing, Spot, Timeline, moment_at, ticks_at
from broadcast.schedule.models import ChannelKind
from broadcast.schedule.repository import channels_that_air

LEAST_PROMISED = HORIZON - timedelta(seconds=1)
"""A promise that reaches less far ahead is made anew: at every turn of one keeper, of however many."""
STALE = timedelta(seconds=3)
_STARTS_WITHIN_S = 2


@dataclass(frozen=True, slots=True)
class OnAir:
    """A channel and its recent timeline, as read from the ledger.

    `music_again` is how long music that may only air can be heard again.
    """

    id: int
    slug: str
    name: str
    has_picture: bool
    epoch: datetime
    timeline: Timeline = field(default_factory=Timeline)
    timezone: str = "UTC"
    music_again: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class View:
    """One reading of the ledger. It is replaced whole, so a reader needs no lock."""

    channels: Mapping[str, OnAir] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    read_at: datetime | None = None
    last_row: int = 0
    told_until: datetime | None = None


class Air:
    """The live view of one process."""

    def __init__(self, parts: Parts) -> None:
        self._clock = SteadyClock(parts.clock)
        self.parts = replace(parts, clock=self._clock)
        self.packages = Packages(parts.storage)
        self.extender = Extender(parts.database, self.packages)
        self.coming = Coming(self.packages)
        self._view = View()
        self._lock = Lock()

    @property
    def view(self) -> View:
        """The last reading."""
        return self._view

    def keep(self) -> None:
        """Extend what needs it, promise, then read what is new. Raises what the database raises."""
        now = self._clock.now()
        self.extender.extend_all(now=now)
        told = self._view.told_until
        if told is None or told < now + LEAST_PROMISED:
            promise(self.parts.database, until=now + HORIZON)
        self.refresh()

    def refresh(self) -> None:
        """Read what was appended and withdrawn since the last time."""
        with self._lock:
            self._view = self._read(self._view)

    def refresh_withdrawn(self) -> None:
        """Read only what was withdrawn: cheap enough for twice a second."""
        with self._lock, self.parts.database.reading() as session:
            known = self._view
            self._view = replace(known, withdrawn=withdrawn_items(session))

    def channel(self, slug: str) -> OnAir:
        """A channel, as last read. Raises UnknownError, and UnavailableError before the first reading."""
        view = self._view
        if view.read_at is None:
            raise UnavailableError(
                "not_read_yet",
                marked("The station cannot answer that just now; nothing was lost."),
                marked("Try again in a moment."),
                extra={"retry_after": _STARTS_WITHIN_S},
            )
        found = view.channels.get(slug)
        if found is None:
            raise UnknownError("unknown_channel", marked("There is no channel “{slug}”."), slug=slug)
        return found

    def channel_read_again(self, slug: str) -> OnAir:
        """A channel that may have been made since the last reading. Raises UnknownError."""
        if slug not in self._view.channels:
            self.refresh()
        return self.channel(slug)

    def is_stale(self, now: datetime) -> bool:
        """Whether the view is older than a keeper would let it be."""
        read_at = self._view.read_at
        return read_at is None or now - read_at > STALE

    def edge(self, channel: OnAir, *, now: datetime) -> Spot:
        """The newest published segment. Raises UnknownError where there is none yet."""
        told = self._view.told_until
        until = None if told is None else ticks_at(min(now, told), epoch=channel.epoch)
        spot = None if until is None else channel.timeline.newest_published(now=until)
        if spot is None:
            raise UnknownError("not_on_air", marked("This channel is not on air yet."))
        return spot

    def next_after(self, channel: OnAir, edge: Spot) -> datetime | None:
        """When the segment after `edge` is published; None where the ledger does not tell it yet."""
        spot = channel.timeline.spot(edge.sequence + 1)
        return moment_at(spot.end, epoch=channel.epoch) if spot is not None else None

    def published_spot(self, channel: OnAir, sequence: int, *, now: datetime) -> Spot:
        """A published live segment that is still kept. Raises UnknownError on any other number."""
        edge = self.edge(channel, now=now)
        spot = channel.timeline.spot(sequence) if sequence <= edge.sequence else None
        if spot is None or spot.end < edge.end - KEPT:
            raise UnknownError("unknown_segment", marked("This part of the programme is not on the air."))
        return spot

    def _read(self, known: View) -> View:
        with self.parts.database.reading() as session:
            told = told_until(session)  # before the rows: whatever took over before it was promised is there
            if told is not None:
                self._clock.not_before(told - HORIZON)
            now = self._clock.now()
            newest = newest_row(session)
            fresh = rows_after(session, known.last_row) if known.read_at else []
            by_channel: dict[int, list[Airing]] = {}
            for channel_id, airing in fresh:
                by_channel.setdefault(channel_id, []).append(airing)
            channels: dict[str, OnAir] = {}
            for channel in channels_that_air(session):
                since = Ticks(max(0, ticks_at(now, epoch=channel.epoch) - 2 * KEPT))
                before = known.channels.get(channel.slug)
                if before is None:
                    timeline = timeline_since(session, channel.id, since=since)
                else:
                    timeline = before.timeline.extended(by_channel.get(channel.id, []), since=since)
                channels[channel.slug] = OnAir(
                    channel.id,
                    channel.slug,
                    channel.name,
                    channel.kind == ChannelKind.TV,
                    channel.epoch,
                    timeline,
                    channel.timezone,
                    timedelta(hours=channel.music_again_hours),
                )
            return View(channels, withdrawn_items(session), now, newest, told)
