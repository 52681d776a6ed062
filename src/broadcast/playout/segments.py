"""The bytes of live segments: stored once, patched for their place on the timeline.

A withdrawn piece's segments become stand-by bytes of the same length under the same address; a sound
on television is shown by prefixes of its card. Both are cut from the last segment of a package whose
last segment is as long as any segment can be.
"""

from collections import OrderedDict
from threading import Lock

from broadcast.errors import UnknownError, marked
from broadcast.library import keys
from broadcast.media import fmp4
from broadcast.media.package import Rendition
from broadcast.media.units import Ticks
from broadcast.playout.air import Air, OnAir
from broadcast.playout.formats import init_of
from broadcast.playout.timeline import Spot

_CACHE_BYTES = 256 << 20


class Segments:
    """Live segments and inits of one process, with a bounded memory of the last ones."""

    def __init__(self, air: Air) -> None:
        self._air = air
        self._kept: OrderedDict[tuple[int, Rendition, int, bool], bytes] = OrderedDict()
        self._kept_bytes = 0
        self._lock = Lock()

    def cached(self, channel: OnAir, rendition: Rendition, spot: Spot) -> bytes | None:
        """The segment, where it is in memory."""
        with self._lock:
            return self._kept.get(self._key(channel, rendition, spot))

    def segment(self, channel: OnAir, rendition: Rendition, spot: Spot) -> bytes:
        """A published segment as it goes on the wire."""
        key = self._key(channel, rendition, spot)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        stored = self._stand_in(rendition, spot) if key[-1] else self._stored(rendition, spot)
        made = fmp4.patch(stored, sequence=spot.sequence, decode_time=spot.start)
        self._keep(key, made)
        return made

    def init(self, channel: OnAir, rendition: Rendition, digest: str) -> bytes:
        """An init segment by its hash, of something on the channel's timeline. Raises UnknownError."""
        for airing in reversed(channel.timeline.airings):
            if airing.segment_count and init_of(airing.formats, rendition) == digest:
                package = self._picture_of(airing.card, airing.package, rendition)
                index = self._air.packages.index(package).renditions[rendition]
                return self._air.parts.storage.get_range(
                    keys.rendition(package, rendition), offset=0, size=index.init_size
                )
        raise UnknownError("unknown_segment", marked("This part of the programme is not on the air."))

    def _key(self, channel: OnAir, rendition: Rendition, spot: Spot) -> tuple[int, Rendition, int, bool]:
        return channel.id, rendition, spot.sequence, spot.airing.item in self._air.view.withdrawn

    def _stored(self, rendition: Rendition, spot: Spot) -> bytes:
        airing = spot.airing
        if rendition.is_video and airing.card is not None:
            return self._prefix(airing.card, rendition, ticks=spot.ticks)
        return self._read(airing.package, rendition, spot.segment)

    def _stand_in(self, rendition: Rendition, spot: Spot) -> bytes:
        return self._prefix(keys.STAND_BY, rendition, ticks=spot.ticks)

    def _prefix(self, package: str, rendition: Rendition, *, ticks: Ticks) -> bytes:
        index = self._air.packages.index(package)
        last = len(index.renditions[rendition].segments) - 1
        longest = self._read(package, rendition, last)
        return longest if index.segment_ticks(last) == ticks else fmp4.prefix(longest, ticks=ticks)

    def _read(self, package: str, rendition: Rendition, segment: int) -> bytes:
        where = self._air.packages.index(package).renditions[rendition].segments[segment]
        return self._air.parts.storage.get_range(
            keys.rendition(package, rendition), offset=where.offset, size=where.size
        )

    @staticmethod
    def _picture_of(card: str | None, package: str, rendition: Rendition) -> str:
        return card if rendition.is_video and card is not None else package

    def _keep(self, key: tuple[int, Rendition, int, bool], made: bytes) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._kept_bytes += len(made)
            while self._kept_bytes > _CACHE_BYTES:
                self._kept_bytes -= len(self._kept.popitem(last=False)[1])
