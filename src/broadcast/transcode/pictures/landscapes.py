"""Motifs of the open air: waves around a mast, a rising sun, hills, the sea of old cloth."""

import math
from itertools import cycle

from broadcast.transcode.pictures.palettes import Colour, mixed
from broadcast.transcode.pictures.sheet import Sheet, draw_mast

_MAST_HILL = 2  # the first hill in front of the mast


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
    draw_mast(sheet, x, y, foot=sheet.height * 1.02, ink=sheet.palette.dark)


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
        sheet.disc(
            sun, sheet.height * 0.36, radius, mixed(sheet.ground, sheet.palette.hues[1], 1.25 - share / 3.6)
        )
    tip = sheet.width * ((sun / sheet.width + 0.5) % 1.0 * 0.6 + 0.2)
    for level in range(5):
        if level == _MAST_HILL:
            _speaking_mast(sheet, tip)
        tint = mixed(sheet.palette.hues[1 + level % 3], sheet.palette.dark, level * 0.19)
        hill(sheet, top=sheet.height * (0.44 + 0.13 * level), fill=tint if colours else sheet.ink())


def _speaking_mast(sheet: Sheet, x: float) -> None:
    y = sheet.height * 0.24
    draw_mast(sheet, x, y, foot=sheet.height * 0.9, ink=sheet.ink())
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
        (
            x,
            top
            + lift * math.sin(phase + bends * 2 * math.pi * x / sheet.width)
            + lift / 3 * math.sin(3 * phase + x / 190),
        )
        for x in range(-20, sheet.width + 40, 20)
    ]
    sheet.draw.polygon([*line, (sheet.width + 40, sheet.height), (-20, sheet.height)], fill=fill)


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
