"""An episode on another site: its frame, and what oEmbed tells of it."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import etree

from broadcast.library.models import Item
from web.conftest import Pages

pytestmark = [pytest.mark.media, pytest.mark.integration]
PAGE = "http://testserver/shows/essais/le-port"


class Links(HTMLParser):
    """The `link` elements and frames of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"link", "iframe"}:
            self.found.append({"tag": tag, **dict(attrs)})


@pytest.fixture
def item(pages: Pages, shared_media: Path) -> str:
    return pages.prepared(shared_media / "short/virgule.ogg")


def test_a_consumer_discovers_it_reads_it_and_shows_the_frame(pages: Pages, item: str) -> None:
    episode = pages.published(item)
    links = Links(pages.client.get("/shows/essais/le-port", headers={"Accept": "text/html"}).text).found
    found = {str(one.get("type")): str(one["href"]) for one in links if one.get("rel") == "alternate"}
    answer = pages.client.get(found["application/json+oembed"])
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()
    (frame,) = Links(told.pop("html")).found
    assert told == {
        "type": "rich", "version": "1.0", "title": "Le port", "author_name": "Les essais",
        "author_url": "http://testserver/shows/essais", "provider_name": "Antenne",
        "provider_url": "http://testserver/", "cache_age": 3600, "width": 640, "height": 200,
        "thumbnail_url": f"http://testserver/covers/{'0' * 32}-small.jpg", "thumbnail_width": 400,
        "thumbnail_height": 400,
    }  # fmt: skip
    assert frame["src"] == f"http://testserver/embed/{episode}"
    xml = pages.client.get(found["text/xml+oembed"])
    assert xml.headers["content-type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(xml.content)
    assert (root.tag, root.findtext("title"), root.findtext("width")) == ("oembed", "Le port", "640")
    page = pages.client.get(f"/embed/{episode}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert f'<audio controls preload="none" src="/media/{episode}/le-port.mp3"' in page.text
    assert "<script" not in page.text


def test_it_keeps_within_what_the_consumer_takes(pages: Pages, item: str) -> None:
    pages.published(item)
    told = pages.client.get("/oembed", params={"url": PAGE, "maxwidth": 300, "maxheight": 120}).json()
    assert (told["width"], told["height"]) == (300, 120)
    assert "thumbnail_url" not in told


def test_only_published_episodes_on_demand_of_this_station(pages: Pages, item: str) -> None:
    def status(url: str, **more: str) -> int:
        return int(pages.client.get("/oembed", params={"url": url, **more}).status_code)

    assert status(PAGE) == 404  # waits for review
    episode = pages.published(item)
    assert status(PAGE) == status(f"http://testserver/embed/{episode}") == 200
    assert status(PAGE, format="yaml") == 501
    assert pages.client.get("/oembed").status_code == 422
    for other in (
        "http://example.org/shows/essais/le-port", "ftp://testserver/shows/essais/le-port", "le-port",
        "http://testserver/shows/essais", "http://testserver/shows/essais/feed.xml", "http://[",
    ):  # fmt: skip
        assert status(other) == 404, other
    with pages.parts.database.writing() as session:
        session.get_one(Item, item).rights = "music"
    assert status(PAGE) == pages.client.get(f"/embed/{episode}").status_code == 404
    pages.client.post(f"/items/{item}/withdraw", headers=pages.by("host"))
    assert status(PAGE) == pages.client.get(f"/embed/{episode}").status_code == 410


def test_a_title_is_never_markup(pages: Pages, shared_media: Path) -> None:
    item = pages.prepared(shared_media / "short/virgule.ogg", title='"><script>alert(1)</script> port')
    episode = pages.published(item)
    told = pages.client.get("/oembed", params={"url": f"http://testserver/embed/{episode}"}).json()
    assert [one["tag"] for one in Links(told["html"]).found] == ["iframe"]
    assert "<script>" not in told["html"]


def test_a_film_is_a_video_with_its_own_shape(pages: Pages, shared_media: Path) -> None:
    episode = pages.published(pages.prepared(shared_media / "film/old-phone.3gp"))
    told = pages.client.get("/oembed", params={"url": f"http://testserver/embed/{episode}"}).json()
    assert (told["type"], told["width"], told["height"]) == ("video", 640, 450)
    page = pages.client.get(f"/embed/{episode}")
    assert "blob:" in page.headers["content-security-policy"]
    assert f'poster="/episodes/{episode}/still.jpg"' in page.text
