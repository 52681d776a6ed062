"""Cutting a film into ranges that can be encoded apart, by anybody, in any order: pure.

A range is a whole number of segments, always cut at the same places: so the bytes of a film do not depend
on how many worked at it, nor on which ranges had to be made twice.
"""

from dataclasses import dataclass

from broadcast.media.grid import PICTURE, SEGMENT, padded
from broadcast.media.source import Demuxer, Probed
from broadcast.media.units import Seconds, Ticks, seconds_of

RANGE_SEGMENTS = 8
"""30.72 s: some half a minute of work, so that little is lost when it is cut off."""

_SEEKABLE = {Demuxer.MOV, Demuxer.MATROSKA}
"""Formats with an index of their key pictures; in the others a seek may land behind its target."""
_BEFORE = Seconds(2.0)
"""How far before a range the film is opened: a picture that can be decoded alone, and what leans on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmRange:
    """A stretch of a film. `opened` is where the source is opened, 0 for its beginning.

    After `pictures` the last one is held, where that is given: what follows in the film is not seen.
    """

    number: int
    start: Ticks
    ticks: Ticks
    opened: Seconds
    has_still: bool = False
    pictures: int | None = None


def ranges_of(probed: Probed, *, length: Ticks, pictures: Ticks) -> tuple[FilmRange, ...]:
    """The ranges of a film of `length` (on the grid) whose pictures end at `pictures`.

    No range begins where there is no picture any more: what is held at the end belongs to the last one.
    """
    step = RANGE_SEGMENTS * SEGMENT
    count = 1
    if probed.demuxer in _SEEKABLE:
        # The last range is never shorter than a segment, of the film and of its pictures.
        count = max(1, (min(length, pictures) - SEGMENT) // step + 1)
    starts = [Ticks(number * step) for number in range(count)]
    ends = [*starts[1:], length]
    return tuple(
        FilmRange(
            number=number,
            start=start,
            ticks=Ticks(end - start),
            opened=Seconds(max(0.0, seconds_of(start) - _BEFORE)),
            has_still=number == count // 3,
        )
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def range_of_part(probed: Probed, *, begins: Ticks, ends: Ticks) -> FilmRange:
    """The one range that shows [begins, ends) of a film; `begins` is where a picture does."""
    opened = max(0.0, seconds_of(begins) - _BEFORE) if probed.demuxer in _SEEKABLE else 0.0
    length = Ticks(ends - begins)
    return FilmRange(
        number=0, start=begins, ticks=padded(length), opened=Seconds(opened), pictures=-(-length // PICTURE)
    )
