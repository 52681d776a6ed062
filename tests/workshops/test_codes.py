from math import exp

from hypothesis import given
from hypothesis import strategies as st

from broadcast.workshops.codes import (
    ALPHABET,
    DEPOSIT_SIGNS,
    WORKSHOP_SIGNS,
    bits_of,
    code_of,
    lookup_of,
    read_code,
    spelt,
)
from broadcast.workshops.patience import WRONG_IN_ALL

KEY = b"the station's own secret"
KEYS = st.binary(min_size=16, max_size=48)
SIGNS = st.sampled_from([WORKSHOP_SIGNS, DEPOSIT_SIGNS])


@given(nonce=st.binary(min_size=16, max_size=16), key=KEYS, signs=SIGNS)
def test_a_code_is_read_however_it_is_typed(nonce: bytes, key: bytes, signs: int) -> None:
    code = code_of(nonce, key=key, signs=signs)
    assert len(code) == signs
    assert code == code_of(nonce, key=key, signs=signs)
    for typed in (code, spelt(code), code.lower(), f"  {' '.join(code)} ", spelt(code).replace("-", " – ")):
        assert read_code(typed) == code


def test_no_two_signs_look_alike_and_a_twin_is_taken_for_the_one_that_is_meant() -> None:
    assert len(set(ALPHABET)) == 25
    for alike in ("0OQ", "1IL", "2Z", "5S", "6G", "8B", "UV"):
        assert len(set(alike) & set(ALPHABET)) <= 1
    assert read_code("zsgb-uuuu") == "2568VVVV"


def test_what_is_no_code_is_none() -> None:
    for typed in ("", "23456", "2345678A9", "0123 4567", "<script>", "É3456789", "2" * 4000):
        assert read_code(typed) == ""


def test_codes_use_every_sign_alike_often() -> None:
    drawn = "".join(code_of(bytes([one, two]), key=KEY, signs=12) for one in range(64) for two in range(64))
    expected = len(drawn) / len(ALPHABET)
    assert all(abs(drawn.count(sign) - expected) < 0.15 * expected for sign in ALPHABET)


def test_another_secret_gives_another_code_and_another_lookup() -> None:
    assert code_of(b"n", key=KEY, signs=8) != code_of(b"n", key=b"another", signs=8)
    assert lookup_of("K7MP3XRT", key=KEY) != lookup_of("K7MP3XRT", key=b"another")
    assert len(lookup_of("K7MP3XRT", key=KEY)) == 64


def test_trying_at_the_fastest_that_is_let_through_finds_nothing() -> None:
    """The figures that `patience` tells."""
    a_second = WRONG_IN_ALL.most / WRONG_IN_ALL.within.total_seconds()

    def chance(*, bits: float, seconds: float, codes: int) -> float:
        return 1 - exp(-a_second * seconds * codes / 2**bits)

    assert 37.1 < bits_of(WORKSHOP_SIGNS) < 37.2
    assert 55.7 < bits_of(DEPOSIT_SIGNS) < 55.8
    assert chance(bits=bits_of(WORKSHOP_SIGNS), seconds=12 * 3600, codes=10) < 1 / 350_000
    assert chance(bits=bits_of(DEPOSIT_SIGNS), seconds=365 * 86_400, codes=1_000_000) < 1 / 1_800
