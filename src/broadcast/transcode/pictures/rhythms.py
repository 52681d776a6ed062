"""Motifs of repetition: tiles, the bars of a sound, the lines of a signal."""

import math

from broadcast.transcode.pictures.sheet import Sheet

_EVEN = 0.5
_SLIVER = 0.3  # of a tile: a last row cut lower than that looks like a mistake


def tiles(sheet: Sheet) -> None:
    """Tiles of quarter and half rounds, dots and echoes."""
    columns = sheet.chance.choice(_even_columns(sheet))
    side = sheet.width / columns
    for row in range(math.ceil(sheet.height / side)):
        for column in range(columns):
            _tile(sheet, column * side, row * side, side)


def _even_columns(sheet: Sheet) -> list[int]:
    """How many tiles may stand side by side so that the last row is not a sliver."""
    rows = {columns: sheet.height * columns / sheet.width for columns in (4, 5, 6, 7)}
    return [columns for columns, high in rows.items() if high % 1 >= _SLIVER] or [5]


def _tile(sheet: Sheet, left: float, top: float, side: float) -> None:
    back, front, third = (sheet.colours() * 2)[:3]
    box = (left, top, left + side, top + side)
    sheet.draw.rectangle(box, fill=back)
    right, foot = sheet.chance.random() < _EVEN, sheet.chance.random() < _EVEN
    x, y = left + side * right, top + side * foot
    start = {(False, False): 0, (True, False): 90, (True, True): 180, (False, True): 270}[right, foot]
    kind = sheet.chance.choice(("echo", "echo", "quarter", "half", "dot", "leaf"))
    rounds = {
        "echo": (1.0, 0.75, 0.5, 0.25),
        "quarter": (1.0,),
        "half": (0.5,),
        "dot": (0.32,),
        "leaf": (1.0,),
    }[kind]
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
        sheet.draw.pieslice(
            (x - side / 2, y - side / 2, x + side / 2, y + side / 2), start + 180, start + 270, fill=third
        )


def levels(sheet: Sheet) -> None:
    """The bars of a sound, mirrored as in water."""
    count = sheet.chance.choice((15, 19, 23))
    pitch = sheet.width / count
    colours = sheet.colours()[:3]
    phases = [sheet.chance.uniform(0, 6.3) for _ in range(3)]
    middle = sheet.height * 0.56
    for n in range(count):
        wave = (
            sum(math.sin(phase + n * speed) for phase, speed in zip(phases, (0.45, 0.9, 1.7), strict=True))
            / 3
        )
        tall = sheet.height * (0.10 + 0.34 * abs(wave) + 0.10 * math.sin(math.pi * n / count))
        left, right = n * pitch + pitch * 0.16, (n + 1) * pitch - pitch * 0.16
        fill = colours[int(3 * min(0.99, tall / (sheet.height * 0.46)))]
        box = (left, middle - tall, right, middle + tall * 0.62)
        sheet.draw.rounded_rectangle(box, radius=(right - left) / 2, fill=fill)
        sheet.draw.rectangle((left, middle, right, middle + pitch * 0.14), fill=sheet.ground)


def signals(sheet: Sheet) -> None:
    """Lines of a signal, one before the other, like a range of hills."""
    lines, colours = sheet.chance.choice((14, 17, 20)), sheet.colours()
    centre, spread = sheet.chance.uniform(0.38, 0.62), sheet.chance.uniform(0.13, 0.2)
    gap = sheet.height * 0.68 / lines
    for n in range(lines):
        base = sheet.height * 0.3 + n * gap
        bumps = [
            (
                sheet.chance.gauss(centre, spread * 0.6),
                sheet.chance.uniform(0.012, 0.035),
                sheet.chance.uniform(0.5, 2.3),
            )
            for _ in range(9)
        ]
        line = [(x, base - gap * _rise(x / sheet.width, bumps)) for x in range(-20, sheet.width + 30, 10)]
        sheet.draw.polygon(
            [*line, (sheet.width + 30, base + gap * 3), (-20, base + gap * 3)], fill=sheet.ground
        )
        fill = colours[min(len(colours) - 1, n * 3 // lines)]
        sheet.draw.line(line, fill=fill, width=round(sheet.unit * 1.05), joint="curve")


def _rise(at: float, bumps: list[tuple[float, float, float]]) -> float:
    return sum(high * math.exp(-(((at - middle) / wide) ** 2)) for middle, wide, high in bumps)
