"""In which language a page answers, and which ones it offers."""

import re

import pytest

from web.conftest import Pages

pytestmark = pytest.mark.integration


def told(pages: Pages, accepted: str = "") -> tuple[str, list[str]]:
    """A page's language, and those that its foot offers."""
    answer = pages.client.get("/search", headers={"Accept-Language": accepted})
    assert "Accept-Language" in answer.headers["vary"]
    lang = re.search(r'<html lang="(\w+)">', answer.text)
    assert lang is not None
    return lang[1], re.findall(r'name="language" value="(\w+)" lang="\1"', answer.text)


def choose(pages: Pages, language: str) -> None:
    pages.client.post("/language", data={"language": language, "to": "/search"})


def test_breton_is_neither_offered_nor_given_before_its_review(pages: Pages) -> None:
    assert told(pages, "br") == ("fr", ["en"])
    choose(pages, "br")
    assert told(pages) == ("fr", ["en"])
    pages.client.cookies.set("antenne_language", "br")
    assert told(pages) == ("fr", ["en"])
    choose(pages, "en")
    assert told(pages, "br") == ("en", ["fr"])


@pytest.mark.usefixtures("reviewed_breton")
def test_once_reviewed_it_is_offered_given_and_falls_back_to_french(pages: Pages) -> None:
    assert told(pages, "en-US,en;q=0.9") == ("fr", ["en", "br"])
    assert told(pages, "br,fr;q=0.5") == ("br", ["fr", "en"])
    choose(pages, "br")
    page = pages.client.get("/search").text
    assert ("Klask" in page, "Signaler" in page) == (True, True)
    choose(pages, "fr")
    assert told(pages, "br") == ("fr", ["en", "br"])
