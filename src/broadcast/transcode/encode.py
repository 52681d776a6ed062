"""Encoding sounds and hearing them: whatever is made is measured as people will hear it."""

from collections.abc import Callable, Mapping

from broadcast.media.package import Loudness
from broadcast.media.units import Ticks, seconds_of
from broadcast.transcode import argv
from broadcast.transcode.measure import loudness_by_name
from broadcast.transcode.runner import Runner

_ENCODED = 0.7
"""Of the progress: measuring takes less than half of what encoding does."""


def encode(
    runner: Runner,
    *,
    master: str,
    gains_db: Mapping[str, float],
    length: Ticks,
    progress: Callable[[float], None] = lambda _share: None,
) -> dict[str, Loudness]:
    """Make each output of `gains_db` from `master` with its gain, and give its figures."""
    whole = seconds_of(length)
    runner.run(
        argv.encode_sound(runner.ffmpeg, master=master, gains_db=gains_db, length=length),
        progress=lambda at: progress(_ENCODED * min(1.0, at / whole)),
    )
    log = runner.run(
        argv.measure_sound(runner.ffmpeg, outputs=tuple(gains_db)),
        progress=lambda at: progress(_ENCODED + (1 - _ENCODED) * min(1.0, at / whole)),
    )
    return loudness_by_name(log)
