"""Words are found without their accents, and with a slip of the finger in them."""

from hypothesis import given
from hypothesis import strategies as st

from broadcast.library.finding.words import (
    folded,
    in_passages,
    is_one_slip_apart,
    slips_of,
    with_marks,
    words_asked,
    words_in,
)

WORDS = st.text(alphabet="abcdeé", min_size=4, max_size=10).map(folded)


def test_accents_case_and_ligatures_make_no_difference() -> None:
    assert words_in("L’Œuvre d'Élodie, à GUÉRANDE !") == ["oeuvre", "elodie", "guerande"]
    assert words_in("Fañch ha Naïg") == ["fanch", "naig"]
    assert words_in("le 5 mai 2026") == ["5", "mai", "2026"]


def test_small_words_are_looked_for_only_when_there_are_no_others() -> None:
    assert words_asked("la nuit de la nuit", most=6) == ["nuit"]
    assert words_asked("de la", most=6) == ["de", "la"]
    assert words_asked("un deux trois quatre", most=2) == ["deux", "trois"]
    assert words_asked("?!", most=6) == []


def slipped(word: str, *, place: int, sign: str, how: str) -> str:
    at = place % len(word)
    return {
        "left out": word[:at] + word[at + 1 :],
        "added": word[:at] + sign + word[at:],
        "changed": word[:at] + sign + word[at + 1 :],
        "swapped": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[how]


@given(
    WORDS, st.integers(0, 20), st.sampled_from("abcxyz"),
    st.sampled_from(["left out", "added", "changed", "swapped"]),
)  # fmt: skip
def test_one_slip_is_forgiven_both_ways_and_found_by_its_traces(
    word: str, place: int, sign: str, how: str
) -> None:
    other = slipped(word, place=place, sign=sign, how=how)
    assert is_one_slip_apart(word, other)
    assert is_one_slip_apart(other, word)
    if min(len(word), len(other)) >= 4:
        assert set(slips_of(word)) & set(slips_of(other))


def test_two_slips_are_another_word() -> None:
    assert not is_one_slip_apart("phare", "phrase")
    assert not is_one_slip_apart("port", "pots")
    assert not is_one_slip_apart("abcd", "dcba")
    assert slips_of("mer") == ["mer"]


@given(st.text(max_size=80), st.sets(st.text(alphabet="abcdé", min_size=1, max_size=5).map(folded)))
def test_marking_loses_nothing(text: str, words: set[str]) -> None:
    assert "".join(part for part, _ in with_marks(text, words)) == text


def test_the_words_that_were_looked_for_are_marked() -> None:
    assert list(with_marks("Le Phàre, au port.", {"phare", "port"})) == [
        ("Le ", False), ("Phàre", True), (", au ", False), ("port", True), (".", False)
    ]  # fmt: skip


def test_passages_begin_where_their_first_words_do() -> None:
    told = [(0.0, "a" * 100), (4.0, "b\nb"), (8.0, "c" * 150), (None, "d")]
    assert list(in_passages(told, longest=200)) == [
        (0.0, "a" * 100 + " b b"), (8.0, "c" * 150 + " d")
    ]  # fmt: skip
    assert list(in_passages([], longest=200)) == []
