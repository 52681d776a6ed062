"""The bytes of the endless MP3: stored frames laid end to end, no encoder anywhere.

A withdrawn piece, a stop, or a piece without an MP3 is heard as the stand-by loop.
"""

from dataclasses import dataclass
from datetime import datetime

import structlog

from broadcast.errors import UnknownError
from broadcast.library import keys
from broadcast.media.mp3 import MP3_FRAME_BYTES, frame_count
from broadcast.media.units import Ticks
from broadcast.playout.air import Air, OnAir
from broadcast.playout.mp3_frames import (
    BURST,
    LAG,
    REMEMBERED,
    Run,
    groups_after,
    newest_group,
    runs_of,
    title_block,
)
from broadcast.playout.timeline import Airing, ticks_at

_NO_TITLE = b"\0"
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Group:
    """Frames for one second, and the same with what titles need: one text for every listener.

    `titled` ends with the title, `untitled` says that it is still the same; `items` are heard in it.
    """

    number: int
    title: str
    frames: bytes
    titled: bytes
    untitled: bytes
    items: frozenset[str]


class Mp3Air:
    """Reads the frames of groups from the storage."""

    def __init__(self, air: Air) -> None:
        self._air = air

    def newest(self, slug: str, *, now: datetime) -> int:
        """The newest group that may be sent."""
        channel = self._air.channel(slug)
        view = self._air.view
        until = ticks_at(now, epoch=channel.epoch) - LAG
        if view.told_until is not None:
            until = min(until, ticks_at(view.told_until, epoch=channel.epoch))
        return newest_group(Ticks(until))

    def group(self, slug: str, number: int) -> Group | None:
        """A group of a channel as it is now to be heard; None where the ledger does not tell it."""
        channel = self._air.channel(slug)
        withdrawn = self._air.view.withdrawn
        runs = runs_of(channel.timeline, number)
        if runs is None:
            return None
        frames = b"".join(self._read(run, withdrawn) for run in runs)
        title = _title(runs[-1].airing, channel, withdrawn)
        items = frozenset(item for run in runs for item in run.airing.items) - withdrawn
        return Group(number, title, frames, frames + title_block(title), frames + _NO_TITLE, frozenset(items))

    @property
    def withdrawn(self) -> frozenset[str]:
        """The items that must not be heard."""
        return self._air.view.withdrawn

    def _read(self, run: Run, withdrawn: frozenset[str]) -> bytes:
        airing = run.airing
        if airing.segment_count == 0 or not airing.items.isdisjoint(withdrawn):
            return self._stand_by(run)
        try:
            have = frame_count(self._air.packages.index(airing.package).mp3_size)
            if run.first + run.count <= have:
                return self._frames(airing.package, run.first, run.count)
        except UnknownError:
            _log.warning("a piece on air has no MP3", package=airing.package)
        return self._stand_by(run)

    def _stand_by(self, run: Run) -> bytes:
        """As many frames of the loop, which goes round."""
        have = frame_count(self._air.packages.index(keys.STAND_BY).mp3_size)
        first = run.first % have
        count = min(run.count, have - first)
        rest = run.count - count
        found = self._frames(keys.STAND_BY, first, count)
        return found + (self._frames(keys.STAND_BY, 0, rest) if rest else b"")

    def _frames(self, package: str, first: int, count: int) -> bytes:
        return self._air.parts.storage.get_range(
            keys.mp3(package), offset=first * MP3_FRAME_BYTES, size=count * MP3_FRAME_BYTES
        )


@dataclass(frozen=True, slots=True)
class Remembered:
    """A channel's newest groups, in order, numbered from `first` on as they came. Replaced whole."""

    first: int = 0
    groups: tuple[Group, ...] = ()

    @property
    def end(self) -> int:
        """The number after the newest."""
        return self.first + len(self.groups)

    @property
    def beginning(self) -> int:
        """Where somebody who comes now begins."""
        return max(self.first, self.end - BURST)

    def group(self, number: int) -> Group | None:
        """A group by its number; None where it is forgotten already."""
        return self.groups[number - self.first] if self.first <= number < self.end else None

    def with_groups(self, came: list[Group]) -> "Remembered":
        """With newer ones, forgetting the oldest."""
        groups = (*self.groups, *came)[-REMEMBERED:]
        return Remembered(self.end + len(came) - len(groups), groups)


class Mp3Stream:
    """One channel's newest groups in this process, shared by all who listen. One thread advances it."""

    def __init__(self, source: Mp3Air, slug: str) -> None:
        self._source = source
        self._slug = slug
        self._withdrawn = source.withdrawn
        self.now = Remembered()

    def advance(self, *, now: datetime) -> None:
        """Read what has become due, and again whatever holds something withdrawn since."""
        known = self._without_withdrawn()
        last = known.groups[-1].number if known.groups else None
        came: list[Group] = []
        for number in groups_after(last, newest=self._source.newest(self._slug, now=now)):
            group = self._source.group(self._slug, number)
            if group is None:
                break
            came.append(group)
        self.now = known.with_groups(came)

    def forget(self) -> None:
        """Nobody listens: what comes next begins anew."""
        self.now = Remembered()

    def _without_withdrawn(self) -> Remembered:
        withdrawn, known = self._source.withdrawn, self.now
        if withdrawn == self._withdrawn:
            return known
        again = [
            self._source.group(self._slug, group.number) if group.items & withdrawn else group
            for group in known.groups
        ]
        self._withdrawn = withdrawn
        kept = [group for group in again if group is not None]
        return Remembered(known.first, tuple(kept)) if len(kept) == len(again) else Remembered(known.end)


def _title(airing: Airing, channel: OnAir, withdrawn: frozenset[str]) -> str:
    """`Show - Title`; the channel's name where nothing of anybody's is heard."""
    if airing.item is None or not airing.items.isdisjoint(withdrawn):
        return channel.name
    return " - ".join(words for words in (airing.show, airing.title) if words) or channel.name
