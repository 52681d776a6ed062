"""Units are types, so that a second is never added to a tick."""

from typing import NewType

Ticks = NewType("Ticks", int)
"""1/48 000 s, the unit of everything on air."""

Seconds = NewType("Seconds", float)
"""Wall or media time in seconds."""

Lufs = NewType("Lufs", float)
"""Loudness relative to full scale (ITU-R BS.1770, EBU R 128)."""

Dbtp = NewType("Dbtp", float)
"""True peak relative to full scale, in dB (ITU-R BS.1770 annex 2)."""

Bytes = NewType("Bytes", int)
"""A size or an offset."""

TICKS_PER_SECOND = 48_000


def seconds_of(ticks: Ticks) -> Seconds:
    """Ticks as seconds."""
    return Seconds(ticks / TICKS_PER_SECOND)


def ticks_of(seconds: float) -> Ticks:
    """The nearest whole tick."""
    return Ticks(round(seconds * TICKS_PER_SECOND))
