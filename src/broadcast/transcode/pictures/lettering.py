"""Words set in a box: as large as they fit, evenly broken, with what the face lacks left out."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageDraw, ImageFont

from broadcast.transcode.pictures.palettes import Colour

Face = ImageFont.FreeTypeFont | ImageFont.ImageFont

BOLD = 800
MEDIUM = 500

_LEADING = 1.06
"""Line to line, in sizes."""

_ASCENT, _DESCENT = 0.94, 0.24
"""How far accents on capitals and descenders reach from the baseline, in sizes."""

_REFERENCE = 100
"""Lengths are measured at this size: an unhinted variable face scales evenly."""

_TIGHT = 1.01
"""What is added to a measured length, for what rounding may take."""

_ELLIPSIS = "…"
_BOUND_TO_THE_WORD_BEFORE = frozenset("?!:;»\N{EN DASH}—…/&+")
_BOUND_TO_THE_WORD_AFTER = frozenset("«")
_ABSENT = "\ue000"
"""A sign for private use: drawing it shows what the face draws for signs it lacks."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Words broken into lines at one size in pixels."""

    lines: tuple[str, ...]
    size: int

    @property
    def height(self) -> int:
        """From the top of the first line's accents to the foot of the last line, in pixels."""
        return round(self.size * (_LEADING * (len(self.lines) - 1) + _ASCENT + _DESCENT)) if self.lines else 0


@dataclass(frozen=True, slots=True)
class Compositor:
    """Sets words in one weight of one variable face."""

    font: Path
    weight: int = BOLD

    def width(self, text: str, *, size: int) -> float:
        """How wide `text` runs at most, in pixels."""
        return (
            _face(self.font, size=_REFERENCE, weight=self.weight).getlength(text) * _TIGHT * size / _REFERENCE
        )

    def readable(self, text: str) -> str:
        """The text in one line, without what the face cannot draw; an accent it lacks costs only that."""
        signs = (self._drawable(sign) for sign in unicodedata.normalize("NFC", text))
        return " ".join("".join(signs).split())

    def set(self, text: str, *, width: int, height: int, largest: int, smallest: int) -> Setting:
        """Set the text as large as `width` by `height` allows, in pixels; it never overflows.

        What does not fit at `smallest` is broken within its words, and cut with an ellipsis.
        """
        words = _bound(self.readable(text).split(" "))
        for size in _falling(largest, smallest):
            setting = Setting(self._broken(words, width=width, size=size), size)
            if setting.height <= height and all(self.width(word, size=size) <= width for word in words):
                return Setting(self._evened(words, width=width, size=size), size)
        return self._cut(words, width=width, height=height, size=smallest)

    def draw(
        self, setting: Setting, *, on: ImageDraw.ImageDraw, at: tuple[float, float], ink: Colour
    ) -> None:
        """Draw a setting whose left top corner lies `at` a point in pixels."""
        face = _face(self.font, size=setting.size, weight=self.weight)
        left, top = at
        for number, line in enumerate(setting.lines):
            baseline = top + setting.size * (_ASCENT + _LEADING * number)
            on.text((left, baseline), line, font=face, fill=ink, anchor="ls")

    def _broken(self, words: Sequence[str], *, width: float, size: int) -> tuple[str, ...]:
        """Words in as few lines of `width` as they take; a word wider than that has a line of its own."""
        lines: list[str] = []
        for word in words:
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, size=size) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return tuple(lines)

    def _evened(self, words: Sequence[str], *, width: int, size: int) -> tuple[str, ...]:
        """The same number of lines, as even as they come: the narrowest measure that still takes them."""
        wanted = len(self._broken(words, width=width, size=size))
        narrow = max(self.width(word, size=size) for word in words)
        wide = float(width)
        while wide - narrow > size / 8:
            middle = (narrow + wide) / 2
            if len(self._broken(words, width=middle, size=size)) > wanted:
                narrow = middle
            else:
                wide = middle
        return self._broken(words, width=wide, size=size)

    def _cut(self, words: Sequence[str], *, width: int, height: int, size: int) -> Setting:
        pieces = [piece for word in words for piece in self._pieces(word, width=width, size=size)]
        lines = self._broken(pieces, width=width, size=size)
        fitting = max(1, int((height / size - _ASCENT - _DESCENT) / _LEADING) + 1)
        if len(lines) <= fitting:
            return Setting(lines, size)
        last = lines[fitting - 1]
        while last and self.width(last + _ELLIPSIS, size=size) > width:
            last = last[:-1]
        return Setting((*lines[: fitting - 1], last.rstrip() + _ELLIPSIS), size)

    def _pieces(self, word: str, *, width: int, size: int) -> Iterator[str]:
        """A word too wide for a line, in pieces that are not."""
        piece = ""
        for sign in word:
            if piece and self.width(piece + sign, size=size) > width:
                yield piece
                piece = ""
            piece += sign
        yield piece

    def _drawable(self, sign: str) -> str:
        if sign.isspace() or _has_sign(self.font, sign):
            return sign
        bare = unicodedata.normalize("NFKD", sign)[0]
        return bare if bare != sign and _has_sign(self.font, bare) else ""


def _bound(words: Sequence[str]) -> tuple[str, ...]:
    """Words with the signs that French sets off by a space tied to the word they belong to."""
    tied: list[str] = []
    for word in words:
        if tied and (word in _BOUND_TO_THE_WORD_BEFORE or tied[-1] in _BOUND_TO_THE_WORD_AFTER):
            tied[-1] += f"\N{NO-BREAK SPACE}{word}"
        else:
            tied.append(word)
    return tuple(tied)


def _falling(largest: int, smallest: int) -> Iterator[int]:
    """Sizes from `largest` down to `smallest`, each about 4 % under the one before."""
    size = largest
    while size > smallest:
        yield size
        size -= max(1, size // 25)
    yield smallest


@lru_cache(maxsize=64)
def _face(font: Path, *, size: int, weight: int) -> Face:
    """The face at a size and weight; the drawing library's own where the file is missing or unusable."""
    try:
        face = ImageFont.truetype(str(font), size)
        face.set_variation_by_axes([weight])
    except (OSError, NotImplementedError):
        return ImageFont.load_default(size)
    return face


@lru_cache(maxsize=4_096)
def _has_sign(font: Path, sign: str) -> bool:
    """Whether the face draws the sign; controls, marks and private signs count as lacking."""
    if unicodedata.category(sign)[0] in "CM":
        return False
    face = _face(font, size=_REFERENCE, weight=BOLD)
    drawn, absent = face.getmask(sign), face.getmask(_ABSENT)
    return (drawn.size, bytes(drawn)) != (absent.size, bytes(absent))
