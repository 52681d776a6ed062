"""Whose turn it is within an occurrence: which part comes next, and which stretch of a piece airs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from broadcast.media.grid import SEGMENT, segment_count, segment_start
from broadcast.media.units import Ticks
from broadcast.playout.decide import EARLIEST, Piece


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what an occurrence plays. `piece` is None where it cannot air (not approved, only words)."""

    key: str
    piece: Piece | None


def next_part(parts: Sequence[Part], *, aired: Sequence[str | None]) -> Part | None:
    """The first part that can air behind the one that aired last; None at the end.

    `aired` are the keys of what has begun, in order. What is past stays past: a part put before one that
    has aired is not caught up with, and one that was taken out is passed over in looking back.
    """
    places = {part.key: place for place, part in enumerate(parts)}
    last = next((places[key] for key in reversed(aired) if key is not None and key in places), -1)
    return next(
        (part for part in parts[last + 1 :] if part.piece is not None and part.key not in aired), None
    )


def next_filler(parts: Sequence[Part], *, aired: Sequence[str | None], room: Ticks | None) -> Part | None:
    """The next piece of a show's filler, each once. Only one that fits `room` whole, where that is given."""
    return next(
        (
            part
            for part in parts
            if part.piece is not None
            and part.key not in aired
            and (room is None or part.piece.ticks <= room + EARLIEST)
        ),
        None,
    )


def stretch(piece: Piece, *, begins: Ticks, ends: Ticks | None) -> Piece | None:
    """The whole segments of a piece that lie within [begins, ends): nothing outside is ever heard.

    None where not one segment does. It costs nothing: the air begins at another segment.
    """
    whole = segment_count(piece.ticks)
    first = -(-begins // SEGMENT)
    last = whole if ends is None or ends >= piece.ticks else min(whole - 1, ends // SEGMENT)
    if first >= last:
        return None
    ticks = piece.ticks - segment_start(first) if last == whole else (last - first) * SEGMENT
    return replace(piece, first_segment=first, ticks=Ticks(ticks))
