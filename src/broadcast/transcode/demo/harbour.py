"""A harbour at nightfall: sky, lighthouse, quay, a boat that comes home, rows of waves.

What does not change is drawn once; a picture is then a few pastes, some ten milliseconds.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import cast

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from broadcast.media.grid import PICTURES_PER_SECOND
from broadcast.media.units import Seconds
from broadcast.transcode.demo.shore import GLOW, HEIGHT, HORIZON, LAMP, WIDTH, draw_boat, draw_shore
from broadcast.transcode.pictures.palettes import Colour, colour, mixed

_BEAM_TURN = Seconds(8.0)
_BEAM = (860, 190)
_HALO = 150
_FADE = Seconds(0.8)
_NIGHT: Colour = (9, 10, 24)
_ROWS = (
    # top, wavelength, pixels a second, lift, colour
    (HORIZON + 46, 240, 9.0, 3.5, "4f3f6b"),
    (HORIZON + 92, 300, -14.0, 5.0, "413763"),
    (HORIZON + 148, 380, 20.0, 7.0, "332e58"),
    (HORIZON + 214, 480, -27.0, 9.5, "26254a"),
    (HORIZON + 286, 620, 36.0, 12.5, "191a38"),
)
_BOAT_BEHIND_ROW = 2
_STEPS = 4
"""Waves move by quarters of a pixel, or slow ones would be seen to jump."""


@dataclass(frozen=True, slots=True)
class WaveRow:
    """A row of waves: where its picture lies, how it rolls, its colour and its shape."""

    top: int
    length: int
    speed: float
    tint: Colour
    shape: Image.Image

    def roll(self, frame: Image.Image, seconds: float) -> None:
        """Draw the row as it lies at a moment."""
        shift = round(self.speed * seconds * _STEPS) % (self.length * _STEPS)
        seen = self.shape.reduce((_STEPS, 1), (shift, 0, shift + WIDTH * _STEPS, self.shape.height))
        heave = round(2 * math.sin(seconds * 0.9 + self.top))
        frame.paste(self.tint, (0, self.top + heave), seen)


@dataclass(frozen=True, slots=True)
class Glint:
    """A short dash of light on the water."""

    x: float
    y: float
    width: float
    phase: float
    speed: float


class Harbour:
    """The scene."""

    def __init__(self) -> None:
        self._shore = draw_shore()
        self._boat = draw_boat()
        self._beam = _beam()
        self._halo = _halo(_HALO)
        self._glints = _glints()
        self._rows = tuple(_wave_row(*row) for row in _ROWS)

    def pictures(self, length: Seconds) -> Iterator[Image.Image]:
        """The film, 25 pictures a second, from dark to dark."""
        count = round(length * PICTURES_PER_SECOND)
        night = Image.new("RGB", (WIDTH, HEIGHT), _NIGHT)
        for number in range(count):
            seconds = number / PICTURES_PER_SECOND
            light = min(1.0, seconds / _FADE, (length - seconds) / _FADE)
            picture = self.picture(seconds)
            yield picture if light == 1 else Image.blend(night, picture, light)

    def picture(self, seconds: float) -> Image.Image:
        """The scene at a moment, RGB."""
        frame = self._shore.copy()
        self._shine(frame, seconds)
        self._glitter(frame, seconds)
        for number, row in enumerate(self._rows):
            if number == _BOAT_BEHIND_ROW:
                self._sail(frame, seconds)
            row.roll(frame, seconds)
        return frame

    def _shine(self, frame: Image.Image, seconds: float) -> None:
        """The lamp turns: two beams that swing away from each other, and a glow when one points at us."""
        angle = 2 * math.pi * seconds / _BEAM_TURN + 0.6
        reach = math.cos(angle)
        width = max(1, round(abs(reach) * _BEAM[0]))
        x, y = LAMP
        beam = self._beam.resize((width, _BEAM[1]), Image.Resampling.BILINEAR)
        right = beam.point([round(v * (0.75 + 0.25 * math.sin(angle))) for v in range(256)])
        left = beam.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        left = left.point([round(v * (0.75 - 0.25 * math.sin(angle))) for v in range(256)])
        frame.paste(GLOW, (x, y - _BEAM[1] // 2), right)
        frame.paste(GLOW, (x - width, y - _BEAM[1] // 2), left)
        strength = 0.55 + 0.45 * abs(math.sin(angle)) ** 3
        frame.paste(GLOW, (x - _HALO, y - _HALO), self._halo.point([round(v * strength) for v in range(256)]))

    def _glitter(self, frame: Image.Image, seconds: float) -> None:
        """The evening's light on the water, each dash brightening and fading."""
        draw = ImageDraw.Draw(frame)
        for glint in self._glints:
            light = math.sin(glint.phase + glint.speed * seconds)
            if light > 0:
                half = glint.width * (0.4 + 0.6 * light)
                water = cast("Colour", frame.getpixel((min(WIDTH - 1, int(glint.x)), int(glint.y))))
                tint = mixed(water, GLOW, 0.55 * light)
                draw.rounded_rectangle((glint.x - half, glint.y, glint.x + half, glint.y + 2), 1, fill=tint)

    def _sail(self, frame: Image.Image, seconds: float) -> None:
        """The boat crosses, rocked by what it floats on."""
        lean = math.radians(2.2 * math.sin(seconds * 1.25) + 2.0)
        x = 230 + 24.0 * seconds
        y = _ROWS[_BOAT_BEHIND_ROW][0] + 14 + 3.0 * math.sin(seconds * 1.25 + 0.9)
        side = self._boat.width
        cos, sin = math.cos(lean), math.sin(lean)
        middle, foot = side / 2, side * 0.86
        left, top = math.floor(x - middle), math.floor(y - foot)
        # The output's point (u, v) shows the sprite's point turned back around its keel.
        du, dv = middle + x - middle - left, foot + y - foot - top
        turn = (cos, sin, middle - cos * du - sin * dv, -sin, cos, foot + sin * du - cos * dv)
        turned = self._boat.transform(
            (side + 1, side + 1), Image.Transform.AFFINE, turn, Image.Resampling.BICUBIC
        )
        frame.paste(turned, (left, top), turned)


def _beam() -> Image.Image:
    """The beam to the right as light from 0 to 255: a wedge, brightest along its middle and at the lamp."""
    width, height = _BEAM
    wedge = Image.new("L", _BEAM)
    draw = ImageDraw.Draw(wedge)
    for share in (1.0, 0.8, 0.6, 0.4, 0.2):
        half = height / 2 * share * 0.8
        draw.polygon(
            [
                (0, height / 2 - 3),
                (width, height / 2 - half),
                (width, height / 2 + half),
                (0, height / 2 + 3),
            ],
            fill=round(150 * (1.1 - share)) + 40,
        )
    fall = Image.new("L", (width, 1))
    fall.putdata([round(255 * (1 - x / width) ** 1.4) for x in range(width)])
    soft = wedge.filter(ImageFilter.GaussianBlur(4))
    return ImageChops.multiply(soft, fall.resize(_BEAM))


def _halo(radius: int) -> Image.Image:
    """A round glow, as light from 0 to 255."""
    distance = Image.radial_gradient("L").resize((2 * radius, 2 * radius))
    return distance.point([round(200 * max(0.0, 1 - v / 180) ** 3) for v in range(256)])


def _glints() -> tuple[Glint, ...]:
    """Dashes under the last of the light, wider and rarer towards us, and a path under the lamp."""
    chance = Random(17)  # noqa: S311  # a drawing, not a secret
    glints = []
    for number in range(130):
        depth = chance.random() ** 1.4
        centre, spread = (470, 60 + 220 * depth) if number % 3 else (LAMP[0], 12 + 30 * depth)
        glints.append(
            Glint(
                x=min(WIDTH - 1.0, max(0.0, chance.gauss(centre, spread))),
                y=HORIZON + 4 + 130 * depth,
                width=5 + 20 * depth,
                phase=chance.uniform(0, 6.3),
                speed=chance.uniform(0.8, 2.2),
            )
        )
    return tuple(glints)


def _wave_row(top: int, length: int, speed: float, lift: float, tint: str) -> WaveRow:
    """Draw one row four times as wide as it is seen, and a wavelength longer."""
    depth = HEIGHT - top + 8
    shape = Image.new("L", ((WIDTH + length) * _STEPS, depth))
    step = 2 * math.pi / (length * _STEPS)
    line = [
        (
            x,
            10
            + lift
            * (math.sin(x * step) + 0.4 * math.sin(2 * x * step + top) + 0.25 * math.sin(3 * x * step)),
        )
        for x in range(0, shape.width + _STEPS, _STEPS)
    ]
    large = Image.new("L", (shape.width // _STEPS * 2, 2 * depth))
    ImageDraw.Draw(large).polygon(
        [*((x / 2, 2 * y) for x, y in line), (large.width, 2 * depth), (0, 2 * depth)], fill=255
    )
    shape = large.resize(shape.size, Image.Resampling.BILINEAR)
    return WaveRow(top - round(lift), length, speed, colour(tint), shape)
