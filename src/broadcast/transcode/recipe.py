"""The recipe: what every package of the station has in common. Change a value, raise `RECIPE`."""

from dataclasses import dataclass

from broadcast.media.grid import SEGMENT_QUANTA
from broadcast.media.package import Rendition
from broadcast.media.units import Bytes, Seconds, ticks_of

RECIPE = 3
"""Part of a package's key: another recipe is another package. `keys.STAND_BY` is raised with it."""

RATE = 48_000
MASTER_FRAME = Bytes(8)
"""One tick of the master: two channels of 32-bit float, so nothing clips before the gain is known."""

MP3_KBITS = 128
MP3_GAIN_DB = 0.45
"""LAME turns every CBR file down by this (its scale of 0.95); given back, so that all outputs agree."""

PEAK_SHIFT_DB = 12.0
"""How far a signal is turned down before its true peak is read, so that overs of a float can be seen."""
LOW_RATE = 1_024
"""Of the listing that holds what lies under 500 Hz, where hum is."""

LONGEST = ticks_of(6 * 3600)
"""A longer piece is refused: its master would take more than 8 GB."""

SHORT_ENOUGH = Seconds(600.0)
THINNEST = 50
"""Bytes a second of what lasts longer than `SHORT_ENOUGH`: less is a lie, for a
phone's silence takes 100 or more."""

GOP = SEGMENT_QUANTA * 8
"""Pictures from one key picture to the next: exactly a segment."""

STILL_WIDTH = 1_280
CARD_QUANTA = 17
"""A card is one segment of the longest length, so that its beginnings serve every length."""


@dataclass(frozen=True, slots=True)
class Picture:
    """How one video rendition is coded.

    Any run of T seconds takes at most T * `most_kbits` + `buffer_kbits`: for T = 3 under 2.9 Mbit/s for
    v720 and 0.75 for v360, which is what the playlists promise.
    """

    width: int
    height: int
    profile: str
    level: str
    crf: int
    most_kbits: int
    buffer_kbits: int


PICTURES = {
    Rendition.V720: Picture(1280, 720, "high", "3.1", 23, 2_150, 1_800),
    Rendition.V360: Picture(640, 360, "main", "3.0", 24, 540, 430),
}
SOUND_KBITS = {Rendition.A128: 128, Rendition.A48: 48}

PRESET = "veryfast"
"""x264's: `fast` costs 1.9 times the CPU for 8 % fewer bits at this quality, and a station has few cores."""
ENCODER_THREADS = 1
"""x264 with a bounded buffer writes other bytes at each run as soon as it has two threads (its frames in
flight guess each other's sizes); both sizes, and the ranges of a film, keep the other cores busy."""

SOUND_MEMORY = Bytes(512 << 20)
FILM_MEMORY = Bytes(1536 << 20)
SHORTEST_TIME = Seconds(120.0)
"""What even the smallest piece may take, in CPU and in wall time."""
SOUND_CPU = 0.5
FILM_CPU = 20.0
"""The most CPU seconds a run may take for each second of a piece, above `SHORTEST_TIME`."""
