"""The instruments of the demonstration: tables of partials, and percussion from shaped noise.

Ratios and falls are set by ear and by what is known of the real ones: a kalimba's tongue has its second
mode near 5.4 times the first, a bar of a vibraphone is tuned to 1 : 4, a string's partials are whole.
"""

import math
import random
from array import array
from itertools import accumulate
from operator import mul, sub

from broadcast.media.units import Seconds
from broadcast.transcode.synthesis.tape import RATE, Partial, Voice, sample_count


def _voice(*partials: tuple[float, float, float], attack: float = 0.003, strum: float = 0.0) -> Voice:
    """A voice from (ratio, gain, seconds of fall) triples."""
    rows = tuple(Partial(ratio, gain, Seconds(fall)) for ratio, gain, fall in partials)
    return Voice(rows, attack=Seconds(attack), strum=Seconds(strum))


def _string(*, pluck: float, fall: float, count: int, bright: float, attack: float) -> Voice:
    """A string plucked at the fraction `pluck` of its length; higher partials are weaker and shorter."""
    return _voice(
        *(
            (order, abs(math.sin(math.pi * order * pluck)) / order**bright, fall / order**0.7)
            for order in range(1, count + 1)
        ),
        attack=attack,
        strum=0.014,
    )


KALIMBA = _voice((1, 1.0, 2.4), (2.0, 0.10, 1.0), (5.4, 0.16, 0.22), (8.9, 0.05, 0.09), attack=0.004)
KALIMBA_BASS = _voice((1, 1.0, 3.0), (3.0, 0.10, 0.5), (5.4, 0.08, 0.2), attack=0.006)
GUITAR = _string(pluck=0.29, fall=1.9, count=9, bright=1.3, attack=0.004)
HARP = _string(pluck=0.42, fall=3.4, count=7, bright=1.5, attack=0.004)
BASS = _string(pluck=0.33, fall=1.5, count=5, bright=1.6, attack=0.008)
VIBRAPHONE = _voice((1, 1.0, 3.2), (4.0, 0.16, 0.9), (9.9, 0.03, 0.25), attack=0.006)
MARIMBA = _voice((1, 1.0, 1.1), (4.0, 0.22, 0.3), (9.2, 0.06, 0.12))
GLASS_BELL = _voice(
    (0.5, 0.16, 7.0), (1, 1.0, 6.0), (2.0, 0.38, 4.0), (3.01, 0.16, 2.2), (5.43, 0.07, 1.0), attack=0.008
)
ELECTRIC_PIANO = _voice(
    (1, 1.0, 5.6), (2.0, 0.26, 2.6), (3.0, 0.07, 1.2), (14.0, 0.03, 0.16), attack=0.012, strum=0.022
)
SOFT_SQUARE = _voice((1, 1.0, 0.75), (3, 0.30, 0.5), (5, 0.13, 0.34), (7, 0.06, 0.22), attack=0.005)
ROUND_BASS = _voice((1, 1.0, 0.9), (2, 0.34, 0.5), (3, 0.12, 0.3), attack=0.010)


def kick(*, lowest: float = 48.0, highest: float = 130.0, fall: float = 0.09) -> list[complex]:
    """A soft drum: a sine that drops from `highest` to `lowest` hertz while it dies."""
    glide = 0.03
    seconds = [n / RATE for n in range(sample_count(4 * fall))]
    return [
        math.sin(2 * math.pi * (lowest * t + (highest - lowest) * glide * (1 - math.exp(-t / glide))))
        * math.exp(-t / fall)
        * min(1.0, (4 * fall - t) * 30)
        for t in seconds
    ]


def hiss(*, seconds: float, fall: float, attack: float = 0.001, seed: int = 1) -> list[complex]:
    """A breath of bright noise: a shaker, a brush, a cymbal, by its attack and fall in seconds."""
    noise = white(seconds, seed=seed)
    bright = map(sub, noise, [0.0, *noise[:-1]])
    shape = (min(1.0, n / (attack * RATE)) * math.exp(-n / (fall * RATE)) for n in range(len(noise)))
    return list(map(mul, bright, shape))


def brush(*, seed: int = 5) -> list[complex]:
    """A brushed snare: dark noise over a short drum."""
    breath = murmur(0.22, warmth=0.35, seed=seed)
    shape = (min(1.0, n / 90) * math.exp(-n / (0.05 * RATE)) for n in range(len(breath)))
    skin = kick(lowest=165, highest=210, fall=0.05)
    return [
        2.2 * b * s + 0.35 * d for b, s, d in zip(breath, shape, skin + [0.0] * len(breath), strict=False)
    ]


def rim(*, pitch: float = 1_650.0) -> list[complex]:
    """A stick on the rim of a drum."""
    return [
        math.sin(2 * math.pi * pitch * n / RATE) * math.exp(-n / (0.009 * RATE))
        for n in range(sample_count(0.06))
    ]


def white(seconds: float, *, seed: int) -> list[float]:
    """Even noise from −1 to 1, the same for the same seed."""
    source = random.Random(seed)  # noqa: S311  # a sound, not a secret
    words = array("h", source.randbytes(2 * sample_count(seconds)))
    return [word / 32_768 for word in words]


def murmur(seconds: float, *, warmth: float, seed: int) -> list[float]:
    """Noise with its highs taken off, the more the smaller `warmth` (0 to 1): wind, sea, breath."""
    return list(accumulate(white(seconds, seed=seed), lambda held, new: held + warmth * (new - held)))
