"""A day of a channel as a page shows it: what was heard, hour by hour, and what can be heard again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from broadcast.library.repository import episodes_of_items, items_that_only_air, withdrawn_moments
from broadcast.media.units import TICKS_PER_SECOND, Ticks, ticks_of
from broadcast.playout.again import KEPT_DAYS, may_be_heard
from broadcast.playout.journal import told_between
from broadcast.playout.timeline import Airing, Reason, moment_at, ticks_at
from broadcast.schedule.models import Channel

if TYPE_CHECKING:
    from broadcast.library.models import Episode

_HOUR = timedelta(hours=1)
_PASSING = {Reason.JINGLE, Reason.STAND_BY, Reason.OFF_AIR}


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was heard. `again` says whether it can be heard again, `address` where it is kept."""

    starts_at: datetime
    ends_at: datetime
    title: str
    show: str
    reason: Reason
    again: bool
    address: str

    @property
    def asked(self) -> str:
        """Its beginning, as an address tells it."""
        return moment_text(self.starts_at)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an hour's bar, in its seconds."""

    begin: int
    lasts: int
    kind: str


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour: its beginning, what is drawn of it, what began in it."""

    starts_at: datetime
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]

    @property
    def asked(self) -> str:
        """Its beginning, as an address tells it."""
        return moment_text(self.starts_at)


@dataclass(frozen=True, slots=True)
class Day:
    """A local day. Neighbouring days are None where nothing can be heard of them."""

    on: date
    before: date | None
    after: date | None
    oldest: date
    today: date
    hours: tuple[Hour, ...]

    def line_at(self, moment: datetime) -> Line | None:
        """What was heard at a moment; None where that was none of its lines."""
        lines = (line for hour in self.hours for line in hour.lines)
        return next((line for line in lines if line.starts_at <= moment < line.ends_at), None)


def moment_text(moment: datetime) -> str:
    """A moment for an address: the next whole second, which lies in the segment that begins there."""
    whole = moment.astimezone(UTC) + timedelta(microseconds=999_999)
    return whole.strftime("%Y-%m-%dT%H:%M:%SZ")


def day_of(session: Session, channel: Channel, *, on: date, zone: ZoneInfo, now: datetime) -> Day:
    """What was heard on a day up to now; the day is brought into the 31 that are kept."""
    today, oldest = now.astimezone(zone).date(), (now - KEPT_DAYS).astimezone(zone).date()
    on = min(max(on, oldest), today)
    begin = max(_midnight(on, zone), now - KEPT_DAYS, channel.epoch)
    end = min(_midnight(on + timedelta(days=1), zone), now)
    since, until = (ticks_at(moment, epoch=channel.epoch) for moment in (begin, end))
    airings = told_between(session, channel, since=since, until=until) if since < until else []
    told = _Telling(session, channel, airings, now=now)
    hours = tuple(_hours(channel, airings, told.lines(), begin=_midnight(on, zone), end=end))
    return Day(
        on,
        on - timedelta(days=1) if on > oldest else None,
        on + timedelta(days=1) if on < today else None,
        oldest,
        today,
        tuple(hour for hour in hours if hour.blocks),
    )


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)


class _Telling:
    """Turns rows into lines."""

    def __init__(self, session: Session, channel: Channel, airings: list[Airing], *, now: datetime) -> None:
        items = {airing.item for airing in airings if airing.item is not None}
        self._airings = airings
        self._channel = channel
        self._now = ticks_at(now, epoch=channel.epoch)
        self._music_again = ticks_of(channel.music_again_hours * 3600)
        self._only_air = items_that_only_air(session, items)
        self._gone = withdrawn_moments(session, items)
        self._episodes: dict[str, Episode] = episodes_of_items(session, list(items))

    def lines(self) -> list[Line]:
        """Of what people chose: jingles and what stands in for something are drawn, not told."""
        return [self._line(airing) for airing in self._airings if airing.reason not in _PASSING]

    def _line(self, airing: Airing) -> Line:
        item, epoch = airing.item or "", self._channel.epoch
        is_heard = item not in self._only_air or may_be_heard(
            airing.end, now=self._now, music_again=self._music_again
        )
        episode = self._episodes.get(item) if item not in self._gone else None
        return Line(
            moment_at(airing.media_start, epoch=epoch),
            moment_at(airing.end, epoch=epoch),
            airing.title,
            airing.show,
            airing.reason,
            is_heard and item not in self._gone,
            f"/shows/{episode.show.slug}/{episode.slug}" if episode else "",
        )


def _hours(
    channel: Channel, airings: list[Airing], lines: list[Line], *, begin: datetime, end: datetime
) -> Iterator[Hour]:
    """Each hour of the day that has begun: 23 or 25 of them where the clock changes."""
    while begin < end:
        first = ticks_at(begin, epoch=channel.epoch)
        last = Ticks(first + 3600 * TICKS_PER_SECOND)
        blocks = tuple(
            _block(airing, first=first, last=min(last, ticks_at(end, epoch=channel.epoch)))
            for airing in airings
            if airing.media_start < last and airing.end > first
        )
        yield Hour(begin, blocks, tuple(line for line in lines if begin <= line.starts_at < begin + _HOUR))
        begin += _HOUR


def _block(airing: Airing, *, first: int, last: int) -> Block:
    start, stop = max(airing.media_start, first) - first, min(airing.end, last) - first
    lasts = max(1, (stop - start) // TICKS_PER_SECOND)
    return Block(start // TICKS_PER_SECOND, lasts, airing.reason.value)
