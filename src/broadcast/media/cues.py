"""Captions as values: cues with times in seconds and plain text. Pure.

Nothing that people or files bring is kept as they wrote it: words lose their markup and control
characters, times are rounded to milliseconds, lengths are bounded. `webvtt` writes cues out again.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from broadcast.errors import TooLargeError, marked
from broadcast.media.units import Seconds

MOST_CUES = 20_000
"""Six hours of speech have about 7,000."""
LONGEST_TEXT = 1_000
LONGEST_SPEAKER = 80
LATEST = Seconds(86_400.0)
_MOST_LINES = 8
_RAW = 4 * LONGEST_TEXT
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_OVERRIDES = set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
"""Signs that turn what follows around, so that a text looks like another."""


@dataclass(frozen=True, slots=True, order=True)
class Cue:
    """What is said from `start` to `end`. `text` is plain, its lines are not empty."""

    start: Seconds
    end: Seconds
    text: str
    speaker: str = ""


def cue_of(start: float, end: float, text: str, *, speaker: str = "") -> Cue | None:
    """A cue of plain text; None where it says nothing or its times make no stretch."""
    begins, ends = round(start, 3), round(end, 3)
    words = plain(text)[:LONGEST_TEXT].strip()
    if not words or not 0 <= begins < ends <= LATEST:
        return None
    name = " ".join(plain(speaker).split())[:LONGEST_SPEAKER].strip()
    return Cue(Seconds(begins), Seconds(ends), words, name)


def without_markup(text: str) -> str:
    """The words between tags, however these are nested."""
    text = text[:_RAW]
    while (bare := _TAG.sub("", text)) != text:
        text = bare
    return text


def plain(text: str) -> str:
    """Lines of printable signs, without empty ones; eight at most."""
    lines = (_printable(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join([line for line in lines if line][:_MOST_LINES])


def _printable(line: str) -> str:
    kept = (sign if sign not in "\t\u2028\u2029" else " " for sign in line if sign not in _OVERRIDES)
    return "".join(
        sign for sign in kept if unicodedata.category(sign) not in {"Cc", "Cs", "Co", "Cn"}
    ).strip()


def in_order(cues: Iterable[Cue | None]) -> tuple[Cue, ...]:
    """The cues there are, by time. Raises TooLargeError where there are more than `MOST_CUES`."""
    found: list[Cue] = []
    for cue in cues:
        if cue is not None:
            found.append(cue)
        if len(found) > MOST_CUES:
            raise TooLargeError(
                "too_many_cues",
                marked("There are more than {most} captions in this file."),
                marked("Cut it into parts, or send the words as plain text."),
                most=MOST_CUES,
            )
    return tuple(sorted(found))


def until(cues: tuple[Cue, ...], end: Seconds) -> tuple[Cue, ...]:
    """Those that begin before the piece ends; the last one stops with it."""
    return tuple(
        Cue(cue.start, Seconds(min(cue.end, round(end, 3))), cue.text, cue.speaker)
        for cue in cues
        if cue.start < round(end, 3)
    )
