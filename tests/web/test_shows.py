"""How a show airs is said on a page: numbers, order, what plays when nothing is ready."""

import re

import feedparser
import pytest
from sqlalchemy import select, update

from broadcast.library.models import Item, Show
from broadcast.library.repository import show_by_slug
from broadcast.playout.due import filler_of
from web.conftest import Pages
from web.published import add_episodes

pytestmark = pytest.mark.integration
PAGE = "/studio/shows/essais"


@pytest.fixture
def pieces(pages: Pages) -> dict[str, str]:
    """Two episodes of the show, by title, which could also fill its slots."""
    add_episodes(pages.parts, "Le phare", "Le quai")
    with pages.parts.database.writing() as session:
        session.execute(update(Item).values(package="p"))
        return {item.title: item.id for item in session.scalars(select(Item))}


def said(pages: Pages) -> tuple[str, list[int | None], list[str]]:
    with pages.parts.database.reading() as session:
        show: Show = show_by_slug(session, "essais")
        numbers = session.scalars(select(Item.number).order_by(Item.title))
        return show.episode_order, list(numbers), filler_of(session, show.id)


def test_a_host_numbers_episodes_and_says_what_fills_in(pages: Pages, pieces: dict[str, str]) -> None:
    phare, quai = pieces["Le phare"], pieces["Le quai"]
    told = {"order": "number", f"number:{phare}": "2", f"number:{quai}": "1", f"place:{phare}": "7",
            f"place:{quai}": "3"}  # fmt: skip
    sent = pages.client.post(PAGE, data=told, headers=pages.by("host"), follow_redirects=False)
    assert sent.headers["location"] == f"{PAGE}?saved=1"
    assert said(pages) == ("number", [2, 1], [quai, phare])
    page = pages.client.get(f"{PAGE}?words=quai", headers=pages.by("host")).text
    assert f'name="number:{phare}" value="2"' in page
    assert f'name="place:{phare}" value="2"' in page
    emptied = {f"number:{phare}": "", f"place:{quai}": ""}
    pages.client.post(PAGE, data=emptied, headers=pages.by("host"))
    assert said(pages) == ("number", [None, 1], [phare])


def test_what_is_no_number_is_told_with_what_was_typed(pages: Pages, pieces: dict[str, str]) -> None:
    told = {"order": "number", f"number:{pieces['Le quai']}": "deux"}
    page = pages.client.post(PAGE, data=told, headers=pages.by("host"))
    assert page.status_code == 422
    assert "«\u00a0deux\u00a0»" in page.text
    assert 'value="deux"' in page.text
    assert said(pages) == ("publication", [None, None], [])


@pytest.mark.usefixtures("pieces")
def test_only_hosts_of_the_show_say_how_it_airs(pages: Pages) -> None:
    with pages.parts.database.writing() as session:
        session.execute(update(Item).where(Item.title == "Le quai").values(number=9))
    assert pages.client.get(PAGE, headers=pages.by("author")).status_code == 403
    assert pages.client.post(PAGE, data={}, headers=pages.by("other")).status_code == 403
    pages.client.post(PAGE, data={"number:none": "4"}, headers=pages.by("host"))
    assert said(pages)[1] == [None, 9]


def test_seasons_are_told_on_the_page_and_in_the_feed(pages: Pages, pieces: dict[str, str]) -> None:
    phare, quai = pieces["Le phare"], pieces["Le quai"]
    told = {f"season:{phare}": "2", f"number:{phare}": "1", f"season:{quai}": "", f"number:{quai}": "4"}
    assert pages.client.post(PAGE, data=told, headers=pages.by("host")).status_code == 200
    assert f'name="season:{phare}" value="2"' in pages.client.get(PAGE, headers=pages.by("host")).text
    page = pages.client.get("/shows/essais", headers={"Accept": "text/html"}).text
    assert re.findall(r"<h3>([^<]+)</h3>|card-title\">([^<]+)<", page) == [
        ("Hors saison", ""), ("", "Le quai"), ("Saison 2", ""), ("", "Le phare"),
    ]  # fmt: skip
    feed = feedparser.parse(pages.client.get("/shows/essais/feed.xml").content)
    seasons = {one.title: (one.get("itunes_season"), one.itunes_episode) for one in feed.entries}
    assert seasons == {"Le phare": ("2", "1"), "Le quai": (None, "4")}


def test_a_long_show_has_pages(pages: Pages) -> None:
    add_episodes(pages.parts, *(f"Épisode {number}" for number in range(50)))
    first = pages.client.get("/shows/essais", headers={"Accept": "text/html"}).text
    assert (first.count('class="card"'), "50 épisodes" in first) == (48, True)
    last = pages.client.get("/shows/essais?page=2", headers={"Accept": "text/html"}).text
    assert (last.count('class="card"'), 'rel="next"' in last) == (2, False)
    assert pages.client.get("/shows/essais?page=3", headers={"Accept": "text/html"}).status_code == 404
