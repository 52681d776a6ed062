"""What a motif is drawn on, and what several motifs draw."""

from dataclasses import dataclass
from itertools import pairwise
from random import Random

from PIL import ImageDraw

from broadcast.transcode.pictures.palettes import Colour, Palette, contrast

APART = 1.4
"""The contrast from which a shape parts from its ground."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a motif is drawn on: `width` by `height` pixels, its colours, the `ground` it is filled with."""

    draw: ImageDraw.ImageDraw
    width: int
    height: int
    palette: Palette
    ground: Colour
    chance: Random

    @property
    def unit(self) -> float:
        """A hundredth of the shorter side."""
        return min(self.width, self.height) / 100

    @property
    def dark(self) -> bool:
        """Whether the ground asks for bright colours."""
        return self.palette.ink_on(self.ground) == self.palette.light

    def colours(self) -> list[Colour]:
        """The colours that stand out from the ground, in an order of chance."""
        every = (*self.palette.hues, self.palette.light, self.palette.dark)
        seen = [hue for hue in every if contrast(hue, self.ground) >= APART]
        return self.chance.sample(seen, len(seen))

    def ink(self) -> Colour:
        """The colour of fine lines."""
        return self.palette.ink_on(self.ground)

    def disc(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """A full circle around a point."""
        self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)

    def ring(self, x: float, y: float, radius: float, *, fill: Colour, thick: float) -> None:
        """A circle's line around a point."""
        outer = radius + thick / 2
        self.draw.ellipse(
            (x - outer, y - outer, x + outer, y + outer), outline=fill, width=max(1, round(thick))
        )


def draw_mast(sheet: Sheet, x: float, y: float, *, foot: float, ink: Colour) -> None:
    """A lattice mast from its tip at (x, y) down to `foot`."""
    thick = round(sheet.unit * 1.1)
    spread = (foot - y) * 0.16
    for side in (-1, 1):
        sheet.draw.line((x, y, x + side * spread, foot), fill=ink, width=thick)
    levels = [y + (foot - y) * share for share in (0.18, 0.33, 0.52, 0.74, 1.0)]
    for upper, lower in pairwise(levels):
        high, low = spread * (upper - y) / (foot - y), spread * (lower - y) / (foot - y)
        sheet.draw.line((x - high, upper, x + high, upper), fill=ink, width=thick)
        sheet.draw.line((x - high, upper, x + low, lower), fill=ink, width=thick)
        sheet.draw.line((x + high, upper, x - low, lower), fill=ink, width=thick)
    sheet.disc(x, y, sheet.unit * 2.2, ink)
