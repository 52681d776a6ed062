"""A harbour at nightfall in flat shapes: sky, lighthouse, quay, boat and four rows of waves.

What does not change is drawn once; a frame is then a few pastes, about five milliseconds.
"""

import math
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from broadcast.transcode.pictures.palettes import Colour, colour, mixed

WIDTH, HEIGHT = 854, 480

_FINER = 3
_HORIZON = 262
_LAMP = (168, 112)
_TURN_SECONDS = 6.0
_GLOW: Colour = (255, 236, 178)
_SKY = tuple(map(colour, ("161a3a", "2f2757", "6b3a6e", "c65b63", "f4a261", "fbd38d")))
_SKY_STOPS = (0.0, 0.34, 0.62, 0.82, 0.94, 1.0)
_SEA = tuple(map(colour, ("8a5370", "54406f", "38356a", "252a58", "171c40")))
_SHADOW = colour("1b1a38")


@dataclass(frozen=True, slots=True)
class WaveRow:
    """A row of waves: where it lies, how it rolls, and its picture at four quarters of a pixel."""

    top: float
    length: int
    speed: float
    lift: float
    phases: tuple[Image.Image, ...]


class Harbour:
    """The scene. `picture(seconds)` draws it at a moment."""

    def __init__(self) -> None:
        self._still = _still_scene()
        self._far_rows = tuple(_wave_row(n) for n in (0, 1, 2))
        self._near_rows = tuple(_wave_row(n) for n in (3, 4))
        self._boat = _boat()
        self._reach = _beam_reach()
        self._halo = _halo(120)
        self._glints = _glints()
        self._stars = _stars()

    def picture(self, seconds: float) -> Image.Image:
        """The scene at a moment, RGB."""
        frame = self._still.copy()
        self._twinkle(frame, seconds)
        self._shine(frame, seconds)
        self._glitter(frame, seconds)
        for row in self._far_rows:
            _roll(frame, row, seconds)
        self._sail(frame, seconds)
        for row in self._near_rows:
            _roll(frame, row, seconds)
        return frame
