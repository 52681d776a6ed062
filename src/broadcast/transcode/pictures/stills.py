"""Choosing stills of a film: pictures that show something, sharp, neither black nor blank."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageFilter, ImageStat

MOST = 6
_SEEN = (320, 180)
_DARKEST, _BRIGHTEST, _FLATTEST = 28.0, 232.0, 10.0
"""Mean luma and its spread, of 255: beyond these a picture is black, blank, or in the middle of a fade."""
_EDGES = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


def worth(jpeg: bytes) -> float:
    """How well a still of ours shows its film: its sharpness by its contrast; 0 if unfit."""
    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
        picture.draft("L", _SEEN)
        grey = picture.convert("L").resize(_SEEN, Image.Resampling.BILINEAR)
    light = ImageStat.Stat(grey)
    if not _DARKEST <= light.mean[0] <= _BRIGHTEST or light.stddev[0] < _FLATTEST:
        return 0.0
    edges = ImageStat.Stat(grey.filter(_EDGES)).var[0]
    return float(edges**0.5 * light.stddev[0] ** 0.5)


def choose(worths: Sequence[float]) -> tuple[int, ...]:
    """The places of the best of each of six stretches of a film, the best of all first."""
    count = min(MOST, len(worths))
    best = [
        max(
            range(number * len(worths) // count, (number + 1) * len(worths) // count),
            key=worths.__getitem__,
        )
        for number in range(count)
    ]
    return tuple(sorted(best, key=lambda place: -worths[place]))
