"""Loudness before and after as an SVG: pure drawing, and reading its data."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from broadcast.errors import UnknownError
from broadcast.storage import Storage

POINTS = 240
WIDTH, HEIGHT = 720, 160
_TOP, _BOTTOM = 0.0, -50.0
"""LUFS at the edges of the picture."""


@dataclass(frozen=True, slots=True)
class LoudnessPicture:
    """Two lines in a box of 720 by 160, and the height of a loudness in it."""

    before: str
    after: str
    target: float


def loudness_picture_of(storage: Storage, key: str, *, target: float) -> LoudnessPicture | None:
    """The picture of a piece; None where its package has no curves (recipe 1)."""
    try:
        found = json.loads(storage.get(key))
    except UnknownError:
        return None
    count = max(len(found["before"]), len(found["after"]))
    before, after = (line_of(found[name], count=count) for name in ("before", "after"))
    return LoudnessPicture(before, after, _height(target)) if count else None


def line_of(values: Sequence[float], *, count: int) -> str:
    """A line through `values` in LUFS, where `count` of them fill the width; the loudest of each stretch."""
    every = -(-count // POINTS)
    step = WIDTH * every / count if count else 0
    points = [
        f"{number * step + step / 2:.1f} {_height(max(values[at : at + every])):.0f}"
        for number, at in enumerate(range(0, len(values), every or 1))
    ]
    return f"M{'L'.join(points)}" if points else ""


def _height(lufs: float) -> float:
    return HEIGHT * (_TOP - max(_BOTTOM, min(lufs, _TOP))) / (_TOP - _BOTTOM)
