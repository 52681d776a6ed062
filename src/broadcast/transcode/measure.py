"""What ffmpeg's meters said, as figures. Pure: texts in, values out.

The meter is EBU R 128 (ITU-R BS.1770-4); the windows are short stretches of the decoded sound, each with
the peaks of left and right and how the two go together.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from broadcast.media.package import Held, Loudness
from broadcast.media.units import TICKS_PER_SECOND, Dbtp, Lufs, Seconds, Ticks
from broadcast.transcode.recipe import PEAK_SHIFT_DB

_SILENCE = -70.0
"""What the meter says where nothing passed its absolute gate (EBU Tech 3341 §2.8)."""
_SUMMARY = re.compile(
    r"\[ebur128@(?P<name>\w+) @ [^\]]*\].*?Summary:\s+Integrated loudness:\s+I:\s+(?P<integrated>\S+) LUFS"
    r".*?LRA:\s+(?P<range>\S+) LU.*?LRA high:\s+\S+ LUFS(?:\s+True peak:\s+Peak:\s+(?P<peak>\S+) dBFS)?",
    re.DOTALL,
)
_PEAK = re.compile(r"\[volumedetect@(?P<name>\w+) @ [^\]]*\].*? max_volume: (?P<peak>\S+) dB")
_FLOOR = -120.0
_FULL_SCALE = -0.05
_NO_PEAK = -75.0
"""What the peak reader says of silence: it sees 16 bits, and turns the signal down first."""

_ONE_ACTION = 0.12
"""Seconds: what a limiter holds again within its release is one time."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of sound that begins at `start`: the peaks of both channels in dB.

    `phase` goes from 1 (both channels are one) to -1 (one is the other upside down); `clips` is how many
    samples of the worse channel stand at full scale.
    """

    start: Seconds
    left: float
    right: float
    phase: float
    clips: int = 0

    @property
    def peak(self) -> float:
        """The higher peak of left and right, in dB."""
        return max(self.left, self.right)


def loudness_by_name(log: str) -> dict[str, Loudness]:
    """The figures of each named meter in a log; the last summary of a name is the one that holds.

    The true peak is the one that stands in the summary, or else what the peak reader of that name said.
    """
    read = {found["name"]: float(found["peak"]) + PEAK_SHIFT_DB for found in _PEAK.finditer(log)}
    return {
        found["name"]: _loudness(found, float(found["peak"] or read.get(found["name"], _FLOOR)))
        for found in _SUMMARY.finditer(log)
    }


def _loudness(found: re.Match[str], peak: float) -> Loudness:
    integrated = float(found["integrated"])
    true_peak = Dbtp(round(peak, 1)) if peak > _NO_PEAK else None
    if integrated <= _SILENCE:
        return Loudness(None, true_peak, None)
    return Loudness(Lufs(integrated), true_peak, float(found["range"]))


def windows(lines: Iterable[str], *, clips: Iterable[str] = ()) -> Iterator[Window]:
    """The windows in what `ametadata` printed: a line for the time, then name=value lines.

    `clips` is a second listing in the same order, of those windows only that touch full scale.
    """
    touching = _frames(clips)
    touched = next(touching, None)
    for start, found in _frames(lines):
        count = 0
        if touched is not None and touched[0] == start:
            count = _at_full_scale(touched[1])
            touched = next(touching, None)
        yield Window(
            start,
            left=max(_FLOOR, found["astats.1.Peak_level"]),
            right=max(_FLOOR, found["astats.2.Peak_level"]),
            phase=found["aphasemeter.phase"],
            clips=count,
        )


def frame_starts(lines: Iterable[str]) -> Iterator[Seconds]:
    """When each frame of a listing begins."""
    return (start for start, _ in _frames(lines))


def held_in(starts: Iterable[Seconds], *, window: Seconds) -> Held:
    """How often and how long a limiter held, from the windows in which it had something to hold."""
    times, count, before = 0, 0, -math.inf
    for start in starts:
        times += start - before > _ONE_ACTION
        count, before = count + 1, start
    return Held(times, Seconds(round(count * window, 2)))


def loudness_over_time(lines: Iterable[str]) -> Iterator[tuple[Seconds, float, float]]:
    """Where, momentary (400 ms) and short-term (3 s) loudness in LUFS, ten times a second."""
    return ((start, found["r128.M"], found["r128.S"]) for start, found in _frames(lines))


def _frames(lines: Iterable[str]) -> Iterator[tuple[Seconds, dict[str, float]]]:
    start = Seconds(0.0)
    found: dict[str, float] = {}
    for line in chain(lines, ("frame:",)):
        if not line.startswith("frame:"):
            name, _, value = line.removeprefix("lavfi.").rpartition("=")
            found[name] = float(value)
            continue
        if found:
            yield start, found
        start, found = _time_of(line), {}


def _time_of(line: str) -> Seconds:
    """When a frame begins; a track that turned out empty has one that tells no time."""
    told = line.partition("pts_time:")[2].strip()
    return Seconds(float(told) if told not in {"", "NOPTS"} else 0.0)


def _at_full_scale(found: dict[str, float]) -> int:
    """The count of the worse channel. What is at full scale was lifted to the last of 16 bits."""
    return max(
        int(found[f"astats.{channel}.Peak_count"])
        if found[f"astats.{channel}.Peak_level"] >= _FULL_SCALE
        else 0
        for channel in (1, 2)
    )


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
