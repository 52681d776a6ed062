"""Bringing a master to the station's loudness: measure, one gain, limit where needed, encode, measure again.

The decisions are pure (`media.loudness`); here they are carried out.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from broadcast.media.grid import SHORTEST, padded
from broadcast.media.loudness import (
    Treatment,
    after_encoding,
    after_limiting,
    first_treatment,
    held_down,
    kept_treatment,
)
from broadcast.media.package import NEVER_HELD, Held, Loudness, PackageIndex, Rendition
from broadcast.media.units import Ticks, seconds_of
from broadcast.transcode import argv
from broadcast.transcode.curve import Curve, curve_of, with_maxima
from broadcast.transcode.encode import encode
from broadcast.transcode.listing import lines_of
from broadcast.transcode.measure import frame_starts, held_in, loudness_by_name
from broadcast.transcode.rehearse import REHEARSED_FROM, rehearse
from broadcast.transcode.runner import Runner

_MOST_CORRECTIONS = 2
NOTHING_HEARD = Loudness(None, None, None)


@dataclass(frozen=True, slots=True)
class Levelled:
    """What was done, and the figures before and after: `heard` is measured in the encoded `a128`.

    `after` is its loudness over time, `outputs` the figures of every encoded output.
    """

    source: Loudness
    heard: Loudness
    gain_db: float
    limited: bool
    held: Held
    after: Curve
    outputs: dict[str, Loudness]
    trims_db: dict[str, float]


def level(
    runner: Runner,
    *,
    source: Loudness,
    before: Curve,
    media: Ticks,
    progress: Callable[[float], None],
) -> Levelled:
    """Encode every sound of the package at the right loudness; corrected twice at the most.

    `progress` hears a share from 0 to 1.
    """
    treatment = _mastered(runner, first_treatment(source, length=seconds_of(media)))
    if media >= REHEARSED_FROM and treatment.may_rise:
        treatment = rehearse(runner, treatment, curve=before)
    heard: dict[str, Loudness] = {}
    outputs = frozenset(argv.OUTPUTS)
    for attempt in range(_MOST_CORRECTIONS + 1):
        heard |= _encode(runner, treatment, outputs=outputs, media=media, progress=progress)
        better = after_encoding(treatment, heard)
        if better is None or attempt == _MOST_CORRECTIONS:
            break
        is_new = better.treatment.ceiling != treatment.ceiling
        treatment = _mastered(runner, better.treatment) if is_new else better.treatment
        outputs = better.outputs
    return _levelled(runner, treatment, source=source, heard=heard, media=media)


def level_as(
    runner: Runner, whole: PackageIndex, *, media: Ticks, progress: Callable[[float], None]
) -> Levelled:
    """Encode a part of a piece with the gain that the whole got; only its peaks are held once more."""
    treatment = kept_treatment(whole.gain_db, is_limited=whole.limited, trims_db=whole.trims_db)
    heard: dict[str, Loudness] = {}
    for attempt in range(_MOST_CORRECTIONS + 1):
        _limit(runner, treatment)
        heard = _encode(runner, treatment, outputs=frozenset(argv.OUTPUTS), media=media, progress=progress)
        lower = held_down(treatment, heard)
        if lower is None or attempt == _MOST_CORRECTIONS:
            break
        treatment = lower
    return _levelled(runner, treatment, source=whole.source_loudness, heard=heard, media=media)


def _levelled(
    runner: Runner, treatment: Treatment, *, source: Loudness, heard: dict[str, Loudness], media: Ticks
) -> Levelled:
    after = curve_of(lines_of(runner.folder / argv.LOUDNESS_AFTER))
    main = with_maxima(heard[Rendition.A128], after, media=seconds_of(media))
    limited = treatment.ceiling is not None
    held = _held(runner) if limited else NEVER_HELD
    trims = dict(treatment.trims_db)
    return Levelled(source, main, treatment.whole_gain_db, limited, held, after, heard, trims)


def _encode(
    runner: Runner,
    treatment: Treatment,
    *,
    outputs: frozenset[str],
    media: Ticks,
    progress: Callable[[float], None],
) -> dict[str, Loudness]:
    """Make these outputs, and give what is heard in each."""
    is_limited = treatment.ceiling is not None
    gain = treatment.makeup_db if is_limited else treatment.gain_db
    return encode(
        runner,
        master=argv.LIMITED if is_limited else argv.MASTER,
        gains_db={name: gain + treatment.trims_db.get(name, 0.0) for name in outputs},
        length=padded(media),
        progress=progress,
    )


def _mastered(runner: Runner, treatment: Treatment) -> Treatment:
    """Write the limited master where there is to be one; with more gain where too much loudness was lost."""
    if treatment.ceiling is None:
        return treatment
    treatment = replace(treatment, makeup_db=0.0)
    for _ in range(_MOST_CORRECTIONS):
        log = runner.run(argv.limit(runner.ffmpeg, treatment=treatment, shortest=SHORTEST))
        better = after_limiting(treatment, loudness_by_name(log).get("limited", NOTHING_HEARD))
        if better is None or better.gain_db == treatment.gain_db:
            return better or treatment
        treatment = better
    _limit(runner, treatment)
    return treatment


def _limit(runner: Runner, treatment: Treatment) -> None:
    """Write the limited master as the treatment says, where it says so."""
    if treatment.ceiling is not None:
        runner.run(argv.limit(runner.ffmpeg, treatment=treatment, shortest=SHORTEST))


def _held(runner: Runner) -> Held:
    starts = frame_starts(lines_of(runner.folder / argv.OVERS))
    return held_in(starts, window=argv.OVERS_WINDOW_SECONDS)
