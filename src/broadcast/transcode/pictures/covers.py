"""A show's cover where nobody gave one: a radio picture of its own, and its title in large letters."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

from broadcast.transcode.pictures.deposited import encoded
from broadcast.transcode.pictures.lettering import MEDIUM, Compositor, Setting
from broadcast.transcode.pictures.motifs import MOTIFS, Motif
from broadcast.transcode.pictures.palettes import PALETTES, READABLE, Colour, Palette, contrast
from broadcast.transcode.pictures.sheet import APART, Sheet

SIDE = 1_400
"""The least a podcast directory takes, in pixels."""

_FINER = 2
_SHARE_ABOVE = 0.3  # of covers have their title above the picture
_MARGIN = 92
_GAP = 22
_TITLE_SIZES = (200, 52)
_SUBTITLE_SIZE = 44


@dataclass(frozen=True, slots=True)
class Design:
    """Everything a seed decides; `ground` lies under the motif, `panel` under the title."""

    motif: Motif
    palette: Palette
    ground: Colour
    panel: Colour
    title_above: bool
    number: int

    @property
    def accent(self) -> Colour:
        """The warmest hue that can be read on the panel."""
        seen = [hue for hue in self.palette.hues if contrast(hue, self.panel) >= READABLE]
        return seen[0] if seen else self.palette.ink_on(self.panel)


def designed(seed: str) -> Design:
    """The design of a seed: the same one every time, on every machine."""
    digest = sha256(seed.encode()).digest()
    number = int.from_bytes(digest)
    chance = Random(number)  # noqa: S311  # a drawing, not a secret
    palette = PALETTES[digest[1] % len(PALETTES)]
    panel = chance.choice(palette.grounds())
    grounds = [one for one in (palette.dark, palette.light, *palette.hues) if contrast(one, panel) >= APART]
    return Design(
        motif=MOTIFS[digest[0] % len(MOTIFS)],
        palette=palette,
        ground=chance.choice(grounds),
        panel=panel,
        title_above=chance.random() < _SHARE_ABOVE,
        number=number,
    )


def draw_artwork(design: Design, *, width: int, height: int) -> Image.Image:
    """The picture alone, without words, `width` by `height` pixels."""
    large = Image.new("RGB", (width * _FINER, height * _FINER), design.ground)
    design.motif(
        Sheet(
            draw=ImageDraw.Draw(large),
            width=large.width,
            height=large.height,
            palette=design.palette,
            ground=design.ground,
            chance=Random(design.number),  # noqa: S311  # a drawing, not a secret
        )
    )
    return large.reduce(_FINER)


def draw_cover(title: str, *, subtitle: str, seed: str, font: Path) -> bytes:
    """A cover of 1,400 by 1,400 pixels as JPEG, under 300 kB. The same arguments give the same bytes.

    A title too long for its place is cut with an ellipsis; signs the face lacks are left out.
    """
    design = designed(seed)
    words = Compositor(font)
    setting = words.set(
        title, width=SIDE - 2 * _MARGIN, height=580, largest=_TITLE_SIZES[0], smallest=_TITLE_SIZES[1]
    )
    band = setting.height + _SUBTITLE_SIZE + 2 * _MARGIN + _GAP
    cover = Image.new("RGB", (SIDE, SIDE), design.panel)
    cover.paste(draw_artwork(design, width=SIDE, height=SIDE - band), (0, band if design.title_above else 0))
    top = (0 if design.title_above else SIDE - band) + _MARGIN - round(0.12 * setting.size)
    _write(cover, design=design, title=setting, subtitle=subtitle, top=top, words=words)
    return encoded(cover, quality=85)


def draw_sign(on: ImageDraw.ImageDraw, *, at: tuple[float, float], size: float, ink: Colour) -> None:
    """The station's sign, a dot that speaks to the right; `at` is the dot's centre, `size` its reach."""
    x, y = at
    dot = size * 0.2
    on.ellipse((x - dot, y - dot, x + dot, y + dot), fill=ink)
    for share in (0.55, 0.95):
        reach = size * share
        on.arc((x - reach, y - reach, x + reach, y + reach), -50, 50, fill=ink, width=round(size * 0.16))


def _write(
    cover: Image.Image, *, design: Design, title: Setting, subtitle: str, top: int, words: Compositor
) -> None:
    """The title from `top` down, and under it the sign and the subtitle."""
    draw = ImageDraw.Draw(cover)
    words.draw(title, on=draw, at=(_MARGIN, top), ink=design.palette.ink_on(design.panel))
    small = Compositor(words.font, weight=MEDIUM)
    line = small.set(
        subtitle,
        width=SIDE - 2 * _MARGIN - 90,
        height=_SUBTITLE_SIZE * 2,
        largest=_SUBTITLE_SIZE,
        smallest=_SUBTITLE_SIZE,
    )
    below = top + title.height + _GAP
    draw_sign(
        draw, at=(_MARGIN + 12, below + _SUBTITLE_SIZE * 0.62), size=_SUBTITLE_SIZE * 0.9, ink=design.accent
    )
    small.draw(Setting(line.lines[:1], line.size), on=draw, at=(_MARGIN + 78, below), ink=design.accent)
