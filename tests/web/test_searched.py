"""What search engines and sites that show a link find."""

from datetime import UTC, datetime

from lxml import etree

from broadcast.web.routes.searched import sitemap_document
from web.conftest import Pages
from web.test_programme_feeds import WEEKLY, on_the_radio

HTML = {"Accept": "text/html"}


def test_robots_may_visit_all_but_the_studio_and_the_air(pages: Pages) -> None:
    answer = pages.client.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.splitlines() == [
        "User-agent: *", "Disallow: /api/", "Disallow: /live/", "Disallow: /media/", "Disallow: /studio/",
        "Disallow: /uploads/", "Sitemap: http://testserver/sitemap.xml",
    ]  # fmt: skip


def test_the_sitemap_has_what_is_public(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    answer = pages.client.get("/sitemap.xml")
    assert answer.headers["content-type"] == "application/xml"
    told = etree.fromstring(answer.content).iterfind("{*}url/{*}loc")
    assert [one.text for one in told] == [
        f"http://testserver{path}" for path in ("/", "/channels/radio", "/channels/radio/schedule", "/series")
    ]


def test_a_sitemap_escapes_addresses_and_dates_what_it_knows() -> None:
    document = sitemap_document([("http://a/?x&y", None), ("http://a/b", datetime(2026, 11, 29, tzinfo=UTC))])
    assert b"<loc>http://a/?x&amp;y</loc>" in document
    assert document.count(b"<lastmod>2026-11-29T00:00:00+00:00</lastmod>") == 1


def test_a_public_page_says_its_own_address_and_what_it_is(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    page = pages.client.get("/channels/radio/schedule?first=2026-12-01", headers=HTML).text
    for line in (
        '<link rel="canonical" href="http://testserver/channels/radio/schedule">',
        '<meta property="og:title" content="Programme de Radio">',
        '<meta property="og:url" content="http://testserver/channels/radio/schedule">',
        '<meta property="og:image" content="http://testserver/icons/512.png">',
        '<meta name="description" content="Ce que Radio diffuse dans les sept prochains jours',
    ):
        assert line in page
    show = pages.client.get("/shows/essais", headers=HTML).text
    assert 'property="og:image" content="http://testserver/covers/' in show
    for path in ("/search?q=x", "/login"):
        assert "canonical" not in pages.client.get(path, headers=HTML).text
