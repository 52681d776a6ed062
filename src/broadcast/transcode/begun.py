"""What is known of a film whose sound is made and whose pictures are not: kept beside the sound as JSON."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from broadcast.media.package import PackageIndex
from broadcast.media.source import Probed
from broadcast.transcode.ranges import FilmRange


@dataclass(frozen=True, slots=True)
class _Kept:
    index: str
    probed: Probed
    ranges: tuple[FilmRange, ...]


_KEPT = TypeAdapter(_Kept)


@dataclass(frozen=True, slots=True)
class Begun:
    """The index of the sound alone, what the probe told, and the ranges to be made."""

    index: PackageIndex
    probed: Probed
    ranges: tuple[FilmRange, ...]

    def to_json(self) -> bytes:
        """As stored in `begun.json`."""
        return _KEPT.dump_json(_Kept(self.index.to_json(), self.probed, self.ranges))

    @classmethod
    def from_json(cls, text: bytes) -> "Begun":
        """Read `begun.json`. Raises ValueError where it is not one."""
        kept = _KEPT.validate_json(text)
        return cls(PackageIndex.from_json(kept.index), kept.probed, kept.ranges)
