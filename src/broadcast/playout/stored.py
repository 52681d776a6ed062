"""The stored bytes of segments, before they are patched for their place on the air.

A sound on television is shown by prefixes of its card, and what may not be heard is replaced by the stand-by
loop; both are cut from the last segment of a package whose last segment is as long as any segment can be.
"""

from dataclasses import dataclass

from broadcast.library import keys
from broadcast.media import fmp4
from broadcast.media.package import Rendition
from broadcast.media.units import Ticks
from broadcast.playout.pieces import Packages
from broadcast.playout.timeline import Spot
from broadcast.storage import Storage


@dataclass(frozen=True, slots=True)
class Stored:
    """Reads segments and inits of one storage."""

    packages: Packages
    storage: Storage

    def segment(self, rendition: Rendition, spot: Spot) -> bytes:
        """What the ledger put there. Raises UnknownError where the package was erased."""
        airing = spot.airing
        if rendition.is_video and airing.card is not None:
            return self._prefix(airing.card, rendition, ticks=spot.ticks)
        return self._read(airing.package, rendition, spot.segment)

    def stand_in(self, rendition: Rendition, spot: Spot) -> bytes:
        """The stand-by loop for as long as the segment."""
        return self._prefix(keys.STAND_BY, rendition, ticks=spot.ticks)

    def init(self, package: str, rendition: Rendition) -> bytes:
        """The init of a package or card. Raises UnknownError where it was erased."""
        index = self.packages.index(package).renditions[rendition]
        return self.storage.get_range(keys.rendition(package, rendition), offset=0, size=index.init_size)

    def _prefix(self, package: str, rendition: Rendition, *, ticks: Ticks) -> bytes:
        index = self.packages.index(package)
        last = len(index.renditions[rendition].segments) - 1
        longest = self._read(package, rendition, last)
        return longest if index.segment_ticks(last) == ticks else fmp4.prefix(longest, ticks=ticks)

    def _read(self, package: str, rendition: Rendition, segment: int) -> bytes:
        where = self.packages.index(package).renditions[rendition].segments[segment]
        return self.storage.get_range(
            keys.rendition(package, rendition), offset=where.offset, size=where.size
        )


def shown_by(spot: Spot, rendition: Rendition) -> str:
    """The package or card that a segment's bytes are of."""
    card = spot.airing.card
    return card if rendition.is_video and card is not None else spot.airing.package
