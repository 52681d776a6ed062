"""What stands still at the harbour, and the boat: drawn once, in flat shapes."""

from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from broadcast.transcode.pictures.palettes import Colour, colour, mixed

WIDTH, HEIGHT = 1_280, 720
HORIZON = 400
LAMP = (1_046, 158)
GLOW: Colour = (255, 232, 176)

_FINER = 2
_SKY = tuple(map(colour, ("141735", "29245a", "5c3470", "b4526a", "f08a5c", "fbc987")))
_SKY_STOPS = (0.0, 0.36, 0.62, 0.80, 0.92, 1.0)
_SEA = tuple(map(colour, ("c77a6c", "7d5076", "4a3b6a", "2c2952")))
_SEA_STOPS = (0.0, 0.18, 0.5, 1.0)
_FAR, _HILL, _ROCK = colour("7b4468"), colour("543459"), colour("1d1b3a")
_WALLS = tuple(map(colour, ("3a2d55", "45325a", "33294f")))
_WHITE, _RED = colour("efe3d6"), colour("c8433f")


def draw_shore() -> Image.Image:
    """Sky, stars, hills, houses, the lighthouse and the still sea, 1,280 by 720."""
    shore = Image.new("RGB", (WIDTH * _FINER, HEIGHT * _FINER))
    draw = ImageDraw.Draw(shore)
    _wash(draw, 0, HORIZON, tints=_SKY, stops=_SKY_STOPS)
    _wash(draw, HORIZON, HEIGHT, tints=_SEA, stops=_SEA_STOPS)
    _stars(draw)
    _sunk_sun(shore)
    draw = ImageDraw.Draw(shore)
    _ridge(
        draw,
        _FAR,
        (0, 372),
        (150, 352),
        (330, 366),
        (520, 384),
        (720, 376),
        (900, 352),
        (1080, 366),
        (1280, 356),
    )
    _ridge(draw, _HILL, (0, 350), (90, 338), (210, 360), (330, 384), (430, 400))
    _houses(draw)
    _rock(draw)
    _lighthouse(draw)
    return shore.reduce(_FINER)


def draw_boat() -> Image.Image:
    """A small boat under sail, 220 by 220 with a clear ground; its keel lies at 0.86 of the height."""
    size, fine = 220, 4
    boat = Image.new("RGBA", (size * fine, size * fine), (*_RED, 0))
    draw = ImageDraw.Draw(boat)

    def shape(fill: Colour, *points: tuple[float, float]) -> None:
        draw.polygon([(x * fine, y * fine) for x, y in points], fill=(*fill, 255))

    shape(colour("2b1d33"), (107, 26), (110, 26), (110, 168), (107, 168))
    shape(colour("f3dcc0"), (113, 34), (122, 80), (140, 120), (166, 150), (113, 156))
    shape(colour("d9b99b"), (113, 120), (146, 128), (166, 150), (113, 156))
    shape(_RED, (104, 44), (92, 92), (62, 152), (104, 156))
    shape(colour("9c3440"), (104, 126), (75, 130), (62, 152), (104, 156))
    shape(colour("221a33"), (46, 164), (172, 162), (158, 182), (140, 192), (74, 192), (58, 182))
    shape(_WHITE, (46, 164), (172, 162), (170, 167), (48, 169))
    draw.ellipse((104 * fine, 19 * fine, 113 * fine, 28 * fine), fill=(*GLOW, 255))
    return boat.reduce(fine)


def _wash(
    draw: ImageDraw.ImageDraw, top: int, foot: int, *, tints: tuple[Colour, ...], stops: tuple[float, ...]
) -> None:
    """Colours that melt into each other from `top` down to `foot`."""
    height = (foot - top) * _FINER
    for row in range(height):
        share = row / height
        upper = max(n for n, stop in enumerate(stops[:-1]) if stop <= share)
        between = (share - stops[upper]) / (stops[upper + 1] - stops[upper])
        y = top * _FINER + row
        draw.line((0, y, WIDTH * _FINER, y), fill=mixed(tints[upper], tints[upper + 1], between))


def _stars(draw: ImageDraw.ImageDraw) -> None:
    chance = Random(5)  # noqa: S311  # a drawing, not a secret
    for _ in range(90):
        x, y = chance.uniform(0, WIDTH) * _FINER, HORIZON * 0.55 * chance.random() ** 1.5 * _FINER
        radius = chance.choice((1.0, 1.0, 1.5, 2.4))
        draw.ellipse(
            (x - radius, y - radius, x + radius, y + radius),
            fill=mixed(_SKY[1], _WHITE, chance.uniform(0.35, 0.9)),
        )


def _sunk_sun(shore: Image.Image) -> None:
    """Where the sun went down the sky still glows."""
    light = Image.new("L", (WIDTH // 4, HORIZON // 4))
    ImageDraw.Draw(light).ellipse((40, 62, 195, 150), fill=150)
    soft = light.filter(ImageFilter.GaussianBlur(20)).resize((WIDTH * _FINER, HORIZON * _FINER))
    shore.paste(colour("ffdf9e"), (0, 0), soft)


def _ridge(draw: ImageDraw.ImageDraw, fill: Colour, *points: tuple[float, float]) -> None:
    """Land behind the water, its line rounded between the points."""
    line = []
    for (x, y), (next_x, next_y) in pairwise(points):
        for step in range(20):
            share = step / 20
            eased = share * share * (3 - 2 * share)
            line.append(((x + (next_x - x) * share) * _FINER, (y + (next_y - y) * eased) * _FINER))
    end = points[-1][0] * _FINER
    draw.polygon([*line, (end, HORIZON * _FINER), (points[0][0] * _FINER, HORIZON * _FINER)], fill=fill)


def _houses(draw: ImageDraw.ImageDraw) -> None:
    """The old town along its quay, some windows lit."""
    chance = Random(9)  # noqa: S311  # a drawing, not a secret
    x = 0.0
    while x < 390:  # noqa: PLR2004  # where the quay ends
        width, height = chance.uniform(30, 52), chance.uniform(30, 66) * (1 - x / 900)
        _house(draw, x, width, height, fill=chance.choice(_WALLS), chance=chance)
        x += width
    draw.rectangle((0, (HORIZON - 6) * _FINER, 420 * _FINER, (HORIZON + 9) * _FINER), fill=_ROCK)


def _house(
    draw: ImageDraw.ImageDraw, x: float, width: float, height: float, *, fill: Colour, chance: Random
) -> None:
    top, fine = HORIZON - 6 - height, _FINER
    draw.rectangle((x * fine, top * fine, (x + width) * fine, HORIZON * fine), fill=fill)
    ridge = top - width * 0.36
    draw.polygon(
        [(x * fine, top * fine), ((x + width / 2) * fine, ridge * fine), ((x + width) * fine, top * fine)],
        fill=mixed(fill, _ROCK, 0.5),
    )
    for column in range(int(width // 14)):
        for row in range(int(height // 18)):
            if chance.random() < 0.45:  # noqa: PLR2004  # not half of the windows are lit
                left, high = x + 6 + 14 * column, top + 6 + 18 * row
                draw.rectangle(
                    (left * fine, high * fine, (left + 6) * fine, (high + 9) * fine),
                    fill=mixed(colour("f0a75a"), GLOW, chance.random()),
                )


def _rock(draw: ImageDraw.ImageDraw) -> None:
    points = (
        (900, 412),
        (930, 384),
        (968, 372),
        (1000, 350),
        (1092, 348),
        (1120, 366),
        (1168, 372),
        (1206, 396),
        (1226, 412),
    )
    draw.polygon([(x * _FINER, y * _FINER) for x, y in points], fill=_ROCK)
    light = ((1000, 350), (1092, 348), (1120, 366), (1050, 360), (986, 366))
    draw.polygon([(x * _FINER, y * _FINER) for x, y in light], fill=mixed(_ROCK, _HILL, 0.5))


def _lighthouse(draw: ImageDraw.ImageDraw) -> None:
    """A white tower with two red bands; its lantern is where the light turns."""
    x, lamp = LAMP
    fine = _FINER
    base, top = 354, lamp + 22

    def band(upper: float, lower: float, fill: Colour) -> None:
        high, low = (13 + 13 * (y - top) / (base - top) for y in (upper, lower))
        draw.polygon(
            [
                ((x - high) * fine, upper * fine),
                ((x + high) * fine, upper * fine),
                ((x + low) * fine, lower * fine),
                ((x - low) * fine, lower * fine),
            ],
            fill=fill,
        )
        shade = mixed(fill, _HILL, 0.55)
        draw.polygon(
            [
                ((x + high * 0.25) * fine, upper * fine),
                ((x + high) * fine, upper * fine),
                ((x + low) * fine, lower * fine),
                ((x + low * 0.25) * fine, lower * fine),
            ],
            fill=shade,
        )

    for number, fill in enumerate((_WHITE, _RED, _WHITE, _RED, _WHITE)):
        step = (base - top) / 5
        band(top + number * step, top + (number + 1) * step, fill)
    draw.rectangle(((x - 20) * fine, (top - 4) * fine, (x + 20) * fine, (top + 2) * fine), fill=_ROCK)
    draw.rectangle(((x - 11) * fine, (lamp - 14) * fine, (x + 11) * fine, (top - 4) * fine), fill=GLOW)
    for left in (-11, -1, 9):
        draw.rectangle(
            ((x + left) * fine, (lamp - 14) * fine, (x + left + 2) * fine, (top - 4) * fine), fill=_ROCK
        )
    draw.pieslice(
        ((x - 16) * fine, (lamp - 30) * fine, (x + 16) * fine, (lamp + 2) * fine), 180, 360, fill=_RED
    )
