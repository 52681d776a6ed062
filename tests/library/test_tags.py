"""Tags as they are typed, and their addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.errors import InvalidError
from broadcast.library.tags import Tags, address_word, read_day, read_tags, without_people, write_day


def test_names_are_read_once_each_as_they_were_first_written() -> None:
    told = read_tags(
        places=" Recouvrance,recouvrance ; Le  Port\nLe port", people="Anaïs L., Léo", keywords="#mer",
        happened="12/07/1944",
    )  # fmt: skip
    assert told == Tags(
        places=("Recouvrance", "Le Port"),
        people=("Anaïs L.", "Léo"),
        keywords=("mer",),
        happened="1944-07-12",
    )
    assert Tags.of_kept(told.as_kept()) == told
    assert read_tags().as_kept() == {}
    assert without_people(told, ["ANAIS L."]).people == ("Léo",)


@pytest.mark.parametrize(
    ("name", "word"),
    [("Île de Sein", "ile-de-sein"), ("Sœur Anne", "soeur-anne"), ("C’hoari", "c-hoari"), ("محمد", "محمد"),
     ("東京", "東京"), ("Kerros (rive droite)", "kerros-rive-droite")],
)  # fmt: skip
def test_an_address_is_of_folded_words_in_whatever_script(name: str, word: str) -> None:
    assert address_word(name) == word


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("1944", "1944"), ("07/1944", "1944-07"), ("2/7/1944", "1944-07-02"),
     ("2.7.1944", "1944-07-02"),
     ("1944-07", "1944-07"), ("1944-07-02", "1944-07-02"), (" 29/02/2024 ", "2024-02-29")],
)  # fmt: skip
def test_a_day_a_month_or_a_year(typed: str, kept: str) -> None:
    assert read_day(typed) == kept
    assert read_day(write_day(kept)) == kept


@pytest.mark.parametrize("typed", ["hier", "29/02/2026", "31/04/2026", "13/2026", "44", "0000", "1/2/3/2026"])
def test_what_is_no_date_is_said(typed: str) -> None:
    with pytest.raises(InvalidError, match="no_date"):
        read_day(typed)


def test_what_has_no_letter_and_what_is_too_much_is_said() -> None:
    with pytest.raises(InvalidError, match="no_name"):
        read_tags(keywords="mer, !!!")
    with pytest.raises(InvalidError, match="too_many_names"):
        read_tags(places=",".join(f"lieu {number}" for number in range(21)))


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_or_refused_and_read_again_the_same(text: str) -> None:
    try:
        told = read_tags(places=text)
    except InvalidError:
        return
    assert read_tags(places=", ".join(told.places)) == told
    assert all("/" not in address_word(name) for name in told.places)
