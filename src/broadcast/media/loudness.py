"""What to do about loudness: pure decisions on measured figures (EBU R 128, ITU-R BS.1770).

One constant gain for the whole piece, and a limiter only where peaks would pass the ceiling. There is no
compressor: what was loud and what was quiet stay as far apart as they were made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

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
_LOWEST_CEILING = Dbtp(-20.0)
_CLOSE = 0.15
_WITHIN = TOLERANCE - _CLOSE
_SPARED_DB = 0.3
"""A piece whose peaks are over by no more airs so much quieter, within the tolerance, and unlimited."""
_STEEPER = 1.35
"""A limiter takes back part of each decibel that is added, so a correction asks for more."""
_MOST_MAKEUP_DB = 0.5
_MOST_GAIN_DB = 50.0
_MOST_TRIM_DB = 4.0
_CLICK = Seconds(0.4)
"""One block of the meter: what is shorter has no loudness of its own."""
_MOST_LIMITED_CLICK_DB = 3.0


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done to a master: a gain in dB, and the ceiling of a limiter or None for no limiter.

    `makeup_db` gives back after the limiter what little loudness it took: the ceiling leaves that much room.
    `most_gain_db` is the gain above which it is never corrected. `trims_db` is what single outputs get
    besides, for what their encoders take away.
    """

    gain_db: float
    ceiling: Dbtp | None = None
    most_gain_db: float = _MOST_GAIN_DB
    trims_db: Mapping[str, float] = field(default_factory=dict)
    makeup_db: float = 0.0

    @property
    def whole_gain_db(self) -> float:
        """What is added to a sound that no limiter touches."""
        return self.gain_db + self.makeup_db

    @property
    def may_rise(self) -> bool:
        """Whether it is still below its bound."""
        return self.gain_db < self.most_gain_db - _CLOSE


@dataclass(frozen=True, slots=True)
class Correction:
    """A better treatment, and the outputs that must be made anew for it."""

    treatment: Treatment
    outputs: frozenset[str]


def is_silent(source: Loudness) -> bool:
    """Whether there is nothing to raise."""
    return source.integrated is None or source.integrated < QUIETEST


def first_treatment(source: Loudness, *, length: Seconds) -> Treatment:
    """What the source's figures ask for. Silence is left alone; a click is limited by 3 dB at most."""
    if source.integrated is None or source.true_peak is None or is_silent(source):
        return Treatment(0.0, most_gain_db=0.0)
    gain = min(TARGET - source.integrated, _MOST_GAIN_DB)
    most = _MOST_GAIN_DB
    if length < _CLICK:
        most = _LIMITED_CEILING - source.true_peak + _MOST_LIMITED_CLICK_DB
        gain = min(gain, most)
    over = source.true_peak + gain - (CEILING - _ROOM_DB)
    if over <= 0:
        return Treatment(gain, None, most)
    if over <= _SPARED_DB:
        return Treatment(gain - over, None, most)
    return Treatment(gain, _LIMITED_CEILING, most)


def kept_treatment(gain_db: float, *, is_limited: bool, trims_db: Mapping[str, float]) -> Treatment:
    """What a part of a piece gets: all that the whole got, so that it is not levelled a second time."""
    ceiling = _LIMITED_CEILING if is_limited else None
    return Treatment(gain_db, ceiling, most_gain_db=gain_db, trims_db=trims_db)


def held_down(treatment: Treatment, heard: Mapping[str, Loudness]) -> Treatment | None:
    """The same gain under a lower limiter, where peaks of an output pass the ceiling; None where none do."""
    peaks = [figures.true_peak for figures in heard.values() if figures.true_peak is not None]
    over = max(peaks, default=CEILING) - CEILING
    if over <= 0:
        return None
    held = treatment.ceiling if treatment.ceiling is not None else CEILING
    return replace(treatment, ceiling=Dbtp(max(held - over - _ROOM_DB, _LOWEST_CEILING)))


def rehearsed(treatment: Treatment, *, before: Loudness, after: Mapping[str, Loudness]) -> Treatment:
    """Trims for what each encoder takes away, as an excerpt showed: its loudness before and after."""
    if before.integrated is None:
        return treatment
    trims: dict[str, float] = {}
    for name, heard in after.items():
        lost = 0.0 if heard.integrated is None else before.integrated - heard.integrated
        if abs(lost) > _CLOSE:
            trims[name] = max(-_MOST_TRIM_DB, min(lost, _MOST_TRIM_DB))
    return replace(treatment, trims_db=trims)


def after_limiting(treatment: Treatment, limited: Loudness) -> Treatment | None:
    """A better treatment where the limiter took loudness away; None where the master is good.

    A little is made up for behind the limiter, which needs no other master; more, by more gain before it.
    """
    if limited.integrated is None:
        return None
    missing = TARGET - limited.integrated
    if _CLOSE < missing <= _MOST_MAKEUP_DB and treatment.may_rise:
        return replace(treatment, makeup_db=missing)
    step = missing * _STEEPER if missing > 0 else missing
    gain = min(treatment.gain_db + step, treatment.most_gain_db)
    if abs(missing) <= _CLOSE or abs(gain - treatment.gain_db) < _CLOSE:
        return None
    return replace(treatment, gain_db=gain)


def after_encoding(treatment: Treatment, heard: Mapping[str, Loudness]) -> Correction | None:
    """What to do where outputs are not what they must be; None where they all are.

    Only outputs that are off are made anew: trimmed, or, where no trim can help, from another master
    under a lower ceiling.
    """
    trims, excess = dict(treatment.trims_db), 0.0
    off: set[str] = set()
    for name, figures in heard.items():
        step, over = _trimmed(figures, may_rise=treatment.may_rise)
        excess = max(excess, over)
        if step or over:
            off.add(name)
            trims[name] = trims.get(name, 0.0) + step
    if not off:
        return None
    better = replace(treatment, trims_db=trims)
    if not excess:
        return Correction(better, frozenset(off))
    held = treatment.ceiling if treatment.ceiling is not None else CEILING
    lower = Dbtp(max(held - excess - _ROOM_DB, _LOWEST_CEILING))
    return Correction(replace(better, ceiling=lower), frozenset(off))


def _trimmed(heard: Loudness, *, may_rise: bool) -> tuple[float, float]:
    """The step in dB that an output needs, and by how much its peaks would still pass the ceiling."""
    missing = 0.0 if heard.integrated is None else TARGET - heard.integrated
    step = 0.0 if abs(missing) <= _WITHIN or (missing > 0 and not may_rise) else missing
    over = (heard.true_peak if heard.true_peak is not None else CEILING) + step - CEILING
    if over <= 0:
        return step, 0.0
    down = over + 0.1
    if heard.integrated is None or missing - step + down <= _WITHIN:
        return step - down, 0.0
    return step, over
