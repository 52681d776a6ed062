"""The waveform's data: pure, from the windows of the decode."""

import json
from collections.abc import Sequence

from broadcast.transcode.measure import Window

POINTS = 1_200


def peaks_json(windows: Sequence[Window], *, gain_db: float) -> str:
    """`{"seconds": of one point, "peaks": [0 to 100, …]}`: at most 1,200 points, as loud as they air."""
    every = max(1, -(-len(windows) // POINTS))
    spans = [windows[at : at + every] for at in range(0, len(windows), every)]
    step = windows[every].start if len(windows) > every else 0.0
    points = [_height(max(window.peak for window in span) + gain_db) for span in spans]
    return json.dumps({"seconds": round(step, 3), "peaks": points}, separators=(",", ":"))


def _height(peak_db: float) -> int:
    return min(100, round(100 * 10 ** (peak_db / 20)))
