import json

import pytest

from broadcast.media.package import Loudness
from broadcast.media.units import Dbtp, Lufs, Seconds
from broadcast.transcode.curve import Curve, curve_of, loudest_places, loudness_json, with_maxima

FIGURES = Loudness(Lufs(-20.0), Dbtp(-3.0), 5.0)


def test_a_listing_is_read() -> None:
    lines = [
        line
        for number in range(2)
        for line in (
            f"frame:{number}    pts:{number * 4800}    pts_time:{number / 10}",
            f"lavfi.r128.M={-20 - number}",
            f"lavfi.r128.S={-30 - number}",
            "lavfi.r128.I=-70.000",
        )
    ]
    curve = curve_of(lines)
    assert (list(curve.momentary), list(curve.short_term)) == ([-20.0, -21.0], [-30.0, -31.0])


@pytest.mark.parametrize(
    ("media", "momentary", "short_term"), [(10.0, -12.0, -15.0), (1.0, -12.0, None), (0.3, None, None)]
)
def test_a_piece_has_the_maxima_of_the_windows_it_fills(
    media: float, momentary: float | None, short_term: float | None
) -> None:
    found = with_maxima(FIGURES, Curve([-20.0, -12.0], [-15.0, -16.0]), media=Seconds(media))
    assert (found.momentary_max, found.short_term_max) == (momentary, short_term)


def test_excerpts_are_the_loudest_of_equal_parts() -> None:
    values = [-30.0] * 200
    values[70] = values[199] = -10.0
    found = loudest_places(Curve(values, values), count=2, length=Seconds(3.0))
    assert list(found) == pytest.approx([4.1, 17.0])
    assert loudest_places(Curve(values[:50], values[:50]), count=2, length=Seconds(3.0)) == ()


def test_the_curve_of_a_long_piece_has_a_value_a_second() -> None:
    before = Curve([-30.0] * 900, [-25.04] * 900)
    after = Curve([-20.0] * 900, [-16.0] * 895 + [-90.0] * 5)
    told = json.loads(loudness_json(before, after, outputs={"mp3": FIGURES}))
    assert told["seconds"] == 1.0
    assert told["before"] == [-25.0] * 90
    assert told["after"] == [-16.0] * 90
    assert told["outputs"]["mp3"]["integrated"] == -20.0


def test_the_curve_of_a_virgule_has_ten() -> None:
    told = json.loads(loudness_json(Curve([-30.0] * 5, [-60.0] * 5), Curve([], []), outputs={}))
    assert (told["seconds"], told["before"], told["after"]) == (0.1, [-30.0] * 5, [])
