"""The station's sign as pictures for a phone's home screen, drawn once and kept in memory."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

SIZES = (180, 192, 512)
_FINER = 4
_GROUND, _INK = "#d3401f", "#fff6e6"
_DRAWN = 32  # the sign is drawn on a sheet of that many units


@cache
def app_icon(size: int) -> bytes:
    """A PNG of `size` by `size` pixels. The sign lies in its middle four fifths: any mask fits."""
    side = size * _FINER
    unit = side / _DRAWN
    picture = Image.new("RGB", (side, side), _GROUND)
    draw = ImageDraw.Draw(picture)

    def ring(x: float, radius: float) -> tuple[float, float, float, float]:
        return ((x - radius) * unit, (16 - radius) * unit, (x + radius) * unit, (16 + radius) * unit)

    draw.ellipse(ring(11, 3.2), fill=_INK)
    for radius in (7.4, 11.6):
        draw.arc(ring(11, radius), -52, 52, fill=_INK, width=round(2.3 * unit))
    packed = BytesIO()
    picture.reduce(_FINER).save(packed, "PNG", optimize=True)
    return packed.getvalue()
