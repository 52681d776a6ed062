"""The pages and feeds of places, people and keywords; how they are told on a piece's pages."""

from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import feedparser
import pytest
from sqlalchemy import select

from broadcast.accounts.roles import STATION
from broadcast.library.models import Episode, Item
from broadcast.library.repository import items_seen_by
from broadcast.library.tagging import keep_tags
from web.conftest import Pages
from web.published import add_episodes, questions

pytestmark = pytest.mark.integration
HTML = {"Accept": "text/html"}
TAGS = {"places": ["Île de Sein", "محمد"], "people": ["Anaïs"], "keywords": ["mer"], "happened": "1944-07"}


@pytest.fixture
def tagged(pages: Pages) -> Pages:
    """Fifty published episodes about the same."""
    add_episodes(pages.parts, *(f"Épisode {number}" for number in range(50)))
    with pages.parts.database.writing() as session:
        for item in items_seen_by(session, STATION):
            item.tags = TAGS
            keep_tags(session, item)
    return pages


@pytest.mark.parametrize("place", ["/places/ile-de-sein", "/people/anais", "/keywords/mer", "/places/محمد"])
def test_each_has_its_page_and_a_feed_that_is_found_from_it(tagged: Pages, place: str) -> None:
    address = quote(place)
    page = tagged.client.get(address, headers=HTML)
    assert page.status_code == 200
    assert "50 épisodes" in page.text
    assert '<link rel="alternate" type="application/rss+xml" title="' in page.text
    assert f'href="{address}/feed.xml"' in page.text
    assert page.text.count('class="card"') == 48
    older = tagged.client.get(f"{address}?page=2", headers=HTML)
    assert (older.text.count('class="card"'), older.text.count('rel="next"')) == (2, 0)
    assert tagged.client.get(f"{address}?page=3", headers=HTML).status_code == 404
    feed = feedparser.parse(tagged.client.get(f"{address}/feed.xml").content)
    assert (len(feed.entries), feed.bozo) == (50, False)
    assert feed.feed.link == f"http://testserver{address}"
    with questions(tagged.parts) as asked:
        tagged.client.get(address, headers=HTML)
    assert len(asked) <= 4


def test_what_nothing_is_about_has_no_page(tagged: Pages) -> None:
    for place in ("/places/nulle-part", "/people/mer", "/people/nobody/feed.xml"):
        assert tagged.client.get(place, headers=HTML).status_code == 404


def test_it_is_told_with_the_deposit_and_wrong_words_refuse_it(pages: Pages) -> None:
    assert 'name="places"' in pages.client.get("/deposit", headers=pages.by("author")).text
    sent = {"title": "Le port", "show": "essais", "places": "Recouvrance, Le port", "happened": "7/1944"}
    files = {"file": ("a.ogg", BytesIO(b"OggS"))}
    headers = pages.by("author")
    kept = pages.client.post("/api/v1/items", data=sent, files=files, headers=headers).json()
    shape = pages.client.get(f"/api/v1/items/{kept['id']}", headers=headers).json()
    assert (shape["places"], shape["happened"]) == (["Recouvrance", "Le port"], "1944-07")
    wrong = pages.client.post("/api/v1/items", data=sent | {"happened": "hier"}, files=files, headers=headers)
    assert wrong.status_code == 422


@pytest.mark.media
def test_told_with_the_deposit_reviewed_with_the_piece_and_linked_from_its_page(
    pages: Pages, shared_media: Path
) -> None:
    item = pages.prepared(shared_media / "short/virgule.ogg")
    headers, place = pages.by("host"), f"/items/{item}/edit"
    told = {"title": "Le port", "places": "Recouvrance", "people": "Anaïs", "happened": "1/7/1944"}
    assert pages.client.post(place, data=told, headers=headers, follow_redirects=False).status_code == 303
    assert 'value="01/07/1944"' in pages.client.get(place, headers=headers).text
    assert pages.client.get("/people/anais", headers=HTML).status_code == 404
    for looked_at in ("/review", f"/items/{item}"):
        assert "Recouvrance, Anaïs 1er juillet 1944" in pages.client.get(looked_at, headers=headers).text
    pages.published(item)
    page = pages.client.get("/shows/essais/le-port", headers=HTML).text
    assert '<a href="/places/recouvrance">Recouvrance</a>' in page
    assert '<time datetime="1944-07-01">1er juillet 1944</time>' in page
    shape = pages.client.get(f"/api/v1/items/{item}").json()
    assert (shape["places"], shape["people"], shape["keywords"], shape["happened"]) == (
        ["Recouvrance"], ["Anaïs"], [], "1944-07-01",
    )  # fmt: skip
    pages.client.post(place, data=told | {"places": "Le port", "people": ""}, headers=headers)
    waiting = pages.client.get(f"/items/{item}", headers=headers).text
    assert "<del>Recouvrance, Anaïs 1er juillet 1944</del> <ins>Le port 1er juillet 1944</ins>" in waiting
    pages.client.post(f"/items/{item}/withdraw", headers=headers)
    assert pages.client.get("/people/anais", headers=HTML).status_code == 404
    assert "Rien à écouter ici" in pages.client.get("/places/recouvrance", headers=HTML).text


def test_what_is_wrong_is_told_with_what_was_typed(pages: Pages) -> None:
    add_episodes(pages.parts, "Un")
    with pages.parts.database.writing() as session:
        item = session.scalars(select(Item)).one()
        item.package = "p"
        assert session.scalars(select(Episode)).one().item_id == item.id
    told = {"title": "Un", "places": "Recouvrance", "happened": "hier"}
    page = pages.client.post(f"/items/{item.id}/edit", data=told, headers=pages.by("host"))
    assert page.status_code == 422
    assert "«\u00a0hier\u00a0» n’est pas une date." in page.text
    assert 'name="places" value="Recouvrance"' in page.text


def test_another_name_leads_to_the_page_that_was_kept(pages: Pages, boss: dict[str, str]) -> None:
    add_episodes(pages.parts, "Un", "Deux")
    with pages.parts.database.writing() as session:
        for item, place in zip(items_seen_by(session, STATION), ("Recou", "Recouvrance"), strict=True):
            item.tags = {"places": [place], "happened": "2026-11-24"}
            keep_tags(session, item)
    desk = "/studio/tags/places/recou"
    assert desk not in pages.client.get("/places/recou", headers=pages.by("host")).text
    assert desk in pages.client.get("/places/recou", headers=boss).text
    assert pages.client.post(desk, data={"name": "…"}, headers=boss).status_code == 422
    done = pages.client.post(desk, data={"name": "Recouvrance"}, headers=boss, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, "/places/recouvrance")
    old = pages.client.get("/places/Recou", follow_redirects=False)
    assert (old.status_code, old.headers["location"]) == (301, "/places/recouvrance")
    assert len(feedparser.parse(BytesIO(pages.client.get("/places/recou/feed.xml").content)).entries) == 2
    kept = pages.client.get("/studio/tags/places/recouvrance", headers=boss).text
    assert "Recou</strong>" in kept
    with pages.parts.database.reading() as session:
        first = session.scalars(select(Item.id).order_by(Item.created_at)).first() or ""
    told = {"word": "Paris", "items": first}
    apart = pages.client.post(
        "/studio/tags/places/recouvrance/apart", data=told, headers=boss, follow_redirects=False
    )
    assert apart.headers["location"] == "/places/recouvrance-paris"
    assert "Recouvrance (Paris)" in pages.client.get("/places/recouvrance").text


def test_a_day_has_a_page_that_its_pieces_lead_to(pages: Pages) -> None:
    add_episodes(pages.parts, "Un")
    with pages.parts.database.writing() as session:
        for item in items_seen_by(session, STATION):
            item.tags = {"happened": "2026-11-24"}
    for day in ("2026-11-24", "2026-11", "2026"):
        assert "1 épisode" in pages.client.get(f"/dates/{day}").text
    assert 'href="/dates/2026-11"' in pages.client.get("/dates/2026-11-24").text
    for day in ("2026-11-25", "2026-13", "hier"):
        assert pages.client.get(f"/dates/{day}").status_code == 404


def test_a_day_has_a_feed_of_what_podcasts_may_have(pages: Pages) -> None:
    add_episodes(pages.parts, "Un")
    with pages.parts.database.writing() as session:
        for item in items_seen_by(session, STATION):
            item.tags = {"happened": "2026-11-24"}
    for day, title in (("2026-11-24", "24 novembre 2026"), ("2026-11", "novembre 2026"), ("2026", "2026")):
        assert f'href="/dates/{day}/feed.xml"' in pages.client.get(f"/dates/{day}").text
        feed = feedparser.parse(pages.client.get(f"/dates/{day}/feed.xml").content)
        assert (feed.feed.title, [entry.title for entry in feed.entries]) == (title, ["Un · Les essais"])
    for day in ("2026-11-25", "2026-13", "hier"):
        assert pages.client.get(f"/dates/{day}/feed.xml").status_code == 404
