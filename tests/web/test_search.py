"""The search page and its API: what is said leads to its moment; who asks too often is told to wait."""

from pathlib import Path

import pytest

from web.conftest import Pages
from web.published import questions
from web.test_words import VTT, send

pytestmark = [pytest.mark.media, pytest.mark.integration]
HTML = {"Accept": "text/html"}


@pytest.fixture
def episode(pages: Pages, shared_media: Path) -> str:
    item = pages.prepared(shared_media / "short/virgule.ogg")
    assert send(pages, item, file=VTT.encode()) == 303
    return pages.published(item)


def test_what_is_said_leads_to_the_moment_it_is_said_at(pages: Pages, episode: str) -> None:
    page = pages.client.get("/search", params={"q": "REVOÏR"}, headers=HTML)
    assert page.status_code == 200
    assert 'href="/shows/essais/le-port?t=0.1"' in page.text
    assert "<mark>revoir</mark>" in page.text
    there = pages.client.get("/shows/essais/le-port?t=0.1", headers=HTML).text
    assert f'src="/media/{episode}/le-port.mp3#t=0.1"' in there
    assert pages.client.get("/shows/essais/le-port?t=-1", headers=HTML).status_code == 422


def test_programs_get_the_same(pages: Pages, episode: str) -> None:
    told = pages.client.get("/api/v1/search", params={"q": "port"}).json()
    assert told == {
        "shows": [],
        "episodes": [
            {
                "kind": "episode", "title": "Le port", "show": "essais", "episode": episode, "at": None,
                "text": "", "url": "http://testserver/shows/essais/le-port",
            }
        ],
        "moments": [],
    }  # fmt: skip
    assert pages.client.get("/api/v1/search").status_code == 422
    assert pages.client.get("/api/v1/search", params={"q": "x" * 201}).status_code == 422


def test_a_question_is_never_markup_and_costs_a_bounded_number_of_questions(
    pages: Pages, episode: str
) -> None:
    del episode
    with questions(pages.parts) as asked:
        page = pages.client.get("/search", params={"q": "<b>port</b> bonjour tous toutes"}, headers=HTML)
    assert "<b>port" not in page.text
    assert "&lt;b&gt;port" in page.text
    with questions(pages.parts) as of_more:
        pages.client.get("/search", params={"q": " ".join(f"inconnu{n}" for n in range(30))}, headers=HTML)
    assert len(asked) <= 18
    assert len(of_more) <= 18


def test_asked_too_often_it_says_when_to_come_back(pages: Pages) -> None:
    answers = [pages.client.get("/search", params={"q": "port"}).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
    late = pages.client.get("/search", params={"q": "port"})
    assert late.headers["retry-after"] == "60"
    assert pages.client.get("/search", headers=HTML).status_code == 200
    pages.parts.clock.pass_by(61)  # type: ignore[attr-defined]  # a clock that obeys
    assert pages.client.get("/search", params={"q": "port"}).status_code == 200
