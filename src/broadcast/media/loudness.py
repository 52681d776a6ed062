"""What to do about loudness: pure decisions on measured figures (EBU R 128, ITU-R BS.1770).

One constant gain for the whole piece, and a limiter only where peaks would pass the ceiling. There is no
compressor: what was loud and what was quiet stay as far apart as they were made.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from broadcast.media.package import Loudness
from broadcast.media.units import Dbtp, Lufs, Seconds

TARGET = Lufs(-16.0)
TOLERANCE = 0.5
CEILING = Dbtp(-1.0)
QUIETEST = Lufs(-60.0)
"""What lies below is as good as silence: raising it would raise noise."""

_ROOM_DB = 0.3
"""An encoder adds about this to a peak, so a master keeps under the ceiling by as much."""
_LIMITED_CEILING = Dbtp(-2.0)
"""Where a limiter works anyway, half a decibel more costs nothing, and saves most second encodings."""
_CLOSE = 0.15
_STEEPER = 1.35
"""A limiter takes back part of each decibel that is added, so a correction asks for more."""
_MOST_GAIN_DB = 50.0
_CLICK = Seconds(0.4)
"""One block of the meter: what is shorter has no loudness of its own."""
_MOST_LIMITED_CLICK_DB = 3.0


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done to a master: a gain in dB, and the ceiling of a limiter or None for no limiter.

    `most_gain_db` is the gain above which it is never corrected.
    """

    gain_db: float
    ceiling: Dbtp | None = None
    most_gain_db: float = _MOST_GAIN_DB


def is_silent(source: Loudness) -> bool:
    """Whether there is nothing to raise."""
    return source.integrated is None or source.integrated < QUIETEST


def first_treatment(source: Loudness, *, length: Seconds) -> Treatment:
    """What the source's figures ask for. Silence is left alone; a click is limited by 3 dB at most."""
    if source.integrated is None or source.true_peak is None or is_silent(source):
        return Treatment(0.0)
    gain = min(TARGET - source.integrated, _MOST_GAIN_DB)
    most = _MOST_GAIN_DB
    if length < _CLICK:
        most = _LIMITED_CEILING - source.true_peak + _MOST_LIMITED_CLICK_DB
        gain = min(gain, most)
    holds = source.true_peak + gain <= CEILING - _ROOM_DB
    return Treatment(gain, None if holds else _LIMITED_CEILING, most)


def applied(source: Loudness, gain_db: float) -> Loudness:
    """The figures of a master after a constant gain: known without measuring."""
    if source.integrated is None or source.true_peak is None:
        return source
    return Loudness(Lufs(source.integrated + gain_db), Dbtp(source.true_peak + gain_db), source.range)


def after_limiting(treatment: Treatment, limited: Loudness) -> Treatment | None:
    """A better gain where the limiter took too much loudness away; None where the master is good."""
    return _louder(treatment, limited, within=_CLOSE)


def after_encoding(
    treatment: Treatment, *, main: Loudness, peaks: Collection[Dbtp | None]
) -> Treatment | None:
    """A better treatment where the outputs are not what they must be; None where they are.

    `main` is the loudness of the rendition most people hear, `peaks` the true peaks of all outputs.
    """
    found = [peak for peak in peaks if peak is not None]
    over = max(found, default=CEILING) - CEILING
    better = _louder(treatment, main, within=TOLERANCE - _CLOSE)
    if over <= 0:
        return better
    held = treatment.ceiling if treatment.ceiling is not None else CEILING - _ROOM_DB
    return replace(better or treatment, ceiling=Dbtp(held - over - _ROOM_DB))


def _louder(treatment: Treatment, heard: Loudness, *, within: float) -> Treatment | None:
    if heard.integrated is None or treatment.gain_db == 0.0 == heard.integrated:
        return None
    missing = TARGET - heard.integrated
    step = missing * _STEEPER if treatment.ceiling is not None and missing > 0 else missing
    gain = min(treatment.gain_db + step, treatment.most_gain_db)
    if abs(missing) <= within or abs(gain - treatment.gain_db) < _CLOSE:
        return None
    return replace(treatment, gain_db=gain)
