"""A rehearsal: what the encoders take away is learned on an excerpt, so that the whole is encoded once.

AAC makes steady noise up to 2 LU quieter, speech not at all and music by 0.3 at most. Fifteen seconds tell.
"""

from pathlib import Path

from broadcast.media.loudness import Treatment, rehearsed
from broadcast.media.units import Seconds, Ticks, ticks_of
from broadcast.transcode import argv
from broadcast.transcode.curve import Curve, loudest_places
from broadcast.transcode.encode import encode
from broadcast.transcode.measure import loudness_by_name
from broadcast.transcode.recipe import MASTER_FRAME
from broadcast.transcode.runner import Runner

REHEARSED_FROM = ticks_of(240.0)
"""A shorter piece costs as little to encode twice."""
_EXCERPTS = 5
_EXCERPT = Seconds(3.0)


def rehearse(runner: Runner, treatment: Treatment, *, curve: Curve) -> Treatment:
    """The treatment with a trim for each encoder that was heard to take loudness away."""
    is_limited = treatment.ceiling is not None
    gain = treatment.makeup_db if is_limited else treatment.gain_db
    master = argv.LIMITED if is_limited else argv.MASTER
    places = loudest_places(curve, count=_EXCERPTS, length=_EXCERPT)
    length = _write_excerpt(runner.folder, master=master, places=places)
    if not length:
        return treatment
    after = encode(runner, master=argv.EXCERPT, gains_db=dict.fromkeys(argv.OUTPUTS, gain), length=length)
    log = runner.run(argv.measure_master(runner.ffmpeg, master=argv.EXCERPT, gain_db=gain))
    return rehearsed(treatment, before=loudness_by_name(log)[argv.MASTER_METER], after=after)


def _write_excerpt(folder: Path, *, master: str, places: tuple[Seconds, ...]) -> Ticks:
    """Join what lies at `places`; give the length of it all."""
    written = 0
    with (folder / master).open("rb") as whole, (folder / argv.EXCERPT).open("wb") as excerpt:
        for place in places:
            whole.seek(ticks_of(place) * MASTER_FRAME)
            written += excerpt.write(whole.read(ticks_of(_EXCERPT) * MASTER_FRAME))
    return Ticks(written // MASTER_FRAME)
