"""The air log as MP3: the frames that packages hold, laid end to end; one file that plays everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from broadcast.errors import UnknownError
from broadcast.library import keys
from broadcast.media.grid import segment_start
from broadcast.media.mp3 import MP3_FRAME, MP3_FRAME_BYTES, frame_at, frame_count
from broadcast.media.units import Bytes, Ticks
from broadcast.playout.airlog import Log, Missing, Progress, Remark, Written, in_order
from broadcast.playout.heard import is_stand_in
from broadcast.playout.timeline import Airing

_AT_ONCE = 8_000
"""Frames read at a time: 3 MB."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive frames of a row: `count` from `first` of its piece's file."""

    airing: Airing
    first: int
    count: int


def runs_of(log: Log) -> Iterator[Run]:
    """The frames of each row in the stretch, counted from its beginning: none is lost at joins."""
    for airing in log.airings:
        begin, end = max(airing.media_start, log.since), min(airing.end, log.until)
        first, last = (-(-(at - log.since) // MP3_FRAME) for at in (begin, end))
        if airing.segment_count and last > first:
            into = log.since + first * MP3_FRAME - airing.media_start + segment_start(airing.first_segment)
            yield Run(airing, frame_at(Ticks(into)), last - first)


def write_mp3(log: Log, file: BinaryIO, *, progress: Progress = lambda _share: None) -> Written:
    """Write the log as MP3, exact to a frame of 24 ms. `progress` hears a share from 0 to 1."""
    size, erased = 0, list[Remark]()
    for run in runs_of(log):
        try:
            size += sum(file.write(frames) for frames in _frames(log, run))
        except UnknownError:
            erased.append(log.remark(run.airing, Missing.ERASED))
            size += sum(file.write(frames) for frames in _loop(log, run.first, run.count))
        progress((run.airing.media_start - log.since) / (log.until - log.since))
    return Written(Bytes(size), in_order([*log.stops(), *erased]))


def _frames(log: Log, run: Run) -> Iterator[bytes]:
    """The frames that were aired. Raises UnknownError before any of them where they were erased."""
    if is_stand_in(run.airing):
        yield from _loop(log, run.first, run.count)
        return
    key = keys.mp3(run.airing.package)
    have = frame_count(log.stored.storage.size(key))
    if run.first + run.count > have:
        raise UnknownError("erased", "")
    yield from _read(log, key, run.first, run.count)


def _loop(log: Log, first: int, count: int) -> Iterator[bytes]:
    """As many frames of the stand-by loop, which goes round."""
    key = keys.mp3(keys.STAND_BY)
    have = frame_count(log.stored.storage.size(key))
    while count:
        first %= have
        taken = min(count, have - first)
        yield from _read(log, key, first, taken)
        first, count = first + taken, count - taken


def _read(log: Log, key: str, first: int, count: int) -> Iterator[bytes]:
    for at in range(first, first + count, _AT_ONCE):
        frames = min(_AT_ONCE, first + count - at)
        yield log.stored.storage.get_range(key, offset=at * MP3_FRAME_BYTES, size=frames * MP3_FRAME_BYTES)
