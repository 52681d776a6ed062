"""Whether a channel lets the music of its rotation run into each other, and for how long. Pure."""

from broadcast.errors import InvalidError, marked
from broadcast.media.grid import QUANTUM
from broadcast.media.units import TICKS_PER_SECOND, Ticks
from broadcast.schedule.models import Channel

STEP_MS = QUANTUM * 1000 // TICKS_PER_SECOND
MOST_MS = 10 * STEP_MS
CROSSFADES_MS = (0, 3 * STEP_MS, 6 * STEP_MS, MOST_MS)
"""Those that people are offered: none, about one, two and three seconds."""


def overlap_of(channel: Channel) -> Ticks:
    """For how long two pieces sound together; 0 where they join plainly."""
    return Ticks(channel.crossfade_ms * TICKS_PER_SECOND // 1000)


def check_crossfade(milliseconds: int) -> None:
    """Raises InvalidError off the grid."""
    if milliseconds % STEP_MS or not 0 <= milliseconds <= MOST_MS:
        raise InvalidError(
            "bad_crossfade",
            marked("A crossfade lasts up to {most} milliseconds, in steps of {step}."),
            marked("Choose one of the lengths offered, or none."),
            most=MOST_MS,
            step=STEP_MS,
        )
