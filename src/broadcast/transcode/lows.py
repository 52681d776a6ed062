"""What lies under 500 Hz where a piece is quietest: mains hum, the noise of the room, an offset. Pure.

The quietest stretches tell, for there nothing covers a hum, and what is in all of them is no note.
"""

import cmath
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from broadcast.transcode.measure import Window
from broadcast.transcode.recipe import LOW_RATE

_BLOCK = 2_048
_BLOCK_SECONDS = _BLOCK / LOW_RATE
_HERTZ = LOW_RATE / _BLOCK
"""Of one bin: half a hertz, so that 50 Hz and the note G (49.0 Hz) are two."""
_MOST_BLOCKS = 24
_FEWEST_BLOCKS = 3
_SILENT = -80.0
_FULL = 32_768.0
_MAINS = (50, 60)
_HARMONICS = 7
_NEAR, _FAR = 2.5, 10.0
_STANDS_OUT_DB = 12.0
_STEADY_DB = 3.0
_STEADY_SHARE = 0.8
_FEWEST_HARMONICS = 2
_NOISE_FROM, _NOISE_TO = 60.0, 450.0
_LEAST = 1e-12

Spectrum = tuple[float, ...]
"""The power of each bin; a sine of amplitude 1 has 0.5."""


@dataclass(frozen=True, slots=True)
class Hum:
    """A hum of the mains: its frequency in Hz and its level in dB relative to full scale (RMS)."""

    hertz: int
    level: float


@dataclass(frozen=True, slots=True)
class Lows:
    """What was found. `offset` is the mean as a share of full scale.

    `flatness` is that of the quietest stretches' spectrum: near 1 for noise, near 0 for notes; None where
    the piece is too short to tell.
    """

    hum: Hum | None = None
    offset: float = 0.0
    flatness: float | None = None


def lows_of(samples: Sequence[int], windows: Sequence[Window]) -> Lows:
    """Look at 16-bit samples at `LOW_RATE`; `windows` say where the piece is quiet."""
    offset = sum(samples) / len(samples) / _FULL if samples else 0.0
    spectra = [_spectrum(samples[at : at + _BLOCK]) for at in _quiet_places(len(samples), windows)]
    if len(spectra) < _FEWEST_BLOCKS:
        return Lows(offset=offset)
    return Lows(_hum(spectra), offset, _flatness(spectra))


def _quiet_places(length: int, windows: Sequence[Window]) -> list[int]:
    """Where the quieter half of the blocks begin that are not silent."""
    peaks: dict[int, float] = {}
    for window in windows:
        block = int(window.start / _BLOCK_SECONDS)
        peaks[block] = max(peaks.get(block, window.peak), window.peak)
    heard = [block for block, peak in peaks.items() if peak > _SILENT and (block + 1) * _BLOCK <= length]
    count = min(_MOST_BLOCKS, max(_FEWEST_BLOCKS, len(heard) // 2))
    return [block * _BLOCK for block in sorted(heard, key=peaks.__getitem__)[:count]]


def _spectrum(samples: Sequence[int]) -> Spectrum:
    shaped = [
        complex(sample / _FULL * (0.5 - 0.5 * math.cos(2 * math.pi * at / _BLOCK)))
        for at, sample in enumerate(samples)
    ]
    half = _BLOCK // 2
    return tuple(0.5 * (abs(value) * 4 / _BLOCK) ** 2 for value in _transformed(shaped)[:half])


def _transformed(values: list[complex]) -> list[complex]:
    """The discrete Fourier transform of 2^n values (Cooley and Tukey)."""
    if len(values) == 1:
        return values
    even, odd = _transformed(values[::2]), _transformed(values[1::2])
    turn = -2j * math.pi / len(values)
    turned = [cmath.exp(turn * at) * value for at, value in enumerate(odd)]
    return [a + b for a, b in zip(even, turned, strict=True)] + [
        a - b for a, b in zip(even, turned, strict=True)
    ]


def _hum(spectra: Sequence[Spectrum]) -> Hum | None:
    """The louder of the two mains, where its lines stand out in nearly all blocks, steady."""
    found = []
    for mains in _MAINS:
        lines = [_line(spectra, mains * number) for number in range(1, _HARMONICS + 1)]
        steady = [level for level in lines if level is not None]
        if len(steady) >= _FEWEST_HARMONICS and (lines[0] is not None or lines[1] is not None):
            found.append(Hum(mains, _decibels(sum(10 ** (level / 10) for level in steady))))
    return max(found, key=lambda hum: hum.level, default=None)


def _line(spectra: Sequence[Spectrum], hertz: float) -> float | None:
    """The level of a line that stands out of its neighbourhood and does not waver; None where none does."""
    levels = [_at(spectrum, hertz) for spectrum in spectra]
    out = sum(
        level - _around(spectrum, hertz) >= _STANDS_OUT_DB
        for level, spectrum in zip(levels, spectra, strict=True)
    )
    middle = median(levels)
    wavers = median(abs(level - middle) for level in levels) > _STEADY_DB
    return None if wavers or out < _STEADY_SHARE * len(spectra) else middle


def _at(spectrum: Spectrum, hertz: float) -> float:
    middle = round(hertz / _HERTZ)
    return _decibels(max(spectrum[middle - 1 : middle + 2]))


def _around(spectrum: Spectrum, hertz: float) -> float:
    """The level of the bins around a line: the higher of both sides, for a slope is no line."""
    near, far = (round(distance / _HERTZ) for distance in (_NEAR, _FAR))
    middle = round(hertz / _HERTZ)
    below, above = spectrum[middle - far : middle - near], spectrum[middle + near : middle + far]
    return _decibels(max(median(below), median(above)))


def _flatness(spectra: Sequence[Spectrum]) -> float:
    """Geometric over arithmetic mean of the mean spectrum, octave by octave, so that a slope is no note."""
    mean = [fmean(powers) + _LEAST for powers in zip(*spectra, strict=True)]
    edges = [_NOISE_FROM * 2**octave for octave in range(4)]
    shares = []
    for low, high in pairwise(min(edge, _NOISE_TO) for edge in edges):
        band = mean[round(low / _HERTZ) : round(high / _HERTZ)]
        shares.append(math.exp(fmean(math.log(power) for power in band)) / fmean(band))
    return fmean(shares)


def _decibels(power: float) -> float:
    return 10 * math.log10(max(power, _LEAST))
