"""What ffmpeg's meters said, as figures. Pure: texts in, values out.

The meter is EBU R 128 (ITU-R BS.1770-4); the windows are short stretches of the decoded sound, each with
the levels of left, right, their mean and half their difference.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from broadcast.media.package import Loudness
from broadcast.media.units import TICKS_PER_SECOND, Dbtp, Lufs, Seconds, Ticks

_SILENCE = -70.0
"""What the meter says where nothing passed its absolute gate (EBU Tech 3341 §2.8)."""
_SUMMARY = re.compile(
    r"\[ebur128@(?P<name>\w+) @ [^\]]*\].*?Summary:\s+Integrated loudness:\s+I:\s+(?P<integrated>\S+) LUFS"
    r".*?LRA:\s+(?P<range>\S+) LU.*?Peak:\s+(?P<peak>\S+) dBFS",
    re.DOTALL,
)
_FLOOR = -120.0


@dataclass(frozen=True, slots=True)
class Level:
    """One signal in one window: its highest sample and its energy, in dB, and how often it was so high."""

    peak: float
    rms: float
    times: int


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of sound that begins at `start`."""

    start: Seconds
    left: Level
    right: Level
    mean: Level
    difference: Level

    @property
    def peak(self) -> float:
        """The higher peak of left and right, in dB."""
        return max(self.left.peak, self.right.peak)


def loudness_by_name(log: str) -> dict[str, Loudness]:
    """The figures of each named meter in a log; the last summary of a name is the one that holds."""
    return {found["name"]: _loudness(found) for found in _SUMMARY.finditer(log)}


def _loudness(found: re.Match[str]) -> Loudness:
    integrated, peak = float(found["integrated"]), float(found["peak"])
    if integrated <= _SILENCE:
        return Loudness(None, Dbtp(peak) if peak > _FLOOR else None, None)
    return Loudness(Lufs(integrated), Dbtp(peak), float(found["range"]))


def windows(lines: Iterable[str]) -> Iterator[Window]:
    """The windows in what `ametadata` printed: a line for the time, then name=value lines."""
    start = Seconds(0.0)
    found: dict[tuple[int, str], float] = {}
    for line in lines:
        if line.startswith("frame:"):
            if found:
                yield _window(start, found)
            start, found = Seconds(float(line.rpartition("pts_time:")[2])), {}
        else:
            name, _, value = line.rpartition("=")
            _, _, channel, measure = name.rsplit(".", 3)
            found[int(channel), measure] = float(value)
    if found:
        yield _window(start, found)


def _window(start: Seconds, found: dict[tuple[int, str], float]) -> Window:
    levels = [
        Level(
            peak=max(_FLOOR, found[channel, "Peak_level"]),
            rms=max(_FLOOR, found[channel, "RMS_level"]),
            times=int(found[channel, "Peak_count"]),
        )
        for channel in (1, 2, 3, 4)
    ]
    return Window(start, *levels)


def pictures_end(lines: Iterable[str]) -> tuple[int, Ticks]:
    """How many pictures a framecrc listing holds, and when the last one ends.

    Pictures that follow each other are as far apart as the last two, so the last one lasts as long.
    """
    per_tick, count, first, last, before = 1.0, 0, 0, 0, 0
    for line in lines:
        if line.startswith("#tb 0:"):
            above, _, below = line.removeprefix("#tb 0:").strip().partition("/")
            per_tick = int(above) / int(below)
        elif line and not line.startswith("#"):
            shown = int(line.split(",")[2])
            before, last = (last, shown) if count else (shown, shown)
            first = first if count else shown
            count += 1
    ends = last - min(first, 0) + max(1, last - before)
    return count, Ticks(round(ends * per_tick * TICKS_PER_SECOND)) if count else Ticks(0)
