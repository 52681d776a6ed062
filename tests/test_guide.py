"""The guide for hosts says the words of the screen, and shows every task."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDE = sorted(page for page in (ROOT / "docs" / "guide").glob("*.md") if page.name != "README.md")
CATALOGUE = ROOT / "src" / "broadcast" / "locale" / "fr" / "LC_MESSAGES" / "antenne.po"
_MESSAGE = re.compile(r'msgstr(?:\[\d\])? ((?:"(?:[^"\\]|\\.)*"\s*)+)')
_QUOTED = re.compile(r"«\s*(.+?)\s*»")
_ENDS = " .:…"


def words_of_the_screen() -> set[str]:
    """What French people read, without what it ends with; of what has a value in it, the words before."""
    found = set()
    for message in _MESSAGE.findall(CATALOGUE.read_text()):
        text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', message)).replace('\\"', '"')
        text = text.replace("\u00a0", " ")  # as the page's words are taken apart
        found |= {text.strip(_ENDS), re.split(r"%\(|\{|\. ", text)[0].strip(_ENDS)}
    return found


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
def test_what_stands_in_quotes_stands_on_the_screen(page: Path) -> None:
    said = {quoted.strip(_ENDS) for quoted in _QUOTED.findall(" ".join(page.read_text().split()))}
    assert sorted(said - words_of_the_screen()) == []


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
def test_every_task_is_shown(page: Path) -> None:
    shown = re.findall(r"!\[(.+?)\]\(pictures/\S+?-(?:360|1280)-(?:light|dark)\.png\)", page.read_text())
    assert shown


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.stem)
def test_no_page_holds_two_versions_of_itself(page: Path) -> None:
    assert not re.findall(r"^(?:<{7}|={7}|>{7})", page.read_text(), re.MULTILINE)
