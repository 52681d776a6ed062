"""The air of the last 31 days, read from the ledger as it is asked for; what is kept in memory is bounded.

The live view holds the last minutes. What lies before that is final, so a stretch of it is read once,
by the numbers of its segments, and forgotten after a minute: rights that changed are heard of then.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from broadcast.errors import GoneError, UnknownError, marked
from broadcast.library.repository import items_that_only_air
from broadcast.media.package import Rendition
from broadcast.media.units import Ticks, ticks_of
from broadcast.playout.again import KEPT_DAYS, Wanted, may_be_heard, unknown_moment
from broadcast.playout.air import Air, OnAir
from broadcast.playout.repository import package_with_init, rows_of_sequences, sequence_at
from broadcast.playout.segments import EVERYTHING_HEARD, Unheard
from broadcast.playout.timeline import Spot, Timeline, ticks_at

_STRETCH = 1024  # segments, a little more than an hour
_MOST_STRETCHES = 128
_READ_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of the ledger: final for all numbers below `final`. `only_airs` are its items with such rights."""

    timeline: Timeline
    only_airs: frozenset[str]
    final: int
    read_at: datetime


class Archive:
    """What one process remembers of the air before its live view begins."""

    def __init__(self, air: Air) -> None:
        self._air = air
        self._kept: OrderedDict[tuple[int, int], Stretch] = OrderedDict()
        self._lock = Lock()

    def spot(self, channel: OnAir, sequence: int, *, now: datetime) -> tuple[Spot, Unheard]:
        """A published segment of the last 31 days, and what may not be heard again there.

        Raises UnknownError on one that is not published, GoneError on one that is no longer kept.
        """
        if sequence > self._air.edge(channel, now=now).sequence:
            raise _unknown_segment()
        stretch = self._stretch(channel, sequence, now=now)
        spot = stretch.timeline.spot(sequence)
        if spot is None:
            raise _unknown_segment()
        present = ticks_at(now, epoch=channel.epoch)
        if present - spot.end > ticks_of(KEPT_DAYS.total_seconds()):
            raise GoneError(
                "no_longer_kept",
                marked("The air can be heard again for {days} days, and no longer."),
                marked("Choose a later moment; episodes stay on the page of their show."),
                days=KEPT_DAYS.days,
            )
        music_again = ticks_of(channel.music_again.total_seconds())
        is_heard = may_be_heard(spot.end, now=present, music_again=music_again)
        return spot, EVERYTHING_HEARD if is_heard else stretch.only_airs

    def first(self, channel: OnAir, at: Ticks) -> int:
        """The number of the segment at a tick, or of the first one after it. Raises UnknownError."""
        with self._air.parts.database.reading() as session:
            found = sequence_at(session, channel.id, at=at)
        if found is None:
            raise unknown_moment()
        return found

    def spots(
        self, channel: OnAir, first: int, *, wanted: Wanted, edge: Spot, now: datetime
    ) -> Iterator[Spot]:
        """The published segments from number `first` that begin before the end of what is wanted."""
        live = channel.timeline
        for sequence in range(first, edge.sequence + 1):
            spot = live.spot(sequence) or self._stretch(channel, sequence, now=now).timeline.spot(sequence)
            if spot is None or spot.start >= wanted.end:
                return
            yield spot

    def init(self, channel: OnAir, rendition: Rendition, digest: str, *, now: datetime) -> str:
        """The package or card with that init, of something aired in the last 31 days. Raises UnknownError."""
        since = ticks_at(now - KEPT_DAYS, epoch=channel.epoch)
        with self._air.parts.database.reading() as session:
            found = package_with_init(session, channel.id, rendition, digest, since=Ticks(since))
        if found is None:
            raise _unknown_segment()
        return found

    def _stretch(self, channel: OnAir, sequence: int, *, now: datetime) -> Stretch:
        key = channel.id, sequence // _STRETCH
        with self._lock:
            known = self._kept.get(key)
            if known and sequence < known.final and abs(now - known.read_at) < _READ_AGAIN:
                self._kept.move_to_end(key)
                return known
        read = self._read(channel, key[1], now=now)
        with self._lock:
            self._kept[key] = read
            while len(self._kept) > _MOST_STRETCHES:
                self._kept.popitem(last=False)
        return read

    def _read(self, channel: OnAir, number: int, *, now: datetime) -> Stretch:
        edge = self._air.edge(channel, now=now)
        with self._air.parts.database.reading() as session:
            rows = rows_of_sequences(session, channel.id, first=number * _STRETCH, count=_STRETCH)
            items = {item for row in rows for item in row.items}
            only_airs = items_that_only_air(session, items)
        return Stretch(Timeline.of(rows), only_airs, edge.sequence + 1, now)


def _unknown_segment() -> UnknownError:
    return UnknownError("unknown_segment", marked("This part of the programme is not on the air."))
