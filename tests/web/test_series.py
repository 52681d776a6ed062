"""The pages and the feed of series; ten groups that cover one event, approved at once."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import feedparser
import pytest
from PIL import Image
from sqlalchemy import select

from broadcast.accounts.repository import structure_by_slug
from broadcast.accounts.roles import STATION
from broadcast.feeds.series_covers import open_series
from broadcast.jobs import claim
from broadcast.jobs.models import Job
from broadcast.library.repository import items_seen_by
from broadcast.library.series import SeriesWords, add_piece
from broadcast.library.series_reading import series_by_slug
from broadcast.transcode.prepare import prepare_item
from web.conftest import Pages
from web.published import add_episodes, add_show, questions
from web.workshop_world import HTML, Workshop, opened, sound

__all__ = ["sound"]
pytestmark = pytest.mark.integration
EVENT = SeriesWords(
    title="Les tonnerres", description="Dix équipes, un port.", place="Le port", starts_on=date(2026, 11, 24)
)


@pytest.fixture
def event(pages: Pages) -> Pages:
    """An event of the MPT, today."""
    with pages.parts.database.reading() as session:
        place = structure_by_slug(session, "mpt")
    open_series(pages.parts, EVENT, structure=place, font=pages.client.app.state.house.font, actor=STATION)  # type: ignore[attr-defined]  # the application is FastAPI's
    return pages


def fill(pages: Pages, *, count: int = 3) -> None:
    """Put published episodes of two structures in it, oldest last."""
    add_show(pages.parts, "ailleurs", title="Ailleurs", structure="keredern")
    add_episodes(pages.parts, *(f"Épisode {number}" for number in range(count - 1)))
    add_episodes(pages.parts, "Loin", show="ailleurs")
    with pages.parts.database.writing() as session:
        series = series_by_slug(session, "les-tonnerres")
        for item in items_seen_by(session, STATION):
            add_piece(session, series, item.id, actor=STATION, now=pages.parts.clock.now())


def titles(pages: Pages) -> list[str]:
    text = pages.client.get("/series/les-tonnerres", headers=HTML).text
    return re.findall(r'class="card-title">([^<]+)<', text)


def test_it_has_its_page_its_place_in_lists_and_a_feed_with_numbers(event: Pages) -> None:
    page = event.client.get("/series/les-tonnerres", headers=HTML)
    assert "Pas encore d’épisode" in page.text
    assert '<time datetime="2026-11-24">24 novembre 2026</time>' in page.text
    with event.parts.database.writing() as session:
        series_by_slug(session, "les-tonnerres").ends_on = date(2026, 11, 26)
    assert (
        ">du 24 novembre au 26 novembre 2026</time>"
        in event.client.get("/series/les-tonnerres", headers=HTML).text
    )
    fill(event)
    shown = titles(event)
    assert sorted(shown) == ["Loin", "Épisode 0", "Épisode 1"]
    for place in ("/", "/series", "/search?q=TONNÉRRES", "/search?q=tonnerres+port"):
        assert 'href="/series/les-tonnerres"' in event.client.get(place, headers=HTML).text
    feed = feedparser.parse(event.client.get("/series/les-tonnerres/feed.xml").content)
    assert not feed.bozo
    assert (feed.feed.title, feed.feed.link) == ("Les tonnerres", "http://testserver/series/les-tonnerres")
    numbers = {one.title.partition(" · ")[0]: int(one.itunes_episode) for one in feed.entries}
    assert [title for title, _ in sorted(numbers.items(), key=lambda one: one[1])] == shown
    assert event.client.get("/series/les-tonnerres?page=2", headers=HTML).status_code == 404
    assert event.client.get("/series/nulle-part", headers=HTML).status_code == 404


def test_a_long_one_has_pages_and_asks_the_same_of_any_length(event: Pages) -> None:
    fill(event, count=50)
    with questions(event.parts) as asked:
        assert len(titles(event)) == 48
    assert len(asked) <= 5
    last = event.client.get("/series/les-tonnerres?page=2", headers=HTML).text
    assert last.count('class="card"') == 2


def test_an_editor_makes_it_orders_it_and_gives_it_a_picture(pages: Pages, boss: dict[str, str]) -> None:
    told = {"title": "Paroles", "structure": "mpt", "place": "Kerros", "starts_on": "2026-11-24"}
    wrong = pages.client.post("/studio/series", data=told | {"ends_on": "2026-11-01"}, headers=boss)
    assert (wrong.status_code, "La fin ne peut pas précéder" in wrong.text) == (422, True)
    assert 'value="Paroles"' in wrong.text
    made = pages.client.post("/studio/series", data=told, headers=boss, follow_redirects=False)
    assert (made.status_code, made.headers["location"]) == (303, "/studio/series/paroles")
    add_episodes(pages.parts, "Un", "Deux")
    with pages.parts.database.reading() as session:
        ids = {item.title: item.id for item in items_seen_by(session, STATION)}
    for item in ids.values():
        answer = pages.client.post(
            f"/items/{item}/series", data={"series": "paroles"}, headers=pages.by("host"),
            follow_redirects=False,
        )  # fmt: skip
        assert answer.status_code == 303
    places = {f"place:{ids['Deux']}": "1", f"place:{ids['Un']}": "2"}
    renamed = told | {"title": "Paroles de brestois"} | places
    assert pages.client.post("/studio/series/paroles", data=renamed, headers=boss).status_code == 200
    page = pages.client.get("/series/paroles", headers=HTML).text
    assert re.findall(r'class="card-title">([^<]+)<', page) == ["Deux", "Un"]
    assert "<h1>Paroles de brestois</h1>" in page
    refused = pages.client.post(
        "/studio/series/paroles", data=told | {places.popitem()[0]: "x"}, headers=boss
    )
    assert (refused.status_code, "«\u00a0x\u00a0»" in refused.text) == (422, True)
    picture = BytesIO()
    Image.new("RGB", (1500, 1500), "#245").save(picture, "PNG")
    before = re.findall(r"/covers/\w+-small.jpg", page)[0]
    sent = pages.client.post(
        "/studio/series/paroles/cover", files={"file": ("a.png", picture.getvalue())}, headers=boss,
        follow_redirects=False,
    )  # fmt: skip
    assert sent.status_code == 303
    assert before not in pages.client.get("/series/paroles", headers=HTML).text
    assert pages.client.post("/studio/series/paroles/end", headers=boss).status_code == 200
    assert pages.client.get("/series/paroles", headers=HTML).status_code == 404


@pytest.mark.media
def test_ten_groups_cover_one_event_and_are_approved_at_once(event: Pages, sound: Path) -> None:
    place = opened(event, series="les-tonnerres").headers["location"]
    workshop = Workshop(event, place.rpartition("/")[2])
    assert "Les tonnerres" in event.client.get(workshop.place, headers=event.by("host")).text
    for number in range(10):
        assert workshop.send(sound, title=f"Équipe {number}", name=f"Groupe {number}").status_code == 303
    with event.parts.database.reading() as session:
        jobs = list(session.scalars(select(Job.id)))
    for job in jobs:
        with event.parts.database.writing() as session:
            held = claim(session, job, holder="here/1.1/1", now=event.parts.clock.now())
        assert held is not None
        prepare_item(event.parts, held)
    assert titles(event) == []
    queue = event.client.get("/review", headers=event.by("host")).text
    assert "Les tonnerres</a>" in queue, "whoever approves sees where it goes"
    ticks = re.findall(r'type="checkbox" name="items" value="([^"]+)"', queue)
    assert len(ticks) == 10
    decided = event.client.post(
        "/review/batch", data={"decision": "approve", "items": ticks}, headers=event.by("host")
    )
    assert decided.status_code == 200
    assert titles(event) == [f"Équipe {number}" for number in range(10)]
    assert len(feedparser.parse(event.client.get("/series/les-tonnerres/feed.xml").content).entries) == 10
    page = event.client.get("/shows/essais/equipe-3", headers=HTML).text
    assert '<a href="/series/les-tonnerres">Les tonnerres</a>' in page
