"""Colours that go together, and whether words on them can be read (WCAG 2.2 §1.4.3)."""

from dataclasses import dataclass

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255 (sRGB)."""

READABLE = 4.5
"""The contrast asked of ordinary words (WCAG AA)."""

EASY = 7.0
"""The contrast asked of a title (WCAG AAA)."""


@dataclass(frozen=True, slots=True)
class Palette:
    """A dark, a light and four hues between them, warmest first."""

    dark: Colour
    light: Colour
    hues: tuple[Colour, Colour, Colour, Colour]

    def ink_on(self, ground: Colour) -> Colour:
        """The palette's dark or light, whichever reads best on `ground`."""
        return max(self.light, self.dark, key=lambda ink: contrast(ink, ground))

    def grounds(self) -> tuple[Colour, ...]:
        """The colours a title is easy to read on."""
        every = (self.dark, self.light, *self.hues)
        return tuple(ground for ground in every if contrast(self.ink_on(ground), ground) >= EASY)


def colour(text: str) -> Colour:
    """A colour from six hex digits."""
    red, green, blue = bytes.fromhex(text)
    return red, green, blue


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of `other` in `one`, from 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def luminance(of: Colour) -> float:
    """The relative luminance, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(part / 255) for part in of)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_LINEAR_BELOW = 0.04045


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4)


def _palette(dark: str, light: str, *hues: str) -> Palette:
    one, two, three, four = map(colour, hues)
    return Palette(colour(dark), colour(light), (one, two, three, four))


PALETTES = (
    _palette("12343b", "f9ecd2", "d9634a", "e9b872", "5f9ea0", "2d6a73"),  # spray
    _palette("232946", "fbf3e4", "e8473f", "f5a742", "8fa6c9", "4a5f93"),  # lighthouse
    _palette("1d3b2a", "fdf4d7", "dd6b20", "f2bd1d", "9db655", "3f7d4e"),  # gorse
    _palette("2c1a3f", "fdebd6", "f0654f", "f9a66c", "c06a96", "6d4488"),  # evening
    _palette("3b1814", "fbf0e0", "cc452c", "ec9440", "f4cb80", "5e8578"),  # brick
    _palette("1c2855", "f6eef8", "e2719d", "f6c85f", "93b1e6", "4f63bd"),  # hydrangea
    _palette("3a2411", "fff2da", "c9571f", "f3b23e", "a9a45a", "8a4a24"),  # cider
    _palette("0f312c", "f0f4df", "dc5f3d", "eaae45", "8fc0a1", "2f8070"),  # kelp
    _palette("4b1026", "fff1e6", "e63b53", "ff9160", "ffca72", "7f9fac"),  # strawberry
    _palette("22303b", "f5f1e8", "d9693f", "ebb955", "a9c1bf", "557887"),  # slate
    _palette("2e2534", "f8eedd", "d98a55", "f0cb90", "95b3a5", "8c6480"),  # buckwheat
    _palette("191716", "fff5df", "e8590c", "f5ab00", "c9bfa5", "b3202a"),  # embroidery
)
