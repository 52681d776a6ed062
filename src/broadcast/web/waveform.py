"""A waveform as an SVG path: pure drawing, and reading its data."""

import json

from broadcast.errors import UnknownError
from broadcast.storage import Storage

POINTS = 240
WIDTH, HEIGHT = 720, 96
_THINNEST = 2


def waveform_of(storage: Storage, key: str) -> str:
    """The path of a piece's waveform in a box of 720 by 96; empty where there is no data."""
    try:
        return waveform_path(json.loads(storage.get(key))["peaks"])
    except UnknownError:
        return ""


def waveform_path(peaks: list[int]) -> str:
    """Bars around the middle, one for each stretch of `peaks` (0 to 100)."""
    if not peaks:
        return ""
    count = min(POINTS, len(peaks))
    step = WIDTH / count
    bars = []
    for number in range(count):
        stretch = peaks[number * len(peaks) // count : (number + 1) * len(peaks) // count]
        high = max(_THINNEST, round(max(stretch) / 100 * HEIGHT))
        bars.append(f"M{number * step + step / 2:.1f} {(HEIGHT - high) / 2:.0f}v{high}")
    return "".join(bars)
