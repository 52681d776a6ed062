"""The bytes of live segments: stored once, patched for their place on the timeline.

A withdrawn piece's segments become stand-by bytes of the same length under the same address.
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from broadcast.errors import UnknownError, marked
from broadcast.media import fmp4
from broadcast.media.package import Rendition
from broadcast.playout.air import Air, OnAir
from broadcast.playout.formats import init_of
from broadcast.playout.stored import Stored
from broadcast.playout.timeline import Spot

_CACHE_BYTES = 96 << 20
"""The last segment of a thousand radio channels, and half as much again; the system keeps the rest."""
Unheard = frozenset[str]
EVERYTHING_HEARD: Unheard = frozenset()


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment as it goes on the wire, with its validator (RFC 9110 §8.8.3): the same on every node."""

    body: bytes
    etag: str

    @classmethod
    def of(cls, body: bytes) -> "Segment":
        """From its bytes."""
        return cls(body, f'"{hashlib.blake2b(body, digest_size=10).hexdigest()}"')


class Segments:
    """Live segments and inits of one process, with a bounded memory of the last ones."""

    def __init__(self, air: Air, *, room: int = _CACHE_BYTES) -> None:
        self._air = air
        self._stored = Stored(air.packages, air.parts.storage)
        self._room = room
        self._kept: OrderedDict[tuple[int, Rendition, int, bool], Segment] = OrderedDict()
        self._kept_bytes = 0
        self._lock = Lock()

    def cached(
        self, channel: OnAir, rendition: Rendition, spot: Spot, *, unheard: Unheard = EVERYTHING_HEARD
    ) -> Segment | None:
        """The segment, where it is in memory."""
        with self._lock:
            return self._kept.get(self._key(channel, rendition, spot, unheard))

    def segment(
        self, channel: OnAir, rendition: Rendition, spot: Spot, *, unheard: Unheard = EVERYTHING_HEARD
    ) -> Segment:
        """A published segment as it goes on the wire; `unheard` are items that may not be heard again."""
        key = self._key(channel, rendition, spot, unheard)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        stored = self._stored.stand_in(rendition, spot) if key[-1] else self._stored.segment(rendition, spot)
        made = Segment.of(fmp4.patch(stored, sequence=spot.sequence, decode_time=spot.start))
        self._keep(key, made)
        return made

    def init(self, channel: OnAir, rendition: Rendition, digest: str) -> bytes:
        """An init segment by its hash, of something on the channel's timeline. Raises UnknownError."""
        for airing in reversed(channel.timeline.airings):
            if airing.segment_count and init_of(airing.formats, rendition) == digest:
                package = self._picture_of(airing.card, airing.package, rendition)
                return self.init_of(package, rendition)
        raise UnknownError("unknown_segment", marked("This part of the programme is not on the air."))

    def init_of(self, package: str, rendition: Rendition) -> bytes:
        """The init of a package or card."""
        return self._stored.init(package, rendition)

    def _key(
        self, channel: OnAir, rendition: Rendition, spot: Spot, unheard: Unheard
    ) -> tuple[int, Rendition, int, bool]:
        items, withdrawn = spot.airing.items, self._air.view.withdrawn
        may_be_heard = items.isdisjoint(withdrawn) and items.isdisjoint(unheard)
        return channel.id, rendition, spot.sequence, not may_be_heard

    @staticmethod
    def _picture_of(card: str | None, package: str, rendition: Rendition) -> str:
        return card if rendition.is_video and card is not None else package

    def _keep(self, key: tuple[int, Rendition, int, bool], made: Segment) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._kept_bytes += len(made.body)
            while self._kept_bytes > self._room:
                self._kept_bytes -= len(self._kept.popitem(last=False)[1].body)
