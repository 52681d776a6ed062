"""The eyes of the walk see: each kind of fault, on a page that is made of faults."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from e2e.eyes import Watch, axe_findings, lost_by_keyboard, too_heavy, too_wide

pytestmark = pytest.mark.e2e
_BAD = """<!doctype html><html lang="fr"><title>Fautes</title><main><h1>Fautes</h1>
<p style="color:#bbb">Trop pâle.</p><img src="data:," >
<button style="width:9px;height:9px;padding:0" aria-label="a"></button><button
 style="width:9px;height:9px;padding:0" aria-label="b"></button>
<a href="#1" tabindex="2">hors de l’ordre</a> <a href="#2" style="outline:none">invisible</a>
<div style="width:700px">large</div>
<div style="position:fixed;bottom:0;width:100%;height:9em;background:#fff"></div>
<p style="height:60em"></p><a href="#3">dessous</a></main></html>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 360, "height": 800})
    yield opened
    opened.close()


def test_they_see_what_is_wrong(page: Page) -> None:
    page.set_content(_BAD)
    rules = {one.partition(":")[0] for one in axe_findings(page)}
    assert {"color-contrast", "image-alt", "target-size"} <= rules
    found = lost_by_keyboard(page)
    assert 'blind by Tab: <a href="#2" style="outline:none">invisible</a>' in found
    assert "hors de l’ordre" in next(one for one in found if one.startswith("astray"))
    assert [one for one in found if one.startswith("missed")] == []
    assert [one for one in found if one.startswith("covered")] == ['covered by Tab: <a href="#3">dessous</a>']
    assert len(too_wide(page, at=640)) == 1
    assert too_wide(page, at=1280) == []


def test_they_see_what_is_asked_for_and_how_much(page: Page) -> None:
    page.route("http://station.test/", lambda route: route.fulfill(body=_PAGE, content_type="text/html"))
    page.route("http://station.test/big.js", lambda route: route.fulfill(body="//" + "x" * 200_000))
    page.route("http://other.test/*", lambda route: route.fulfill(body="", content_type="image/png"))
    watch = Watch(page)
    page.goto("http://station.test/")
    assert watch.hosts == {"station.test", "other.test"}
    assert any("oh" in one for one in watch.complaints)
    assert too_heavy(page) != []


_PAGE = """<!doctype html><title>Fautes</title><img src="http://other.test/a.png">
<script src="big.js"></script><script>console.error("oh")</script>"""
