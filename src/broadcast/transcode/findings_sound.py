"""What is wrong with a sound, from its windows and its lows. Pure; nothing is repaired in secret."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from broadcast.errors import marked
from broadcast.media.package import Loudness
from broadcast.media.units import Seconds
from broadcast.transcode.lows import Lows
from broadcast.transcode.measure import Window
from broadcast.transcode.warned import Warned, clock_of

_MOST_PLACES = 3
"""Of one kind: whoever has more of them knows what to look for."""
_LONGEST_BREAK = Seconds(1.0)
_LEAST_SHARE = 0.5

_CLIPS_A_SECOND = 24.0
_SHORTEST_CLIPPED = Seconds(2.0)

_SILENT = -60.0
_SHORTEST_SILENCE = Seconds(10.0)
_DEAD = -66.0
_ALIVE = -45.0
_SHORTEST_DEAD = Seconds(10.0)
_OPPOSED = -0.85
_SHORTEST_OPPOSED = Seconds(5.0)
_NEARLY_ALL = 0.9

_HUM_HEARD = -50.0
"""The level in dB, as aired, from which a hum is told."""
_OFFSET = 0.01
_VERY_QUIET = -54.0
_QUIET = -42.0
_NOISE_FLATNESS = 0.75
_NOISE_WAVERS_DB = 2.0
_NOISE_HEARD = -30.0
_ABOVE_NOISE_DB = 8.0

_Is = Callable[[Window], bool]


def findings_of_sound(
    source: Loudness, *, windows: Sequence[Window], lows: Lows, gain_db: float
) -> tuple[Warned, ...]:
    """Everything to tell of a sound that is not silent, the gravest first."""
    found = (
        *_clipped(windows),
        *_dead_channel(windows),
        *_opposed(windows),
        *_silences(windows),
        _hum(lows, gain_db),
        _quiet(source, windows, lows, gain_db),
        _offset(lows),
    )
    return tuple(one for one in found if one is not None)


def _clipped(windows: Sequence[Window]) -> Iterator[Warned]:
    """Where samples stand at full scale again and again, for two seconds or more."""
    enough = _CLIPS_A_SECOND * _length_of_one(windows)
    return _placed(
        "clipped",
        marked("The sound is saturated from {start} to {end}."),
        _stretches(windows, lambda window: window.clips >= enough, shortest=_SHORTEST_CLIPPED),
    )


def _silences(windows: Sequence[Window]) -> Iterator[Warned]:
    """Where nothing is heard for long, with something before and after: what ends in silence may mean to."""
    heard = [number for number, window in enumerate(windows) if window.peak > _SILENT]
    inside = windows[heard[0] : heard[-1] + 1] if heard else ()
    return _placed(
        "long_silence",
        marked("Nothing is heard from {start} to {end}."),
        _stretches(inside, lambda window: window.peak <= _SILENT, shortest=_SHORTEST_SILENCE),
    )


def _dead_channel(windows: Sequence[Window]) -> Iterator[Warned]:
    """A channel that is silent all along, or for a long time, while the other one is heard."""
    left, right = (
        max((w.left for w in windows), default=_DEAD),
        max((w.right for w in windows), default=_DEAD),
    )
    if left <= _DEAD and right >= _ALIVE:
        yield Warned("left_channel_dead", marked("The left channel is silent: one ear hears nothing."))
    elif right <= _DEAD and left >= _ALIVE:
        yield Warned("right_channel_dead", marked("The right channel is silent: one ear hears nothing."))
    else:
        yield from _placed(
            "left_channel_dead",
            marked("The left channel is silent from {start} to {end}: one ear hears nothing."),
            _stretches(windows, lambda w: w.left <= _DEAD and w.right >= _ALIVE, shortest=_SHORTEST_DEAD),
        )
        yield from _placed(
            "right_channel_dead",
            marked("The right channel is silent from {start} to {end}: one ear hears nothing."),
            _stretches(windows, lambda w: w.right <= _DEAD and w.left >= _ALIVE, shortest=_SHORTEST_DEAD),
        )


def _opposed(windows: Sequence[Window]) -> Iterator[Warned]:
    """Both channels are one upside down, all along or for a while."""
    heard = [window for window in windows if window.peak >= _ALIVE]
    opposed = [window for window in heard if window.phase <= _OPPOSED]
    if heard and len(opposed) >= _NEARLY_ALL * len(heard):
        yield Warned(
            "phase_inverted",
            marked("The two channels cancel each other: on a single loudspeaker this piece vanishes."),
        )
        return
    yield from _placed(
        "phase_inverted",
        marked(
            "The two channels cancel each other from {start} to {end}: "
            "on a single loudspeaker this passage vanishes."
        ),
        _stretches(windows, lambda w: w.peak >= _ALIVE and w.phase <= _OPPOSED, shortest=_SHORTEST_OPPOSED),
    )


def _hum(lows: Lows, gain_db: float) -> Warned | None:
    if lows.hum is None or lows.hum.level + gain_db < _HUM_HEARD:
        return None
    return Warned(
        "hum",
        marked(
            "A hum of {hertz} Hz runs through the recording: a cable or a power supply near the microphone."
        ),
        {"hertz": str(lows.hum.hertz)},
    )


def _quiet(source: Loudness, windows: Sequence[Window], lows: Lows, gain_db: float) -> Warned | None:
    """Far too quiet; or quiet, over a steady noise that the gain lets be heard."""
    level = source.integrated
    if level is None or level >= _QUIET:
        return None
    if level >= _VERY_QUIET and not _is_noisy(windows, lows, gain_db):
        return None
    return Warned(
        "very_quiet",
        marked("The recording is very quiet: turned up to be heard, its background noise is heard too."),
    )


def _is_noisy(windows: Sequence[Window], lows: Lows, gain_db: float) -> bool:
    """Whether the quietest stretches are all as loud, without notes, and will be heard.

    A quiet film's wind and a quiet piece of music waver, or have notes, or nothing stands above them.
    """
    if lows.flatness is None or lows.flatness < _NOISE_FLATNESS:
        return False
    peaks = sorted(window.peak for window in windows if window.peak > _DEAD)
    if not peaks:
        return False
    lowest, low, high = (peaks[int(share * len(peaks))] for share in (0.01, 0.05, 0.95))
    is_steady = low - lowest <= _NOISE_WAVERS_DB
    return is_steady and high - low >= _ABOVE_NOISE_DB and low + gain_db >= _NOISE_HEARD


def _offset(lows: Lows) -> Warned | None:
    if abs(lows.offset) < _OFFSET:
        return None
    return Warned(
        "offset",
        marked(
            "The sound does not rest at zero (by {percent} %): the recorder or its cable may be at fault."
        ),
        {"percent": f"{100 * abs(lows.offset):.0f}"},
    )


def _placed(code: str, message: str, stretches: Sequence[tuple[float, float]]) -> Iterator[Warned]:
    """One finding for each of the longest stretches, in their order."""
    longest = sorted(stretches, key=lambda stretch: stretch[0] - stretch[1])[:_MOST_PLACES]
    for start, end in sorted(longest):
        yield Warned(code, message, {"start": clock_of(start), "end": clock_of(end)})


def _stretches(windows: Sequence[Window], is_so: _Is, *, shortest: Seconds) -> list[tuple[float, float]]:
    """Where something is so for at least `shortest`, with breaks of a second, and half of the time."""
    length = _length_of_one(windows)
    runs: list[list[float]] = []
    for start in (window.start for window in windows if is_so(window)):
        if runs and start - runs[-1][-1] <= _LONGEST_BREAK:
            runs[-1].append(start)
        else:
            runs.append([start])
    spans = ((run[0], round(run[-1] + length, 3), len(run) * length) for run in runs)
    return [
        (first, end)
        for first, end, so in spans
        if end - first >= shortest and so >= _LEAST_SHARE * (end - first)
    ]


def _length_of_one(windows: Sequence[Window]) -> float:
    return min((after.start - before.start for before, after in pairwise(windows)), default=1.0)
