"""The legal air log: any stretch of what a channel aired as one file, from the bytes that were aired.

What was withdrawn since is in it: it is the proof of what was on the air. Where a piece was withdrawn on
the air, its listeners heard the stand-by loop from then on, and so does the log. Bytes that were erased
are replaced by the loop, and that is said; a stop of the station is left out, and that is said too.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from broadcast.errors import InvalidError, UnknownError, marked
from broadcast.library import keys
from broadcast.media.grid import SEGMENT
from broadcast.media.mp4_file import Mp4File
from broadcast.media.package import Rendition
from broadcast.media.units import Bytes, Ticks
from broadcast.parts import Parts
from broadcast.playout.again import unknown_moment
from broadcast.playout.heard import is_stand_in
from broadcast.playout.journal import heard_between
from broadcast.playout.pieces import Packages
from broadcast.playout.stored import Stored, shown_by
from broadcast.playout.timeline import Airing, Spot, moment_at, ticks_at
from broadcast.schedule.models import Channel, ChannelKind

Progress = Callable[[float], None]


class Missing(StrEnum):
    """Why something of the air is not in the log as it was."""

    OFF_AIR = "off-air"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Remark:
    """What whoever reads the log must know of a part of it."""

    starts_at: datetime
    ends_at: datetime
    missing: Missing
    title: str


@dataclass(frozen=True, slots=True)
class Written:
    """A log that was written: its size, and what is to be known of it."""

    size: Bytes
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Log:
    """A stretch of a channel's air, read from the ledger: [since, until) in ticks, no later than now."""

    channel: Channel
    since: Ticks
    until: Ticks
    airings: tuple[Airing, ...]
    stored: Stored

    @property
    def renditions(self) -> tuple[Rendition, ...]:
        """What is written: the best of each kind."""
        if self.channel.kind == ChannelKind.TV:
            return Rendition.V720, Rendition.A128
        return (Rendition.A128,)

    def spots(self) -> Iterator[Spot]:
        """The segments of the stretch, in order; the first and the last may reach beyond it."""
        for airing in self.airings:
            for index in range(airing.segment_count):
                start = Ticks(airing.media_start + index * SEGMENT)
                is_last = index == airing.segment_count - 1
                ticks = Ticks(airing.end - start) if is_last else SEGMENT
                if start < self.until and start + ticks > self.since:
                    yield Spot(airing, airing.first_sequence + index, start, ticks)

    def remark(self, airing: Airing, missing: Missing) -> Remark:
        """About as much of a row as lies in the stretch."""
        begin, end = max(airing.media_start, self.since), min(airing.end, self.until)
        epoch = self.channel.epoch
        return Remark(
            moment_at(Ticks(begin), epoch=epoch), moment_at(Ticks(end), epoch=epoch), missing, airing.title
        )

    def stops(self) -> list[Remark]:
        """When the station was stopped."""
        return [self.remark(row, Missing.OFF_AIR) for row in self.airings if not row.segment_count]


def read_log(parts: Parts, channel: Channel, *, start: datetime, end: datetime) -> Log:
    """The log of [start, end), or as much of it as has aired. Raises InvalidError, UnknownError."""
    now = parts.clock.now()
    since = Ticks(max(0, ticks_at(start, epoch=channel.epoch)))
    until = ticks_at(min(end, now), epoch=channel.epoch)
    if start >= end or since >= until:
        raise InvalidError(
            "bad_span",
            marked("There was nothing on the air between these two moments."),
            marked("Give the earlier moment first, and one that has passed."),
        )
    with parts.database.reading() as session:
        airings = tuple(heard_between(session, channel, since=since, until=until))
    stored = Stored(Packages(parts.storage), parts.storage)
    log = Log(channel, since, until, airings, stored)
    if next(log.spots(), None) is None:
        raise unknown_moment()
    return log


def write_mp4(log: Log, file: BinaryIO, *, progress: Progress = lambda _share: None) -> Written:
    """Write the log as MP4, exact to the tick. `progress` hears a share from 0 to 1."""
    renditions = log.renditions
    made = Mp4File(file, tracks=len(renditions))
    reading = _Reading(log)
    first, held = None, 0
    for spot in log.spots():
        first = spot if first is None else first
        for order, rendition in enumerate(renditions):
            init, segment = reading.segment(rendition, spot)
            made.add(order, init=init, segment=segment)
        held += min(spot.end, log.until) - max(spot.start, log.since)
        progress((spot.start - log.since) / (log.until - log.since))
    skip = Ticks(max(0, log.since - first.start)) if first else Ticks(0)
    size = made.end(skip=skip, lasts=Ticks(held))
    return Written(size, in_order([*log.stops(), *reading.erased.values()]))


def write_file(path: Path, write: Callable[[BinaryIO], Written]) -> Written:
    """Write a log beside its place and move it there once it is whole. Raises InvalidError where one is."""
    if path.exists():
        raise InvalidError(
            "file_exists", marked("There is already a file of that name."), marked("Choose another name.")
        )
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w+b") as file:
            written = write(file)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return written


def in_order(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Remarks by their time."""
    return tuple(sorted(remarks, key=lambda one: one.starts_at))


@dataclass(slots=True)
class _Reading:
    """Reads segments with their inits; what was erased is noted once for each row."""

    log: Log
    erased: dict[int, Remark] = field(default_factory=dict)
    _inits: dict[tuple[str, Rendition], bytes] = field(default_factory=dict)

    def segment(self, rendition: Rendition, spot: Spot) -> tuple[bytes, bytes]:
        """The init and the bytes that were aired, or those of the stand-by loop."""
        stored = self.log.stored
        if not is_stand_in(spot.airing) and spot.airing.media_start not in self.erased:
            try:
                segment = stored.segment(rendition, spot)
                return self._init(shown_by(spot, rendition), rendition), segment
            except UnknownError:
                self.erased[spot.airing.media_start] = self.log.remark(spot.airing, Missing.ERASED)
        return self._init(keys.STAND_BY, rendition), stored.stand_in(rendition, spot)

    def _init(self, package: str, rendition: Rendition) -> bytes:
        key = package, rendition
        if key not in self._inits:
            self._inits[key] = self.log.stored.init(package, rendition)
        return self._inits[key]
