"""French is complete, and no machine's word is on screen."""

import ast
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment

from broadcast.words import catalogue

SOURCES = Path(__file__).parents[1] / "src" / "broadcast"
CATALOGUE = SOURCES / "locale" / "fr" / "LC_MESSAGES" / "antenne.po"
FORBIDDEN = re.compile(
    r"\b(ingest|transcod\w*|bitrate|worker|mount|token|slug|ffmpeg|codec)\b", re.IGNORECASE
)
TOLD_TO_PROGRAMMERS = {
    "Make a new one with “antenne token create”.",
    "“{slug}” cannot be part of an address.",
    "Send “Tus-Resumable: {version}” with every request.",
}


def marked_texts() -> set[str]:
    """Every text that is marked in the code."""
    found = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "marked":
                found.add(ast.literal_eval(node.args[0]))
    return found


def template_texts() -> list[str | tuple[str, ...]]:
    """Every text of a template; one that counts is a pair."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    return [
        texts
        for path in (SOURCES / "web" / "templates").glob("*.html")
        for _, _, texts in environment.extract_translations(path.read_text())  # type: ignore[attr-defined]  # the extension adds it
    ]


def message_ids() -> list[str]:
    """Every text that people read: marked in the code, or in a template."""
    found = marked_texts()
    for texts in template_texts():
        found |= {text for text in ([texts] if isinstance(texts, str) else texts) if text}
    return sorted(found)


_COUNTED = (
    ("%(num)s episode", "%(num)s episodes"),
    ("%(num)s result", "%(num)s results"),
    ("%(num)s piece was deposited with this account", "%(num)s pieces were deposited with this account"),
    ("%(num)s yes is needed.", "%(num)s yeses are needed."),
)


_SAME = {"Volume", "Rotation", "radio", "E-mail", "Jingle", "Note", "Total", "Menu"}
"""What is the same word in both."""


@pytest.mark.parametrize("text", message_ids())
def test_every_text_has_its_french_with_the_same_values(text: str) -> None:
    french = catalogue("fr")
    said = french.gettext(text)
    for one, many in _COUNTED:
        if text in {one, many}:
            said = french.ngettext(one, many, 2)
    assert said != text or text in _SAME
    fields = [{name for _, name, _, _ in Formatter().parse(words) if name} for words in (text, said)]
    assert fields[0] == fields[1]
    assert set(re.findall(r"%\(\w+\)s", text)) == set(re.findall(r"%\(\w+\)s", said))
    assert text in TOLD_TO_PROGRAMMERS or not FORBIDDEN.search(re.sub(r"\{\w+\}", "", said))


_LOOSE = re.compile(r"[^\u00a0](?:[;?!»]|:(?=\s|$))|«[^\u00a0]")


def test_french_signs_of_two_parts_keep_a_no_break_space() -> None:
    with CATALOGUE.open("rb") as file:
        entries = [one for one in read_po(file) if one.id and one.id not in TOLD_TO_PROGRAMMERS]
    said = [
        words
        for one in entries
        for words in ((one.string,) if isinstance(one.string, str) else one.string or ())
    ]
    loose = [words for words in said if _LOOSE.search(words)]
    assert loose == [], "see docs/translating.md"


def test_the_catalogue_has_each_text_once_and_none_that_nobody_says() -> None:
    lines = CATALOGUE.read_text().splitlines()
    ids = [line for line in lines if line.startswith("msgid ")]
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    torn = [
        line
        for before, line in pairwise(lines)
        if line.startswith(("msgid ", "#")) and before.startswith(("msgstr", '"'))
    ]
    assert torn == [], "an empty line goes before an entry"
    with CATALOGUE.open("rb") as file:
        kept = {one.id[0] if isinstance(one.id, tuple) else one.id for one in read_po(file) if one.id}
    assert sorted(kept - set(message_ids())) == []
