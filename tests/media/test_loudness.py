import pytest

from broadcast.media.loudness import Treatment, after_encoding, first_treatment, is_silent
from broadcast.media.package import Loudness
from broadcast.media.units import Dbtp, Lufs, Seconds

MINUTE = Seconds(60.0)


def heard(integrated: float | None, peak: float | None) -> Loudness:
    return Loudness(
        None if integrated is None else Lufs(integrated), None if peak is None else Dbtp(peak), 3.0
    )


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        pytest.param(heard(-20.0, -10.0), Treatment(4.0), id="one gain, no limiter"),
        pytest.param(heard(-12.0, 0.5), Treatment(-4.0), id="turned down"),
        pytest.param(heard(None, None), Treatment(0.0), id="silence is left alone"),
        pytest.param(heard(-65.0, -50.0), Treatment(0.0), id="near-silence too"),
    ],
)
def test_what_a_piece_needs(source: Loudness, wanted: Treatment) -> None:
    assert first_treatment(source, length=MINUTE) == wanted


def test_a_peak_that_would_pass_the_ceiling_is_limited() -> None:
    found = first_treatment(heard(-25.0, -3.0), length=MINUTE)
    assert found.gain_db == pytest.approx(9.0)
    assert found.ceiling is not None
    assert found.ceiling < -1.0


def test_a_good_output_needs_nothing_more() -> None:
    done = after_encoding(Treatment(4.0), main=heard(-16.2, -2.0), peaks=[Dbtp(-2.0), Dbtp(-1.2)])
    assert done is None


def test_a_peak_over_the_ceiling_lowers_it() -> None:
    better = after_encoding(Treatment(4.0), main=heard(-16.0, -0.4), peaks=[Dbtp(-0.4)])
    assert better is not None
    assert better.ceiling is not None
    assert better.ceiling < -1.6


def test_silence_has_no_figure() -> None:
    assert is_silent(heard(None, -90.0))
    assert not is_silent(heard(-47.5, -33.0))
