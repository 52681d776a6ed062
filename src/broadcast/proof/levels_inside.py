"""Runs in the cage: `python -I levels_inside.py FOLDER` prints how quiet each sound in it is, a line each.

This file stands alone (no import of this project). A line is JSON: name, then seconds below the floor at
the start, at the end, the longest, and the length. Each file is an init with one segment behind it.
"""

import json
import sys
from array import array
from itertools import groupby
from pathlib import Path

import av

RATE = 8_000
BLOCK = RATE // 10 * 2
"""Samples in a tenth of a second, of two channels: one that is out of phase does not hide the other."""
FLOOR = 33
"""−60 dBFS of 16 bits: nothing that anybody hears in a flat."""


def samples_of(path: Path) -> "array[int]":
    """All of a sound, as 16-bit samples of two channels in turn."""
    found = array("h")
    thinner = av.AudioResampler(format="s16", layout="stereo", rate=RATE)
    with av.open(f"file:{path}", format="mov", options={"protocol_whitelist": "file"}) as container:
        for frame in (*container.decode(audio=0), None):
            for made in thinner.resample(frame):
                found.frombytes(bytes(made.planes[0])[: made.samples * 4])
    return found


def quiet_of(samples: "array[int]") -> tuple[float, float, float, float]:
    """Seconds below the floor: start, end, longest; and the length."""
    blocks = [samples[at : at + BLOCK] for at in range(0, len(samples), BLOCK)]
    runs = [
        (quiet, len(list(run)) / 10)
        for quiet, run in groupby(max(b) < FLOOR and min(b) > -FLOOR for b in blocks)
    ]
    start = runs[0][1] if runs and runs[0][0] else 0.0
    end = runs[-1][1] if runs and runs[-1][0] else 0.0
    return start, end, max((run for quiet, run in runs if quiet), default=0.0), len(blocks) / 10


def main() -> None:
    """Measure every file."""
    for path in sorted(Path(sys.argv[1]).iterdir()):
        sys.stdout.write(json.dumps([path.name, *quiet_of(samples_of(path))]) + "\n")


if __name__ == "__main__":
    main()
