"""Words over the beginning of the music that follows them: which may, and how much of it they take. Pure."""

from broadcast.media.grid import QUANTUM, SEGMENT, segment_count
from broadcast.media.units import TICKS_PER_SECOND, Ticks

RISES = Ticks(3 * QUANTUM)
"""How long the music takes, once the voice has ended, to be as loud as it is: 0.96 s."""
LONGEST = Ticks(30 * TICKS_PER_SECOND)


def segments_under(voice: Ticks) -> int:
    """How many segments of the music are made anew, from its first on."""
    return -(-(voice + RISES) // SEGMENT)


def fits(voice: Ticks, music: Ticks) -> bool:
    """Whether a piece can be heard over the beginning of another, both as long as they air.

    What is made anew are full segments, so the other's last is not among them.
    """
    return voice <= LONGEST and segments_under(voice) < segment_count(music)
