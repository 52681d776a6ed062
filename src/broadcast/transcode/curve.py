"""How loud a piece is as it goes on: pure, from the meter's ten values a second (EBU Tech 3341)."""

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from broadcast.media.package import Loudness
from broadcast.media.units import Lufs, Seconds
from broadcast.transcode.measure import loudness_over_time

STEP = Seconds(0.1)
_MOMENTARY = Seconds(0.4)
_SHORT_TERM = Seconds(3.0)
_LOWEST = -70.0
_FINE = 600
_COARSE_STEPS = 10
"""A piece of more than a minute is drawn with one value a second."""
_SMOOTH_FROM = Seconds(15.0)


@dataclass(frozen=True, slots=True)
class Curve:
    """Momentary (400 ms) and short-term (3 s) loudness in LUFS, one value each `STEP`."""

    momentary: Sequence[float]
    short_term: Sequence[float]


def curve_of(lines: Iterable[str]) -> Curve:
    """Read a listing."""
    momentary, short_term = array("f"), array("f")
    for _, now, lately in loudness_over_time(lines):
        momentary.append(now)
        short_term.append(lately)
    return Curve(momentary, short_term)


def with_maxima(figures: Loudness, curve: Curve, *, media: Seconds) -> Loudness:
    """The figures with the loudest moments, where the piece is as long as their windows."""
    if figures.integrated is None:
        return figures
    return replace(
        figures,
        momentary_max=_loudest(curve.momentary) if media >= _MOMENTARY else None,
        short_term_max=_loudest(curve.short_term) if media >= _SHORT_TERM else None,
    )


def _loudest(values: Sequence[float]) -> Lufs | None:
    highest = max(values, default=_LOWEST)
    return Lufs(round(highest, 1)) if highest > _LOWEST else None


def loudest_places(curve: Curve, *, count: int, length: Seconds) -> tuple[Seconds, ...]:
    """Where to cut `count` excerpts of `length` (3 s at most): the loudest of each of equal parts."""
    values = curve.short_term
    part, span = len(values) // count, round(length / STEP)
    if part < span:
        return ()
    places = []
    for number in range(count):
        first, beyond = number * part + span - 1, (number + 1) * part
        at = max(range(first, beyond), key=values.__getitem__)
        places.append(Seconds((at + 1 - span) * STEP))
    return tuple(places)


def loudness_json(before: Curve, after: Curve, *, outputs: Mapping[str, Loudness]) -> str:
    """`{"seconds": of one value, "before": [LUFS, …], "after": […], "outputs": {name: figures}}`."""
    count = max(len(before.momentary), len(after.momentary))
    every = _COARSE_STEPS if count > _FINE else 1
    is_smooth = count * STEP >= _SMOOTH_FROM
    told = {
        name: _thinned(curve.short_term if is_smooth else curve.momentary, every=every)
        for name, curve in (("before", before), ("after", after))
    }
    # In order of their names, for the meters end in any order, and the same piece gives the same bytes.
    figures = {name: asdict(heard) for name, heard in sorted(outputs.items())}
    return json.dumps({"seconds": round(every * STEP, 1), **told, "outputs": figures}, separators=(",", ":"))


def _thinned(values: Sequence[float], *, every: int) -> list[float]:
    return [max(_LOWEST, round(max(values[at : at + every]), 1)) for at in range(0, len(values), every)]
