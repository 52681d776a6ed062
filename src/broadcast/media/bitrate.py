"""Bit rates of a package's renditions, measured on its index (RFC 8216 §4.1, §4.3.4.2). Pure."""

from dataclasses import dataclass

from broadcast.media.grid import TARGET_DURATION, segment_lengths
from broadcast.media.package import PackageIndex, Rendition
from broadcast.media.units import TICKS_PER_SECOND

_SHORTEST = TARGET_DURATION * TICKS_PER_SECOND // 2
_LONGEST = 3 * _SHORTEST


@dataclass(frozen=True, slots=True)
class BitRates:
    """Bits a second, rounded up.

    `peak` is the largest of any run of consecutive segments that lasts 0.5 to 1.5 target durations, the
    peak segment bit rate; `steepest` is the largest of any one segment, which no run of this piece with
    pieces before or behind it can exceed; `average` is that of the whole.
    """

    peak: int
    steepest: int
    average: int


def bit_rates(index: PackageIndex, rendition: Rendition) -> BitRates:
    """Of one rendition. A piece shorter than half a target duration peaks at its average."""
    sizes = [segment.size for segment in index.renditions[rendition].segments]
    lengths = segment_lengths(index.ticks)
    runs = [_rate(size, length) for size, length in zip(sizes, lengths, strict=True)]
    average = _rate(sum(sizes), index.ticks)
    peak = 0
    for begin in range(len(sizes)):
        size = length = 0
        for place in range(begin, len(sizes)):
            size, length = size + sizes[place], length + lengths[place]
            if length > _LONGEST:
                break
            if length >= _SHORTEST:
                peak = max(peak, _rate(size, length))
    return BitRates(peak or average, max(runs), average)


def _rate(size: int, ticks: int) -> int:
    return -(-size * 8 * TICKS_PER_SECOND // ticks)
