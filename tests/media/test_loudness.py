import pytest

from broadcast.media.loudness import (
    Correction,
    Treatment,
    after_encoding,
    after_limiting,
    first_treatment,
    is_silent,
    rehearsed,
)
from broadcast.media.package import Loudness
from broadcast.media.units import Dbtp, Lufs, Seconds

MINUTE = Seconds(60.0)


def heard(integrated: float | None, peak: float | None) -> Loudness:
    return Loudness(
        None if integrated is None else Lufs(integrated), None if peak is None else Dbtp(peak), 3.0
    )


LEFT_ALONE = Treatment(0.0, most_gain_db=0.0)
GOOD = heard(-16.1, -2.0)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        pytest.param(heard(-20.0, -10.0), Treatment(4.0), id="one gain, no limiter"),
        pytest.param(heard(-12.0, 0.5), Treatment(-4.0), id="turned down"),
        pytest.param(heard(None, None), LEFT_ALONE, id="silence is left alone"),
        pytest.param(heard(-65.0, -50.0), LEFT_ALONE, id="near-silence too"),
    ],
)
def test_what_a_piece_needs(source: Loudness, wanted: Treatment) -> None:
    assert first_treatment(source, length=MINUTE) == wanted


def test_a_peak_that_would_pass_the_ceiling_is_limited() -> None:
    found = first_treatment(heard(-25.0, -3.0), length=MINUTE)
    assert found == Treatment(9.0, Dbtp(-2.0))


def test_a_quarter_of_a_decibel_is_given_up_rather_than_limited() -> None:
    found = first_treatment(heard(-20.0, -5.05), length=MINUTE)
    assert found.gain_db == pytest.approx(3.75)
    assert found.ceiling is None


def test_a_click_is_limited_by_three_decibels_at_most() -> None:
    found = first_treatment(heard(-34.5, -5.7), length=Seconds(0.01))
    assert found.gain_db == pytest.approx(6.7)
    assert (found.ceiling, found.may_rise) == (-2.0, False)


def test_an_excerpt_tells_what_each_encoder_takes_away() -> None:
    after = {"a128": heard(-16.7, -5.0), "a48": heard(-18.0, -6.0), "mp3": heard(-16.1, -5.0)}
    found = rehearsed(Treatment(4.0), before=heard(-16.0, None), after=after)
    assert found.trims_db == {"a128": pytest.approx(0.7), "a48": pytest.approx(2.0)}


def test_good_outputs_need_nothing_more() -> None:
    assert after_encoding(Treatment(4.0), {"a128": heard(-16.2, -2.0), "mp3": heard(-16.0, -1.2)}) is None


def test_only_the_output_that_is_off_is_made_anew() -> None:
    found = after_encoding(Treatment(4.0), {"a128": GOOD, "a48": heard(-18.0, -6.0)})
    assert found == Correction(Treatment(4.0, trims_db={"a48": 2.0}), frozenset({"a48"}))


def test_a_peak_a_little_over_is_turned_down() -> None:
    found = after_encoding(Treatment(4.0), {"a128": GOOD, "mp3": heard(-16.0, -0.8)})
    assert found is not None
    assert found.outputs == {"mp3"}
    assert found.treatment.ceiling is None
    assert found.treatment.trims_db["mp3"] == pytest.approx(-0.3)


def test_a_peak_far_over_lowers_the_ceiling_for_that_output() -> None:
    found = after_encoding(Treatment(4.0), {"a128": heard(-16.0, -0.2), "mp3": GOOD})
    assert found is not None
    assert found.outputs == {"a128"}
    assert found.treatment.ceiling == pytest.approx(-2.1)


def test_what_needs_more_than_its_peaks_allow_is_limited() -> None:
    found = after_encoding(Treatment(4.0), {"a128": GOOD, "a48": heard(-18.0, -2.0)})
    assert found is not None
    assert found.treatment.trims_db == {"a48": 2.0}
    assert found.treatment.ceiling == pytest.approx(-2.3)


def test_near_silence_is_never_raised_afterwards() -> None:
    assert after_encoding(LEFT_ALONE, {"a128": heard(-65.0, -50.0)}) is None


def test_what_the_limiter_took_is_given_back_and_a_little_more() -> None:
    found = after_limiting(Treatment(9.0, Dbtp(-2.0)), heard(-17.0, None))
    assert found is not None
    assert found.gain_db == pytest.approx(10.35)
    assert after_limiting(Treatment(9.0, Dbtp(-2.0)), heard(-16.1, None)) is None


def test_a_little_is_made_up_for_behind_the_limiter() -> None:
    found = after_limiting(Treatment(9.0, Dbtp(-2.0)), heard(-16.4, None))
    assert found is not None
    assert found.gain_db == 9.0
    assert found.makeup_db == pytest.approx(0.4)
    assert found.whole_gain_db == pytest.approx(9.4)


def test_silence_has_no_figure() -> None:
    assert is_silent(heard(None, -90.0))
    assert not is_silent(heard(-47.5, -33.0))
