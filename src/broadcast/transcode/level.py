"""Bringing a master to the station's loudness: measure, one gain, limit where needed, encode, measure again.

The decisions are pure (`media.loudness`); here they are carried out.
"""

from collections.abc import Callable
from dataclasses import dataclass

from broadcast.media.grid import SHORTEST
from broadcast.media.loudness import Treatment, after_encoding, after_limiting, first_treatment
from broadcast.media.package import Loudness, Rendition
from broadcast.media.units import Ticks, seconds_of
from broadcast.transcode import argv
from broadcast.transcode.measure import loudness_by_name
from broadcast.transcode.runner import Runner

_MOST_CORRECTIONS = 2
NOTHING_HEARD = Loudness(None, None, None)


@dataclass(frozen=True, slots=True)
class Levelled:
    """What was done, and the figures before and after: `heard` is measured in the encoded `a128`."""

    source: Loudness
    heard: Loudness
    gain_db: float
    limited: bool


def level(
    runner: Runner,
    *,
    source: Loudness | None,
    media: Ticks,
    length: Ticks,
    progress: Callable[[float], None],
) -> Levelled:
    """Encode every sound of the package at the right loudness; corrected twice at the most."""
    before = source or NOTHING_HEARD
    treatment = first_treatment(before, length=seconds_of(media))
    for attempt in range(_MOST_CORRECTIONS + 1):
        treatment, heard = _try(runner, treatment, length=length, progress=progress)
        better = after_encoding(
            treatment,
            main=heard[Rendition.A128],
            peaks=[figures.true_peak for figures in heard.values()],
        )
        if better is None or attempt == _MOST_CORRECTIONS:
            break
        treatment = better
    return Levelled(before, heard[Rendition.A128], treatment.gain_db, treatment.ceiling is not None)


def _try(
    runner: Runner, treatment: Treatment, *, length: Ticks, progress: Callable[[float], None]
) -> tuple[Treatment, dict[str, Loudness]]:
    """One way through: the treatment as it was carried out, and the figures of all outputs."""
    master, gain = argv.MASTER, treatment.gain_db
    if treatment.ceiling is not None:
        treatment = _limit(runner, treatment)
        master, gain = argv.LIMITED, 0.0
    whole = seconds_of(length)
    runner.run(
        argv.encode_sound(runner.ffmpeg, master=master, gain_db=gain, length=length),
        progress=lambda at: progress(0.8 * min(1.0, at / whole)),
    )
    log = runner.run(
        argv.measure_sound(runner.ffmpeg), progress=lambda at: progress(0.8 + 0.2 * min(1.0, at / whole))
    )
    return treatment, loudness_by_name(log)


def _limit(runner: Runner, treatment: Treatment) -> Treatment:
    """Write the limited master; where the limiter took too much loudness away, once more with more gain."""
    for _ in range(_MOST_CORRECTIONS):
        log = runner.run(argv.limit(runner.ffmpeg, treatment=treatment, shortest=SHORTEST))
        better = after_limiting(treatment, loudness_by_name(log).get("limited", NOTHING_HEARD))
        if better is None:
            return treatment
        treatment = better
    runner.run(argv.limit(runner.ffmpeg, treatment=treatment, shortest=SHORTEST))
    return treatment
