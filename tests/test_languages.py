"""Breton is prepared, and nobody is offered it before a native speaker has read it."""

import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from broadcast import words
from broadcast.words import LANGUAGES, catalogue, date_words, offered, span_words, wished
from test_words import message_ids

BRETON = Path(words.__file__).parent / "locale" / "br" / "LC_MESSAGES" / "antenne.po"


def test_breton_as_it_is_waits_for_its_review() -> None:
    assert offered() == ("fr", "en")
    assert "# Reviewed-by:\n" in BRETON.read_text()


@pytest.mark.usefixtures("reviewed_breton")
def test_once_reviewed_it_is_offered_and_says_in_french_what_it_does_not_know() -> None:
    assert offered() == ("fr", "en", "br")
    breton = catalogue("br")
    assert breton.gettext("Search") == "Klask"
    assert breton.gettext("Sign in") == "Kevreañ"
    assert breton.gettext("To review") == catalogue("fr").gettext("To review") != "To review"
    counted = ("%(num)s episode", "%(num)s episodes", 2)
    assert breton.ngettext(*counted) == catalogue("fr").ngettext(*counted)


def test_the_first_of_a_month_is_its_1er_in_french_alone() -> None:
    days = (date(2026, 12, 1), date(2026, 12, 11))
    assert [date_words(on, "EEE d MMM", language="fr") for on in days] == ["mar. 1er déc.", "ven. 11 déc."]
    assert date_words(days[0], "d MMMM y", language="en") == "1 December 2026"
    assert span_words(*days, language="fr") == "du 1er décembre au 11 décembre 2026"
    last = date(2027, 1, 1)
    assert span_words(days[0], last, language="fr") == "du 1er décembre 2026 au 1er janvier 2027"


def test_months_and_days_are_those_of_the_cldr() -> None:
    assert date_words(date(2026, 11, 25), "EEEE d MMMM", language="br") == "Merc\u02bcher 25 Du"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("br", "br"),
        ("br-FR,br;q=0.9,fr;q=0.8", "br"),
        ("fr-FR,fr;q=0.9,br;q=0.8", ""),
        ("fr;q=0.5, BR ; q=0.9", "br"),
        ("en-US,en;q=0.9", ""),
        ("ga,br;q=0.4,*;q=0.1", "br"),
        ("br;q=0", ""),
        ("br;q=nonsense,fr", ""),
        ("", ""),
        (",;q=,,", ""),
    ],
)
def test_a_wish_counts_for_a_regional_language_alone(accepted: str, language: str) -> None:
    assert wished(accepted, ("fr", "en", "br")) == language
    assert wished(accepted, ("fr", "en")) == ""


def test_what_is_translated_is_said_somewhere_and_has_the_same_values() -> None:
    with BRETON.open("rb") as file:
        entries = [one for one in read_po(file, locale="br") if one.id and any(_texts(one.string))]
    known = set(message_ids())
    for entry in entries:
        ids = _texts(entry.id)
        said = _texts(entry.string)
        assert set(ids) <= known, f"nobody says {ids}: run script/words br"
        values = {value for one in ids for value in re.findall(r"%\(\w+\)s|\{\w+\}", one)}
        assert {value for one in said for value in re.findall(r"%\(\w+\)s|\{\w+\}", one)} == values
    assert {"br", "fr", "en"} == {*LANGUAGES}


def _texts(told: object) -> tuple[str, ...]:
    return tuple(map(str, told)) if isinstance(told, tuple | list) else (str(told),)
