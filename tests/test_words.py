"""French is complete, and no machine's word is on screen."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from jinja2 import Environment

from broadcast.words import catalogue

SOURCES = Path(__file__).parents[1] / "src" / "broadcast"
FORBIDDEN = re.compile(
    r"\b(ingest|transcod\w*|bitrate|worker|mount|token|slug|ffmpeg|codec)\b", re.IGNORECASE
)
TOLD_TO_PROGRAMMERS = {
    "Make a new one with “antenne token create”.",
    "“{slug}” cannot be part of an address.",
}


def message_ids() -> list[str]:
    """Every text that people read: marked in the code, or in a template."""
    found = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "marked":
                found.add(ast.literal_eval(node.args[0]))
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for path in (SOURCES / "web" / "templates").glob("*.html"):
        for _, _, texts in environment.extract_translations(path.read_text()):  # type: ignore[attr-defined]  # the extension adds it
            found |= {text for text in ([texts] if isinstance(texts, str) else texts) if text}
    return sorted(found)


@pytest.mark.parametrize("text", message_ids())
def test_every_text_has_its_french_with_the_same_values(text: str) -> None:
    french = catalogue("fr")
    said = french.gettext(text)
    if text in {"%(num)s episode", "%(num)s episodes"}:
        said = french.ngettext("%(num)s episode", "%(num)s episodes", 2)
    assert said != text or text in {"Volume", "Rotation", "radio", "E-mail", "Jingle", "Note", "Total"}
    fields = [{name for _, name, _, _ in Formatter().parse(words) if name} for words in (text, said)]
    assert fields[0] == fields[1]
    assert set(re.findall(r"%\(\w+\)s", text)) == set(re.findall(r"%\(\w+\)s", said))
    assert text in TOLD_TO_PROGRAMMERS or not FORBIDDEN.search(re.sub(r"\{\w+\}", "", said))
