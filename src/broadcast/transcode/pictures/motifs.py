"""The ten families of radio pictures.

Each draws on a sheet from its palette and its chance only, so a seed always gives the same picture.
"""

from collections.abc import Callable

from broadcast.transcode.pictures.landscapes import hills, ripples, scales, sunburst
from broadcast.transcode.pictures.rhythms import levels, signals, tiles
from broadcast.transcode.pictures.sets import dial, portable, record
from broadcast.transcode.pictures.sheet import Sheet

Motif = Callable[[Sheet], None]

MOTIFS: tuple[Motif, ...] = (
    ripples,
    sunburst,
    hills,
    tiles,
    levels,
    dial,
    record,
    scales,
    signals,
    portable,
)
