"""Motifs of things: the dial of an old set, a record, a portable."""

import math

from broadcast.transcode.pictures.palettes import Colour, contrast, mixed
from broadcast.transcode.pictures.sheet import Sheet


def dial(sheet: Sheet) -> None:
    """The half round dial of an old set, its needle on a station."""
    x, y, radius = sheet.width / 2, sheet.height * 1.02, sheet.height * 0.9
    colours = sheet.colours()
    for share, fill in zip(
        (1.0, 0.86, 0.44, 0.16), (colours[0], colours[1], colours[0], colours[2 % len(colours)]), strict=True
    ):
        sheet.disc(x, y, radius * share, fill)
    ink = sheet.palette.ink_on(colours[1])
    for n in range(61):
        angle = math.radians(180 + 3 * n)
        inner = 0.68 if n % 10 == 0 else 0.745 if n % 5 == 0 else 0.78
        points = [(x + radius * r * math.cos(angle), y + radius * r * math.sin(angle)) for r in (inner, 0.82)]
        sheet.draw.line(points, fill=ink, width=round(sheet.unit * (1.3 if n % 5 == 0 else 0.7)))
    angle = math.radians(sheet.chance.uniform(205, 335))
    needle = [(x, y), (x + radius * 0.94 * math.cos(angle), y + radius * 0.94 * math.sin(angle))]
    sheet.draw.line(
        needle,
        fill=sheet.palette.hues[0] if colours[1] != sheet.palette.hues[0] else ink,
        width=round(sheet.unit * 2),
    )
    sheet.disc(x, y, radius * 0.16, colours[2 % len(colours)])


def record(sheet: Sheet) -> None:
    """A record, half out of the picture, and the shine on it."""
    x = sheet.width * sheet.chance.choice((0.2, 0.8))
    y, radius = sheet.height * sheet.chance.uniform(0.45, 0.6), sheet.height * sheet.chance.uniform(0.62, 0.7)
    black, hues = sheet.palette.dark, sheet.colours()
    if sheet.ground == black:
        sheet.draw.rectangle((0, 0, sheet.width, sheet.height), fill=sheet.palette.hues[1])
    for n in range(3):
        sheet.ring(
            x, y, radius * (1.16 + 0.2 * n), fill=mixed(sheet.ground, hues[0], 0.8), thick=sheet.unit * 3
        )
    sheet.disc(x, y, radius, black)
    for n in range(15):
        sheet.ring(
            x,
            y,
            radius * (0.44 + 0.036 * n),
            fill=mixed(black, sheet.palette.light, 0.17),
            thick=sheet.unit * 0.4,
        )
    box = (x - radius * 0.97, y - radius * 0.97, x + radius * 0.97, y + radius * 0.97)
    for start in (205, 25):
        sheet.draw.pieslice(box, start, start + 26, fill=mixed(black, sheet.palette.light, 0.22))
    label = [hue for hue in sheet.palette.hues if hue != sheet.ground]
    for share, fill in ((0.38, label[0]), (0.27, label[1]), (0.24, label[0]), (0.035, sheet.palette.light)):
        sheet.disc(x, y, radius * share, fill)


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
    _scale(
        sheet,
        (left + tall * 1.02, top + tall * 0.16, left + wide - tall * 0.14, top + tall * 0.46),
        face=face,
        needle=knob,
    )
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
