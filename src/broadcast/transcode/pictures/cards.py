"""What a television channel shows while a sound plays: the cover, the title, the show."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from typing import cast

from PIL import Image, ImageDraw

from broadcast.transcode.pictures.covers import designed, draw_artwork, draw_sign
from broadcast.transcode.pictures.deposited import encoded
from broadcast.transcode.pictures.landscapes import hill, hills
from broadcast.transcode.pictures.lettering import MEDIUM, Compositor
from broadcast.transcode.pictures.palettes import EASY, PALETTES, READABLE, Colour, contrast, luminance, mixed
from broadcast.transcode.pictures.sheet import Sheet

WIDTH, HEIGHT = 1_280, 720
"""The picture of a television channel at its largest, in pixels."""

STAND_BY_SENTENCE = "L’antenne revient dans un instant"
"""What the stand-by picture says unless told otherwise."""

_COVER_SIDE = 456
_SAFE_X = 84
"""Old screens hide an edge: more than 5 % of the width is left free of words (EBU R 95)."""

_GAP = 64
_TITLE_SIZES = (92, 40)
_SHOW_SIZE = 38
_FINER = 2
_QUALITY = 88
_WHITE: Colour = (255, 255, 255)
_NIGHT: Colour = (10, 11, 18)
_EVENING = PALETTES[3]
_STAND_BY_CHANCE = 29


@dataclass(frozen=True, slots=True)
class Tones:
    """The colours of a card: under everything, of the title, of the lesser words."""

    ground: Colour
    ink: Colour
    accent: Colour


def draw_card(title: str, *, show: str, cover: bytes | None, seed: str, font: Path) -> bytes:
    """A card of 1,280 × 720 pixels as JPEG, in the colours of its cover.

    `cover` is a square JPEG of our own making; without one a picture is drawn from `seed`. The same
    arguments give the same bytes. A title too long for its place is cut with an ellipsis.
    """
    picture = (
        _smaller(cover) if cover else draw_artwork(designed(seed), width=_COVER_SIDE, height=_COVER_SIDE)
    )
    tones = tones_of(picture)
    card = _waves(tones)
    card.paste(picture, (_SAFE_X, (HEIGHT - _COVER_SIDE) // 2), _rounded(_COVER_SIDE, radius=30))
    _write(card, title=title, show=show, tones=tones, font=font)
    return encoded(card, quality=_QUALITY)


def stand_by_picture(font: Path, *, sentence: str = STAND_BY_SENTENCE) -> bytes:
    """The card of the stand-by loop, 1,280 × 720 pixels as JPEG: evening hills, a mast, one sentence."""
    ground = mixed(_EVENING.hues[0], _EVENING.hues[1], 0.4)
    large = Image.new("RGB", (WIDTH * _FINER, HEIGHT * _FINER), ground)
    chance = Random(_STAND_BY_CHANCE)  # noqa: S311  # a drawing, not a secret
    sheet = Sheet(ImageDraw.Draw(large), large.width, large.height, _EVENING, ground, chance)
    hills(sheet)
    hill(sheet, top=0.75 * large.height, fill=_EVENING.dark)
    card = large.reduce(_FINER)
    words = Compositor(font)
    setting = words.set(sentence, width=WIDTH - 2 * _SAFE_X, height=90, largest=58, smallest=30)
    words.draw(
        setting, on=ImageDraw.Draw(card), at=(_SAFE_X, HEIGHT - 48 - setting.height), ink=_EVENING.light
    )
    return encoded(card, quality=_QUALITY)


def tones_of(picture: Image.Image) -> Tones:
    """A picture's colours as a card's: its deepest for the ground, its liveliest, lightened, for words."""
    common = _common_colours(picture)
    ground = _until(min(common, key=luminance), towards=_NIGHT, against=_WHITE, ratio=1.6 * EASY)
    accent = _until(max(common, key=_vividness), towards=_WHITE, against=ground, ratio=1.3 * READABLE)
    return Tones(ground=ground, ink=mixed(_WHITE, accent, 0.06), accent=accent)


def _until(start: Colour, *, towards: Colour, against: Colour, ratio: float) -> Colour:
    """The first step from `start` towards a colour that contrasts enough with `against`."""
    steps = (mixed(start, towards, step / 20) for step in range(21))
    return next((step for step in steps if contrast(step, against) >= ratio), towards)


def _common_colours(picture: Image.Image) -> list[Colour]:
    """The up to eight colours a picture is mostly made of."""
    small = picture.resize((96, 96), Image.Resampling.BOX).quantize(8).convert("RGB")
    counted = cast("list[tuple[int, Colour]]", small.getcolors() or [])
    return [colour for _, colour in sorted(counted, reverse=True)]


def _vividness(of: Colour) -> int:
    return max(of) - min(of)


def _smaller(cover: bytes) -> Image.Image:
    with Image.open(BytesIO(cover), formats=("JPEG",)) as picture:
        picture.draft("RGB", (2 * _COVER_SIDE, 2 * _COVER_SIDE))
        return picture.convert("RGB").resize((_COVER_SIDE, _COVER_SIDE), Image.Resampling.LANCZOS)


def _waves(tones: Tones) -> Image.Image:
    """The ground, with faint waves that leave the cover towards the words."""
    large = Image.new("RGB", (WIDTH * _FINER, HEIGHT * _FINER), tones.ground)
    draw = ImageDraw.Draw(large)
    x, y = (_SAFE_X + _COVER_SIDE // 2) * _FINER, HEIGHT
    for n in range(9, 0, -1):
        reach = (210 + 110 * n) * _FINER
        tint = mixed(tones.ground, tones.accent, 0.015 * (9 - n))
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=tint)
    return large.reduce(_FINER)


def _rounded(side: int, *, radius: int) -> Image.Image:
    mask = Image.new("L", (side * _FINER, side * _FINER))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *mask.size), radius=radius * _FINER, fill=255)
    return mask.reduce(_FINER)


def _write(card: Image.Image, *, title: str, show: str, tones: Tones, font: Path) -> None:
    """The title and the show beside the cover, centred on it."""
    draw = ImageDraw.Draw(card)
    left = _SAFE_X + _COVER_SIDE + _GAP
    width = WIDTH - _SAFE_X - left
    bold, medium = Compositor(font), Compositor(font, weight=MEDIUM)
    heading = bold.set(
        title, width=width, height=_COVER_SIDE - 110, largest=_TITLE_SIZES[0], smallest=_TITLE_SIZES[1]
    )
    line = medium.set(show, width=width - 56, height=_SHOW_SIZE * 2 + 16, largest=_SHOW_SIZE, smallest=28)
    top = (HEIGHT - heading.height - 26 - line.height) / 2
    bold.draw(heading, on=draw, at=(left, top), ink=tones.ink)
    below = top + heading.height + 26
    draw_sign(draw, at=(left + 10, below + line.size * 0.62), size=34, ink=tones.accent)
    medium.draw(line, on=draw, at=(left + 56, below), ink=tones.accent)
