"""What a package holds: the renditions and, for each, one file with one index.

The key of a package is the source's SHA-256 with the recipe's version; `index.json` is written last,
so a package that can be read is whole.
"""

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from broadcast.media.grid import segment_count, segment_lengths
from broadcast.media.units import Bytes, Dbtp, Lufs, Seconds, Ticks


class Rendition(StrEnum):
    """The live renditions; the value is its word in addresses and file names."""

    A128 = "a128"
    A48 = "a48"
    V720 = "v720"
    V360 = "v360"

    @property
    def is_video(self) -> bool:
        """Whether it carries the picture."""
        return self in {Rendition.V720, Rendition.V360}


AUDIO = (Rendition.A128, Rendition.A48)
VIDEO = (Rendition.V720, Rendition.V360)


@dataclass(frozen=True, slots=True)
class SegmentBytes:
    """Where a segment lies in its rendition's file."""

    offset: Bytes
    size: Bytes


@dataclass(frozen=True, slots=True)
class RenditionIndex:
    """One rendition's file: its init (named by the first 16 hex digits of its SHA-256) and segments."""

    init: str
    init_size: Bytes
    segments: tuple[SegmentBytes, ...]


@dataclass(frozen=True, slots=True)
class Loudness:
    """EBU R 128 figures of what people hear (measured in the encoded `a128`).

    `integrated` is None where the piece is too quiet or too short to have one; `range` is in LU. The
    maxima are those of the 400 ms and the 3 s window (EBU Tech 3341 §2.2), None where there is no window.
    """

    integrated: Lufs | None
    true_peak: Dbtp | None
    range: float | None
    momentary_max: Lufs | None = None
    short_term_max: Lufs | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """How often a limiter held peaks, and for how long in all."""

    times: int
    seconds: Seconds


NEVER_HELD = Held(0, Seconds(0.0))


@dataclass(frozen=True, slots=True)
class PackageIndex:
    """A whole package. `ticks` is the length on the grid, `media_ticks` what was decoded.

    `trims_db` is what single outputs got besides the gain, for what their encoders take away.
    """

    recipe: int
    ticks: Ticks
    media_ticks: Ticks
    renditions: dict[Rendition, RenditionIndex]
    mp3_size: Bytes
    loudness: Loudness
    source_loudness: Loudness
    gain_db: float
    limited: bool
    held: Held = NEVER_HELD
    trims_db: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Hold every rendition to the grid."""
        wanted = segment_count(self.ticks)
        for name, rendition in self.renditions.items():
            if len(rendition.segments) != wanted:
                raise ValueError(f"{name}: {len(rendition.segments)} segments, the grid wants {wanted}")

    @property
    def has_picture(self) -> bool:
        """Whether it is a film."""
        return Rendition.V720 in self.renditions

    def segment_ticks(self, index: int) -> Ticks:
        """The length of one segment."""
        return segment_lengths(self.ticks)[index]

    def to_json(self) -> str:
        """As stored in `index.json`; segments as [offset, size] pairs."""
        plain = asdict(self)
        for rendition in plain["renditions"].values():
            rendition["segments"] = [[s["offset"], s["size"]] for s in rendition["segments"]]
        return json.dumps(plain, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> "PackageIndex":
        """Read `index.json`. Raises ValueError, KeyError or TypeError where it is not one."""
        plain = json.loads(text)
        plain["renditions"] = {
            Rendition(name): RenditionIndex(
                init=found["init"],
                init_size=found["init_size"],
                segments=tuple(SegmentBytes(offset, size) for offset, size in found["segments"]),
            )
            for name, found in plain["renditions"].items()
        }
        plain["loudness"] = Loudness(**plain["loudness"])
        plain["source_loudness"] = Loudness(**plain["source_loudness"])
        plain["held"] = Held(**plain.get("held", {"times": 0, "seconds": 0.0}))  # recipe 1 did not count
        return cls(**plain)
