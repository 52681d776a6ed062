"""The guide is part of the station: every page of it, in its order, with links that lead there."""

import re
from html import unescape
from pathlib import Path

import pytest

from test_guide import GUIDE
from web.conftest import Pages

pytestmark = pytest.mark.integration


def test_the_contents_name_every_page_of_the_guide(pages: Pages) -> None:
    shown = pages.client.get("/help").text
    assert sorted(re.findall(r'href="/help/(\w+)"', shown)) == sorted(page.stem for page in GUIDE)
    assert "/help" not in pages.client.get("/").text
    assert 'href="/help"' in pages.client.get("/", headers=pages.by("host")).text


@pytest.mark.parametrize("told", GUIDE, ids=lambda page: page.stem)
def test_a_page_says_what_the_guide_says(pages: Pages, told: Path) -> None:
    answer = pages.client.get(f"/help/{told.stem}")
    assert answer.status_code == 200
    article = re.split(r"<article.*?>|</article>", unescape(answer.text))[1]
    words = re.sub(r"!\[.+?\]\(.+?\)|\]\(.+?\)|(?m:^#+ |^\d+\. |^- )", " ", told.read_text())
    assert _letters(re.sub(r"<details.+?</details>|<[^>]+>", " ", article)) == _letters(words)
    assert not re.findall(r'href="[^"]+\.md', answer.text)


def test_a_page_that_there_is_not_is_unknown(pages: Pages) -> None:
    assert pages.client.get("/help/../operations").status_code == 404
    assert pages.client.get("/help/README").status_code == 404


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))
