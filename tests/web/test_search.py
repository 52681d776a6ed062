"""The search page and its API: what is said leads to its moment; who asks too often is told to wait."""

from pathlib import Path

import pytest

from broadcast.accounts.roles import STATION
from broadcast.library.finding.index import keep_item
from broadcast.library.repository import items_seen_by
from web.conftest import Pages
from web.published import add_episodes, add_show, questions
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
                "text": "", "url": "http://testserver/shows/essais/le-port", "licence": None, "credits": "",
            }
        ],
        "moments": [],
        "total": 1,
        "series": [],
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


def narrowed(pages: Pages, **asked: str) -> list[str]:
    told = pages.client.get("/api/v1/search", params=asked)
    assert told.status_code == 200, told.text
    found = [one["title"] for one in told.json()["episodes"]]
    page = pages.client.get("/search", params=asked, headers=HTML).text
    assert [title for title in found if title not in page] == []
    return found


def test_it_is_narrowed_by_links_and_forms_and_is_the_same_for_programs(pages: Pages) -> None:
    add_show(pages.parts, "ailleurs", title="Ailleurs", structure="keredern")
    add_episodes(pages.parts, *(f"Épisode {number}" for number in range(32)))
    add_episodes(pages.parts, "Loin", show="ailleurs")
    with pages.parts.database.writing() as session:
        (item,) = [one for one in items_seen_by(session, STATION) if one.title == "Loin"]
        item.tags, item.licence = {"places": ["Île de Sein"]}, "CC-BY-4.0"
        item.media = {"audio": True, "video": True, "width": 640, "height": 480}
        keep_item(session, item)
    for asked in ({"structure": "keredern"}, {"place": "ile-de-sein"}, {"licence": "reusable"},
                  {"licence": "CC-BY-4.0"}, {"kind": "film"}, {"q": "loin", "kind": "film"}):  # fmt: skip
        assert narrowed(pages, **asked) == ["Loin"], asked
    for asked in ({"person": "ile-de-sein"}, {"licence": "CC0-1.0"}, {"q": "loin", "kind": "sound"},
                  {"series": "nulle-part"}):  # fmt: skip
        assert narrowed(pages, **asked) == [], asked
    first = pages.client.get("/search?kind=sound", headers=HTML).text
    assert "32 résultats" in first
    assert 'href="/search?kind=sound&amp;page=2"' in first
    assert len(narrowed(pages, kind="sound")) == 30
    assert narrowed(pages, kind="sound", page="2") == ["Épisode 1", "Épisode 0"]
    page = pages.client.get("/search?place=ile-de-sein&q=loin", headers=HTML).text
    assert "Lieu\u00a0: Île de Sein" in page
    assert 'href="/search?q=loin"' in page
    assert '<input type="hidden" name="place" value="ile-de-sein">' in page
    assert '<a href="/places/ile-de-sein">' in pages.client.get("/search", headers=HTML).text


def test_a_facet_that_nobody_knows_is_told(pages: Pages) -> None:
    for asked in ({"licence": "WTFPL"}, {"kind": "smell"}):
        answer = pages.client.get("/api/v1/search", params=asked)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_value")
