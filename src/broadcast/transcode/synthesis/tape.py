"""Sounds made from nothing: notes rendered once, laid on a stereo tape, given a room, written as WAV.

A stereo sample is one complex number, left + right·j. Mixing, panning and echo are then one pass each of
the interpreter's own C loops, and a feedback that turns by an angle moves its echo across the stereo
field. No array library is needed: half a minute of music costs about a second.
"""

import cmath
import math
import sys
import wave
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, repeat
from operator import add, mul
from pathlib import Path

from broadcast.media.units import Seconds

RATE = 32_000
"""Samples per second: carries what FM radio does (15 kHz) for a third less work than 48 kHz."""

CEILING = 0.89
"""The largest sample ever written, −1 dBFS."""

Tone = Sequence[complex]
"""Samples of one note: floats where it is mono, left + right·j where it is stereo."""

_FALL_REFERENCE = 220.0
_SEMITONES_FROM_A = {"C": -9, "D": -7, "E": -5, "F": -4, "G": -2, "A": 0, "B": 2}
_COMBS = ((0.0371, 0.79, 0.9), (0.0433, 0.77, -1.3), (0.0527, 0.75, 1.7))
_ALLPASS = 0.0113
_PAD_CYCLE = 4.0
_RELEASE = 0.05
_HEARD = 0.8
"""A partial is dropped 48 dB down: under a room's tail nobody hears it go."""


@dataclass(frozen=True, slots=True)
class Partial:
    """One sine of a struck voice: `ratio` to the pitch, `gain`, and the `fall` by 60 dB at 220 Hz."""

    ratio: float
    gain: float
    fall: Seconds


@dataclass(frozen=True, slots=True)
class Voice:
    """What a struck or plucked thing sounds like; higher notes fall faster, as on real ones."""

    partials: tuple[Partial, ...]
    attack: Seconds
    strum: Seconds
    """How long after one note of a chord the next is struck."""


@dataclass(frozen=True, slots=True)
class Strike:
    """One stroke: pitches such as "A3 C4 E4" struck together, `at` seconds, `side` from −1 to 1."""

    at: float
    pitches: str
    gain: float = 1.0
    side: float = 0.0


def hertz(pitch: str) -> float:
    """The frequency of a pitch such as "A4" or "F#3", equal temperament, A4 = 440 Hz."""
    semitones = _SEMITONES_FROM_A[pitch[0]] + pitch.count("#") - pitch[1:].count("b")
    return float(440 * 2 ** (int(pitch[-1]) - 4 + semitones / 12))


def sample_count(seconds: float) -> int:
    """Seconds as whole samples."""
    return round(seconds * RATE)


def spiral(
    frequency: float, *, seconds: float, gain: float = 1.0, fall: float = math.inf
) -> Iterator[complex]:
    """A turning, shrinking complex number: its imaginary part is a sine that starts at zero.

    It falls by 60 dB in `fall` seconds. Left as it is, it is a stereo tone, a quarter turn between the sides.
    """
    step = cmath.rect(10 ** (-3 / (fall * RATE)), 2 * math.pi * frequency / RATE)
    return accumulate(repeat(step, sample_count(seconds) - 1), mul, initial=complex(gain))


def swelled(tone: Tone, *, attack: float, release: float) -> list[complex]:
    """The tone let in and out along raised cosines of `attack` and `release` seconds."""
    rise, sink = _half_cosine(attack), _half_cosine(release)[::-1]
    shaped = list(tone)
    shaped[: len(rise)] = map(mul, shaped[: len(rise)], rise)
    shaped[-len(sink) :] = map(mul, shaped[-len(sink) :], sink)
    return shaped


def struck(voice: Voice, pitches: str) -> list[complex]:
    """The mono sound of `pitches` struck from first to last, each partial until it is as good as silent."""
    total: list[complex] = []
    for number, pitch in enumerate(pitches.split()):
        start = sample_count(number * voice.strum)
        for partial in voice.partials:
            sine = _sine(partial, hertz(pitch))
            total += [0.0] * (start + len(sine) - len(total))
            total[start : start + len(sine)] = map(add, total[start : start + len(sine)], sine)
    return swelled(total, attack=voice.attack, release=_RELEASE)


def held(
    pitches: str, *, seconds: float, attack: float, release: float, overtones: Sequence[float]
) -> list[complex]:
    """A stereo pad: each overtone is an unequal pair turning opposite ways, so that it drifts across.

    Only four seconds are reckoned, at frequencies that fit them a whole number of times, and then repeated.
    """
    cycle: list[complex] = [0j] * sample_count(_PAD_CYCLE)
    for pitch in pitches.split():
        for order, gain in enumerate(overtones, start=1):
            turns = round(hertz(pitch) * order * _PAD_CYCLE)
            one = spiral((turns + order) / _PAD_CYCLE, seconds=_PAD_CYCLE, gain=gain)
            other = spiral((order - turns) / _PAD_CYCLE, seconds=_PAD_CYCLE, gain=gain / 2)
            cycle = list(map(add, cycle, map(add, one, other)))
    whole = cycle * math.ceil(seconds / _PAD_CYCLE)
    return swelled(whole[: sample_count(seconds)], attack=attack, release=release)


class Tape:
    """A stereo tape, an even number of samples long; on a `looped` one, what rings past its end begins it."""

    def __init__(self, seconds: float, *, looped: bool = False) -> None:
        self.samples: list[complex] = [0j] * (2 * sample_count(seconds / 2))
        self._looped = looped

    def lay(self, tone: Tone, *, at: float, gain: float = 1.0, side: float = 0.0) -> None:
        """Mix a tone in at `at` seconds; `side` places a mono one between −1 (left) and 1 (right)."""
        place = _place(gain, side) if isinstance(tone[0], float) else gain
        start = sample_count(at)
        room = len(self.samples) - start
        self._add(tone[:room], start=start, place=place)
        if self._looped and len(tone) > room:
            self._add(tone[room:], start=0, place=place)

    def strike(self, voice: Voice, strikes: Iterable[Strike]) -> None:
        """Mix strokes of one voice in; each different chord is rendered once only."""
        by_pitches: dict[str, list[Strike]] = {}
        for stroke in strikes:
            by_pitches.setdefault(stroke.pitches, []).append(stroke)
        for pitches, strokes in by_pitches.items():
            tone = struck(voice, pitches)
            for stroke in strokes:
                self.lay(tone, at=stroke.at, gain=stroke.gain, side=stroke.side)

    def echo(self, *, every: float, gain: float, turn: float) -> None:
        """Repeat everything each `every` seconds, by `gain` weaker and `turn` radians across the field."""
        self.samples = _comb(self.samples, delay=sample_count(every), gain=cmath.rect(gain, turn))

    def reverberate(self, *, wet: float) -> None:
        """Put the tape in a warm room: combs and an all-pass at half rate (Schroeder), `wet` from 0 to 1."""
        dry = self.samples * 2 if self._looped else self.samples
        halved = list(map(add, dry[::2], dry[1::2]))
        tail = [0j] * len(halved)
        for delay, gain, turn in _COMBS:
            tail = list(map(add, tail, _comb(halved, delay=_odd(delay), gain=cmath.rect(gain, turn))))
        tail = list(map(mul, _allpass(tail, delay=_odd(_ALLPASS), gain=0.6), repeat(wet / 8)))
        full = [0j] * len(dry)
        full[::2] = tail
        full[1::2] = map(mul, map(add, tail, tail[1:] + tail[:1]), repeat(0.5))
        self.samples = list(map(add, self.samples, full[-len(self.samples) :]))

    def fade(self, *, into: float = 0.01, out: float = 0.5) -> None:
        """Let the tape in and out softly, so that no end clicks."""
        self.samples = swelled(self.samples, attack=into, release=out)

    def frames(self) -> bytes:
        """The tape as interleaved 16-bit little-endian stereo, scaled to the ceiling."""
        loudest = max(map(abs, self.samples)) or 1.0
        scale = repeat(32_767 * CEILING / loudest)
        interleaved = array("h", bytes(4 * len(self.samples)))
        scaled = list(map(mul, self.samples, scale))
        interleaved[0::2] = array("h", [int(z.real) for z in scaled])
        interleaved[1::2] = array("h", [int(z.imag) for z in scaled])
        if sys.byteorder == "big":
            interleaved.byteswap()
        return interleaved.tobytes()

    def write(self, path: Path) -> None:
        """Write the tape as a WAV file, 16-bit stereo at `RATE`."""
        with wave.open(str(path), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(self.frames())

    def _add(self, tone: Tone, *, start: int, place: complex) -> None:
        end = start + len(tone)
        self.samples[start:end] = map(add, self.samples[start:end], map(mul, tone, repeat(place)))


def _sine(partial: Partial, pitch: float) -> list[float]:
    """One partial of a note of `pitch` hertz; nothing where it would lie too high for the tape."""
    frequency = partial.ratio * pitch
    if frequency > 0.45 * RATE:
        return []
    fall = partial.fall * (_FALL_REFERENCE / pitch) ** 0.4
    return [turn.imag for turn in spiral(frequency, seconds=_HEARD * fall, gain=partial.gain, fall=fall)]


@lru_cache(maxsize=4)
def _half_cosine(seconds: float) -> tuple[float, ...]:
    """From 0 to 1."""
    count = max(1, sample_count(seconds))
    return tuple(0.5 - 0.5 * math.cos(math.pi * n / count) for n in range(count))


def _place(gain: float, side: float) -> complex:
    """Equal power between left and right."""
    angle = (side + 1) * math.pi / 4
    return gain * complex(math.cos(angle), math.sin(angle))


def _odd(seconds: float) -> int:
    """A delay on the halved tape; odd, so that no two delays beat together."""
    return sample_count(seconds / 2) | 1


def _comb(sound: list[complex], *, delay: int, gain: complex) -> list[complex]:
    """y[n] = x[n] + gain · y[n − delay], one delay's length at a time."""
    heard = sound[:delay]
    for start in range(delay, len(sound), delay):
        before = heard[start - delay : start]
        heard += map(add, sound[start : start + delay], map(mul, before, repeat(gain)))
    return heard


def _allpass(sound: list[complex], *, delay: int, gain: float) -> list[complex]:
    """Blur without colouring: y[n] = −gain · v[n] + v[n − delay], where v is the comb of the sound."""
    line = _comb(sound, delay=delay, gain=gain)
    late = [0j] * delay + line[:-delay]
    return list(map(add, map(mul, line, repeat(-gain)), late))
