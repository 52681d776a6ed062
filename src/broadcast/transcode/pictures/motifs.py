"""Ten families of radio pictures, drawn from a palette and a seeded chance.

Nothing depends on anything but the sheet, so a seed always gives the same picture.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from random import Random

from PIL import ImageDraw

from broadcast.transcode.pictures.palettes import Colour, Palette, contrast, mixed


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a motif is drawn on: `width` × `height` pixels, its colours, the `ground` it is filled with."""

    draw: ImageDraw.ImageDraw
    width: int
    height: int
    palette: Palette
    ground: Colour
    chance: Random

    @property
    def unit(self) -> float:
        """A hundredth of the shorter side."""
        return min(self.width, self.height) / 100

    @property
    def dark(self) -> bool:
        """Whether the ground asks for bright colours."""
        return self.palette.ink_on(self.ground) == self.palette.light

    def colours(self) -> list[Colour]:
        """The colours that stand out from the ground, in an order of chance."""
        every = (*self.palette.hues, self.palette.light, self.palette.dark)
        seen = [hue for hue in every if contrast(hue, self.ground) >= 1.4]
        return self.chance.sample(seen, len(seen))

    def ink(self) -> Colour:
        """The colour of fine lines."""
        return self.palette.ink_on(self.ground)

    def disc(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """A full circle around a point."""
        self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)

    def ring(self, x: float, y: float, radius: float, *, fill: Colour, thick: float) -> None:
        """A circle's line around a point."""
        outer = radius + thick / 2
        self.draw.ellipse((x - outer, y - outer, x + outer, y + outer), outline=fill, width=max(1, round(thick)))


Motif = Callable[[Sheet], None]


def ripples(sheet: Sheet) -> None:
    """Waves of colour around the tip of a mast."""
    x = sheet.width * sheet.chance.uniform(0.28, 0.72)
    y = sheet.height * sheet.chance.uniform(0.32, 0.46)
    step = sheet.unit * sheet.chance.uniform(9, 13)
    colours = cycle(hue for hue in sheet.colours() if hue != sheet.palette.dark)
    reach = math.hypot(max(x, sheet.width - x), max(y, sheet.height - y))
    for n in range(math.ceil(reach / step), 0, -1):
        sheet.disc(x, y, n * step, next(colours))
    sheet.disc(x, y, step * 0.62, sheet.palette.light)
    _mast(sheet, x, y, foot=sheet.height * 1.02, ink=sheet.palette.dark)


def _mast(sheet: Sheet, x: float, y: float, *, foot: float, ink: Colour) -> None:
    """A lattice mast from its tip at (x, y) down to `foot`."""
    thick = round(sheet.unit * 1.1)
    spread = (foot - y) * 0.16
    for side in (-1, 1):
        sheet.draw.line((x, y, x + side * spread, foot), fill=ink, width=thick)
    levels = [y + (foot - y) * share for share in (0.18, 0.33, 0.52, 0.74, 1.0)]
    for upper, lower in zip(levels, levels[1:], strict=False):
        high, low = spread * (upper - y) / (foot - y), spread * (lower - y) / (foot - y)
        sheet.draw.line((x - high, upper, x + high, upper), fill=ink, width=thick)
        sheet.draw.line((x - high, upper, x + low, lower), fill=ink, width=thick)
        sheet.draw.line((x + high, upper, x - low, lower), fill=ink, width=thick)
    sheet.disc(x, y, sheet.unit * 2.2, ink)


def sunburst(sheet: Sheet) -> None:
    """Rays around a sun that rises behind the title."""
    x, y = sheet.width * sheet.chance.uniform(0.3, 0.7), sheet.height * sheet.chance.uniform(0.84, 1.0)
    rays, reach = sheet.chance.choice((26, 32, 38, 44)), 2 * sheet.width
    colours = sheet.colours()
    turn = math.pi / rays
    for n in range(rays):
        start = 2 * math.pi * n / rays
        tips = [(x + reach * math.cos(a), y + reach * math.sin(a)) for a in (start, start + turn)]
        sheet.draw.polygon([(x, y), *tips], fill=mixed(sheet.ground, colours[0], 0.75 if n % 2 else 0.4))
    radius = sheet.height * sheet.chance.uniform(0.44, 0.56)
    for share, fill in zip((1.0, 0.8, 0.6, 0.4), [*colours[1:], sheet.ground] * 2, strict=False):
        sheet.disc(x, y, radius * share, fill)


def hills(sheet: Sheet) -> None:
    """Hills behind hills, a low sun, and on one of them a mast that speaks."""
    chance, colours = sheet.chance, sorted(sheet.colours(), key=sum, reverse=not sheet.dark)
    sun = sheet.width * chance.uniform(0.2, 0.8)
    for share in (3.4, 2.7, 2.0):
        radius = sheet.height * 0.09 * share
        sheet.disc(sun, sheet.height * 0.36, radius, mixed(sheet.ground, sheet.palette.hues[1], 1.25 - share / 3.6))
    tip = sheet.width * ((sun / sheet.width + 0.5) % 1.0 * 0.6 + 0.2)
    for level in range(5):
        if level == 2:
            _speaking_mast(sheet, tip)
        tint = mixed(sheet.palette.hues[1 + level % 3], sheet.palette.dark, level * 0.19)
        hill(sheet, top=sheet.height * (0.44 + 0.13 * level), fill=tint if colours else sheet.ink())


def _speaking_mast(sheet: Sheet, x: float) -> None:
    y = sheet.height * 0.24
    _mast(sheet, x, y, foot=sheet.height * 0.9, ink=sheet.ink())
    for n in (1, 2, 3):
        outer = sheet.unit * 6.5 * n
        box = (x - outer, y - outer, x + outer, y + outer)
        for middle in (0, 180):
            sheet.draw.arc(box, middle - 38, middle + 38, fill=sheet.ink(), width=round(sheet.unit * 1.3))


def hill(sheet: Sheet, *, top: float, fill: Colour) -> None:
    """One hill from edge to edge, from about `top` down."""
    phase, lift = sheet.chance.uniform(0, 6.3), sheet.height * sheet.chance.uniform(0.05, 0.09)
    bends = sheet.chance.uniform(0.7, 1.4)
    line = [
        (x, top + lift * math.sin(phase + bends * 2 * math.pi * x / sheet.width) + lift / 3 * math.sin(3 * phase + x / 190))
        for x in range(-20, sheet.width + 40, 20)
    ]
    sheet.draw.polygon([*line, (sheet.width + 40, sheet.height), (-20, sheet.height)], fill=fill)


def tiles(sheet: Sheet) -> None:
    """Tiles of quarter and half rounds, dots and echoes."""
    columns = sheet.chance.choice((4, 5, 6))
    side = sheet.width / columns
    for row in range(math.ceil(sheet.height / side)):
        for column in range(columns):
            _tile(sheet, column * side, row * side, side)


def _tile(sheet: Sheet, left: float, top: float, side: float) -> None:
    back, front, third = (sheet.colours() * 2)[:3]
    box = (left, top, left + side, top + side)
    sheet.draw.rectangle(box, fill=back)
    right, foot = sheet.chance.random() < 0.5, sheet.chance.random() < 0.5
    x, y = left + side * right, top + side * foot
    start = {(False, False): 0, (True, False): 90, (True, True): 180, (False, True): 270}[right, foot]
    kind = sheet.chance.choice(("echo", "echo", "quarter", "half", "dot", "leaf"))
    rounds = {"echo": (1.0, 0.75, 0.5, 0.25), "quarter": (1.0,), "half": (0.5,), "dot": (0.32,), "leaf": (1.0,)}[kind]
    for n, share in enumerate(rounds):
        fill = (front, back, third, back)[n]
        if kind in {"half", "dot"}:
            sheet.disc(left + side / 2, top + side / 2, side * share, front)
        else:
            reach = side * share
            sheet.draw.pieslice((x - reach, y - reach, x + reach, y + reach), start, start + 90, fill=fill)
    if kind == "half":
        sheet.draw.rectangle((left, top + side / 2, left + side, top + side), fill=third)
    if kind == "leaf":
        x, y = left + side * (not right), top + side * (not foot)
        sheet.draw.pieslice((x - side / 2, y - side / 2, x + side / 2, y + side / 2), start + 180, start + 270, fill=third)


def levels(sheet: Sheet) -> None:
    """The bars of a sound, mirrored as in water."""
    count = sheet.chance.choice((15, 19, 23))
    pitch = sheet.width / count
    colours = sheet.colours()[:3]
    phases = [sheet.chance.uniform(0, 6.3) for _ in range(3)]
    middle = sheet.height * 0.56
    for n in range(count):
        wave = sum(math.sin(phase + n * speed) for phase, speed in zip(phases, (0.45, 0.9, 1.7), strict=True)) / 3
        tall = sheet.height * (0.10 + 0.34 * abs(wave) + 0.10 * math.sin(math.pi * n / count))
        left, right = n * pitch + pitch * 0.16, (n + 1) * pitch - pitch * 0.16
        fill = colours[int(3 * min(0.99, tall / (sheet.height * 0.46)))]
        box = (left, middle - tall, right, middle + tall * 0.62)
        sheet.draw.rounded_rectangle(box, radius=(right - left) / 2, fill=fill)
        sheet.draw.rectangle((left, middle, right, middle + pitch * 0.14), fill=sheet.ground)


def dial(sheet: Sheet) -> None:
    """The half round dial of an old set, its needle on a station."""
    x, y, radius = sheet.width / 2, sheet.height * 1.02, sheet.height * 0.9
    colours = sheet.colours()
    for share, fill in zip((1.0, 0.86, 0.44, 0.16), (colours[0], colours[1], colours[0], colours[2 % len(colours)]), strict=True):
        sheet.disc(x, y, radius * share, fill)
    ink = sheet.palette.ink_on(colours[1])
    for n in range(61):
        angle = math.radians(180 + 3 * n)
        inner = 0.68 if n % 10 == 0 else 0.745 if n % 5 == 0 else 0.78
        points = [(x + radius * r * math.cos(angle), y + radius * r * math.sin(angle)) for r in (inner, 0.82)]
        sheet.draw.line(points, fill=ink, width=round(sheet.unit * (1.3 if n % 5 == 0 else 0.7)))
    angle = math.radians(sheet.chance.uniform(205, 335))
    needle = [(x, y), (x + radius * 0.94 * math.cos(angle), y + radius * 0.94 * math.sin(angle))]
    sheet.draw.line(needle, fill=sheet.palette.hues[0] if colours[1] != sheet.palette.hues[0] else ink, width=round(sheet.unit * 2))
    sheet.disc(x, y, radius * 0.16, colours[2 % len(colours)])


def record(sheet: Sheet) -> None:
    """A record, half out of the picture, and the shine on it."""
    x = sheet.width * sheet.chance.choice((0.2, 0.8))
    y, radius = sheet.height * sheet.chance.uniform(0.45, 0.6), sheet.height * sheet.chance.uniform(0.62, 0.7)
    black, hues = sheet.palette.dark, sheet.colours()
    if sheet.ground == black:
        sheet.draw.rectangle((0, 0, sheet.width, sheet.height), fill=sheet.palette.hues[1])
    for n in range(3):
        sheet.ring(x, y, radius * (1.16 + 0.2 * n), fill=mixed(sheet.ground, hues[0], 0.8), thick=sheet.unit * 3)
    sheet.disc(x, y, radius, black)
    for n in range(15):
        sheet.ring(x, y, radius * (0.44 + 0.036 * n), fill=mixed(black, sheet.palette.light, 0.17), thick=sheet.unit * 0.4)
    box = (x - radius * 0.97, y - radius * 0.97, x + radius * 0.97, y + radius * 0.97)
    for start in (205, 25):
        sheet.draw.pieslice(box, start, start + 26, fill=mixed(black, sheet.palette.light, 0.22))
    label = [hue for hue in sheet.palette.hues if hue != sheet.ground]
    for share, fill in ((0.38, label[0]), (0.27, label[1]), (0.24, label[0]), (0.035, sheet.palette.light)):
        sheet.disc(x, y, radius * share, fill)


def scales(sheet: Sheet) -> None:
    """Fans behind fans, as the sea is drawn on old cloth."""
    across = sheet.chance.choice((5, 6, 7))
    radius = sheet.width / across / 2 * 1.0
    inks = sheet.colours()
    sets = [(inks[n % len(inks)], inks[(n + 1) % len(inks)]) for n in range(3)]
    for row in range(-1, math.ceil(sheet.height / radius * 2) + 2):
        for column in range(-1, across + 1):
            x = column * 2 * radius + (radius if row % 2 else 0) + radius
            outer, inner = sets[sheet.chance.choice((0, 0, 1, 2))]
            fills = (sheet.ground, outer, sheet.ground, inner, sheet.ground, outer)
            for share, fill in zip((1.0, 0.93, 0.74, 0.66, 0.44, 0.36), fills, strict=True):
                sheet.disc(x, row * radius / 2 + radius, radius * share, fill)


def signals(sheet: Sheet) -> None:
    """Lines of a signal, one before the other, like a range of hills."""
    lines, colours = sheet.chance.choice((14, 17, 20)), sheet.colours()
    centre, spread = sheet.chance.uniform(0.38, 0.62), sheet.chance.uniform(0.13, 0.2)
    gap = sheet.height * 0.68 / lines
    for n in range(lines):
        base = sheet.height * 0.3 + n * gap
        bumps = [
            (sheet.chance.gauss(centre, spread * 0.6), sheet.chance.uniform(0.012, 0.035), sheet.chance.uniform(0.5, 2.3))
            for _ in range(9)
        ]
        line = [(x, base - gap * _rise(x / sheet.width, bumps)) for x in range(-20, sheet.width + 30, 10)]
        sheet.draw.polygon([*line, (sheet.width + 30, base + gap * 3), (-20, base + gap * 3)], fill=sheet.ground)
        fill = colours[min(len(colours) - 1, n * 3 // lines)]
        sheet.draw.line(line, fill=fill, width=round(sheet.unit * 1.05), joint="curve")


def _rise(at: float, bumps: list[tuple[float, float, float]]) -> float:
    return sum(high * math.exp(-(((at - middle) / wide) ** 2)) for middle, wide, high in bumps)


def portable(sheet: Sheet) -> None:
    """A portable set with its handle and aerial, playing."""
    chance, unit = sheet.chance, sheet.unit
    body, face, knob = _three(sheet)
    wide, tall = sheet.height * 1.06, sheet.height * 0.52
    left, top = (sheet.width - wide) / 2, sheet.height * 0.36
    lean = chance.choice((-1, 1))
    foot = (left + wide / 2 + lean * wide * 0.38, top + unit * 4)
    tip = (foot[0] - lean * wide * 0.42, sheet.height * 0.1)
    for n in (1, 2, 3, 4, 5):
        sheet.ring(*tip, n * unit * 9, fill=mixed(sheet.ground, knob, 0.75 - n * 0.1), thick=unit * 1.8)
    sheet.draw.line((*foot, *tip), fill=sheet.ink(), width=round(unit * 1.3))
    sheet.disc(*tip, unit * 2, sheet.ink())
    box = (left, top, left + wide, top + tall)
    sheet.draw.rounded_rectangle(box, radius=unit * 8, fill=body)
    _loudspeaker(sheet, left + tall * 0.5, top + tall * 0.5, tall * 0.38, face=face, hole=body)
    _scale(sheet, (left + tall * 1.02, top + tall * 0.16, left + wide - tall * 0.14, top + tall * 0.46), face=face, needle=knob)
    for n in range(3):
        x = left + tall * 1.14 + n * (wide - tall * 1.4) / 2
        sheet.disc(x, top + tall * 0.7, tall * 0.105, face)
        sheet.disc(x, top + tall * 0.7, tall * 0.06, knob)


def _three(sheet: Sheet) -> tuple[Colour, Colour, Colour]:
    """Three colours that part from the ground and from each other."""
    body = max(sheet.palette.hues, key=lambda hue: contrast(hue, sheet.ground))
    face = max((sheet.palette.light, sheet.palette.dark), key=lambda hue: contrast(hue, body))
    knob = max((hue for hue in sheet.palette.hues if hue != body), key=lambda hue: contrast(hue, face))
    return body, face, knob


def _loudspeaker(sheet: Sheet, x: float, y: float, radius: float, *, face: Colour, hole: Colour) -> None:
    sheet.disc(x, y, radius, face)
    for ring in range(1, 6):
        for n in range(6 * ring):
            angle = 2 * math.pi * n / (6 * ring)
            reach = radius * 0.16 * ring
            sheet.disc(x + reach * math.cos(angle), y + reach * math.sin(angle), radius * 0.045, hole)
    sheet.disc(x, y, radius * 0.045, hole)


def _scale(sheet: Sheet, box: tuple[float, float, float, float], *, face: Colour, needle: Colour) -> None:
    left, top, right, foot = box
    sheet.draw.rounded_rectangle(box, radius=sheet.unit * 2.4, fill=face)
    ink = sheet.palette.ink_on(face)
    for n in range(1, 20):
        x = left + (right - left) * n / 20
        high = 0.5 if n % 5 == 0 else 0.3
        sheet.draw.line((x, foot, x, foot - (foot - top) * high), fill=ink, width=round(sheet.unit * 0.5))
    x = left + (right - left) * sheet.chance.uniform(0.2, 0.8)
    sheet.draw.line((x, top, x, foot), fill=needle, width=round(sheet.unit * 1.2))


MOTIFS: tuple[Motif, ...] = (ripples, sunburst, hills, tiles, levels, dial, record, scales, signals, portable)
