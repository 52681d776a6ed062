import math
from array import array
from random import Random

import pytest

from broadcast.media.units import Seconds
from broadcast.transcode.lows import lows_of
from broadcast.transcode.measure import Window
from broadcast.transcode.recipe import LOW_RATE

SECONDS = 20
WINDOWS = [Window(Seconds(n / 10), left=-30.0, right=-30.0, phase=1.0) for n in range(SECONDS * 10)]


def sound(*sines: tuple[float, float], noise: float = 0.0, offset: float = 0.0) -> "array[int]":
    """Sines of (Hz, amplitude) with noise, at the listing's rate."""
    dice = Random(7)  # noqa: S311  # noise, not a secret
    return array(
        "h",
        (
            round(
                32_767
                * (
                    offset
                    + sum(height * math.sin(2 * math.pi * hertz * at / LOW_RATE) for hertz, height in sines)
                    + noise * dice.uniform(-1, 1)
                )
            )
            for at in range(SECONDS * LOW_RATE)
        ),
    )


@pytest.mark.parametrize("mains", [50, 60])
def test_a_hum_is_found_with_its_level(mains: int) -> None:
    found = lows_of(sound((mains, 0.02), (2 * mains, 0.01), (3 * mains, 0.01), noise=0.003), WINDOWS).hum
    assert found is not None
    assert found.hertz == mains
    assert found.level == pytest.approx(20 * math.log10(0.02 / math.sqrt(2)) + 1.76, abs=0.5)


@pytest.mark.parametrize(
    "samples",
    [
        pytest.param(sound(noise=0.05), id="noise"),
        pytest.param(sound((49.0, 0.05), (98.0, 0.05), (147.0, 0.05), noise=0.003), id="the note G"),
        pytest.param(sound((50.0, 0.02), noise=0.003), id="one line is no hum"),
    ],
)
def test_what_is_no_hum_is_not_called_one(samples: "array[int]") -> None:
    assert lows_of(samples, WINDOWS).hum is None


def test_noise_is_flat_and_notes_are_not() -> None:
    noise, notes = (
        lows_of(sound(noise=0.05), WINDOWS),
        lows_of(sound((90, 0.1), (180, 0.1), (350, 0.1), noise=0.0005), WINDOWS),
    )
    assert noise.flatness is not None
    assert notes.flatness is not None
    assert noise.flatness > 0.85
    assert notes.flatness < 0.75


def test_an_offset_is_a_share_of_full_scale() -> None:
    assert lows_of(sound((200, 0.1), offset=0.03), WINDOWS).offset == pytest.approx(0.03, abs=0.001)


def test_what_is_too_short_tells_only_its_offset() -> None:
    found = lows_of(sound(noise=0.01)[:LOW_RATE], WINDOWS[:10])
    assert (found.hum, found.flatness) == (None, None)
    assert lows_of(array("h"), ()).offset == 0.0
