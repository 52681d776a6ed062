"""The grid that everything on air lies on.

A quantum is the common multiple of an AAC frame (1,024 ticks) and a picture at 25 fps (1,920 ticks).
A full segment is 12 quanta (3.84 s). A remainder under 6 quanta joins the segment before it, so every
segment lies between 6 and 17 quanta, 1.92 s to 5.44 s, and EXT-X-TARGETDURATION is 6 for ever.
"""

from broadcast.media.units import Ticks

AAC_FRAME = Ticks(1_024)
PICTURE = Ticks(1_920)
QUANTUM = Ticks(15_360)
SEGMENT_QUANTA = 12
SHORTEST_QUANTA = 6
LONGEST_QUANTA = SEGMENT_QUANTA + SHORTEST_QUANTA - 1
SEGMENT = Ticks(SEGMENT_QUANTA * QUANTUM)
SHORTEST = Ticks(SHORTEST_QUANTA * QUANTUM)
TARGET_DURATION = 6
PICTURES_PER_SECOND = 25


def padded(ticks: Ticks) -> Ticks:
    """The length on the grid of a piece that lasts `ticks`: whole quanta, 1.92 s at the least."""
    return Ticks(max(SHORTEST, -(-ticks // QUANTUM) * QUANTUM))


def segment_count(length: Ticks) -> int:
    """How many segments a padded `length` is cut into. Raises ValueError off the grid."""
    if length < SHORTEST or length % QUANTUM:
        raise ValueError(f"{length} ticks are not a length on the grid")
    full, rest = divmod(length, SEGMENT)
    return full + (rest >= SHORTEST) if full else 1


def segment_lengths(length: Ticks) -> tuple[Ticks, ...]:
    """The length of each segment of a padded `length`, in order."""
    count = segment_count(length)
    return (SEGMENT,) * (count - 1) + (Ticks(length - (count - 1) * SEGMENT),)


def segment_start(index: int) -> Ticks:
    """Where segment `index` of any piece begins: all before it are full."""
    return Ticks(index * SEGMENT)
