"""What people should know about a piece before it airs: pure findings from measured figures.

Nothing found here is repaired behind anybody's back. Each finding is a code, a sentence and its values.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from broadcast.errors import marked
from broadcast.media.loudness import is_silent
from broadcast.media.package import Loudness
from broadcast.media.source import Probed
from broadcast.media.units import Seconds, Ticks, seconds_of
from broadcast.transcode.measure import Level, Window

_MISMATCH = 0.02
"""A share of the claimed length: what is missing beyond it is told (DESIGN: 2 %)."""
_SHORTEST_MISSING = Seconds(0.5)
_FULL_SCALE = -0.05
_CLIPS_A_SECOND = 24.0
_SHORTEST_CLIPPED = Seconds(2.0)
_LONGEST_BREAK = Seconds(1.0)
_DEAD = -75.0
_ALIVE = -60.0
_OPPOSED_DB = 15.0
_VERY_QUIET = -42.0


@dataclass(frozen=True, slots=True)
class Warned:
    """One finding."""

    code: str
    message: str
    values: dict[str, str] = field(default_factory=dict)


def findings(
    probed: Probed, *, decoded: Ticks, source: Loudness, windows: Sequence[Window]
) -> tuple[Warned, ...]:
    """Everything to tell of a piece, the gravest first."""
    found = [_incomplete(probed, decoded)]
    if probed.audio is None:
        found.append(Warned("no_sound", marked("This film has no sound: it airs in silence.")))
    elif is_silent(source):
        found.append(Warned("silence", marked("There is only silence in this piece.")))
    else:
        found += [_clipped(windows), _dead_channel(windows), _opposed(windows), _quiet(source)]
    return tuple(one for one in found if one is not None)


def clock_of(seconds: float) -> str:
    """A place in a piece as people read it: 0:40, 1:02:03."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _incomplete(probed: Probed, decoded: Ticks) -> Warned | None:
    saved, claimed = seconds_of(decoded), probed.duration
    if claimed is None or not probed.is_duration_stated:
        return None
    if claimed - saved <= max(claimed * _MISMATCH, _SHORTEST_MISSING):
        return None
    return Warned(
        "incomplete",
        marked("The file is incomplete: {saved} of {claimed} could be saved."),
        {"saved": clock_of(saved), "claimed": clock_of(claimed)},
    )


def _clipped(windows: Sequence[Window]) -> Warned | None:
    """Where samples stand at full scale again and again, for two seconds or more."""
    stretches = tuple(_stretches(windows))
    if not stretches:
        return None
    return Warned(
        "clipped",
        marked("The sound is saturated from {start} to {end}."),
        {"start": clock_of(stretches[0][0]), "end": clock_of(stretches[-1][1])},
    )


def _stretches(windows: Sequence[Window]) -> Iterator[tuple[float, float]]:
    length = _window_length(windows)
    clipped = [window.start for window in windows if _clips(window) >= _CLIPS_A_SECOND * length]
    runs: list[list[float]] = []
    for start in clipped:
        if runs and start - runs[-1][-1] <= _LONGEST_BREAK:
            runs[-1].append(start)
        else:
            runs.append([start])
    for run in runs:
        end = run[-1] + length
        if end - run[0] >= _SHORTEST_CLIPPED and len(run) * length * 2 >= end - run[0]:
            yield run[0], end


def _window_length(windows: Sequence[Window]) -> float:
    return min((after.start - before.start for before, after in pairwise(windows)), default=1.0)


def _clips(window: Window) -> int:
    return max(level.times if level.peak >= _FULL_SCALE else 0 for level in (window.left, window.right))


def _dead_channel(windows: Sequence[Window]) -> Warned | None:
    left, right = _energy([w.left for w in windows]), _energy([w.right for w in windows])
    if min(left, right) > _DEAD or max(left, right) < _ALIVE:
        return None
    if left < right:
        return Warned("left_channel_dead", marked("The left channel is silent: one ear hears nothing."))
    return Warned("right_channel_dead", marked("The right channel is silent: one ear hears nothing."))


def _opposed(windows: Sequence[Window]) -> Warned | None:
    mean, difference = _energy([w.mean for w in windows]), _energy([w.difference for w in windows])
    if difference - mean < _OPPOSED_DB:
        return None
    return Warned(
        "phase_inverted",
        marked("The two channels cancel each other: on a single loudspeaker this piece vanishes."),
    )


def _quiet(source: Loudness) -> Warned | None:
    if source.integrated is None or source.integrated >= _VERY_QUIET:
        return None
    return Warned(
        "very_quiet",
        marked("The recording is very quiet: raised to be heard, it lets its background noise be heard too."),
    )


def _energy(levels: Sequence[Level]) -> float:
    """The loudest RMS of any window, in dB: enough to tell a channel that lives from one that does not."""
    return max((level.rms for level in levels), default=_DEAD)
