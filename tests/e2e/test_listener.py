"""The listener's player: it stays while one browses, follows the words, remembers, and anybody can use it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from e2e.conftest import OnAirStation
from e2e.test_browser import PASSWORD, axe_faults, complaints_of, wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.media]
MEDIA = "document.querySelector('audio:not([data-plain]), video')"
STATE = "document.getElementById('dock').dataset.state"
CUES = "".join(
    f"\n00:00:{5 * n:02}.000 --> 00:00:{5 * n + 5:02}.000\n<v Awa>Phrase {n}.\n" for n in range(11)
)


@dataclass(frozen=True)
class Piece:
    """An episode of two minutes with words and chapters, and where its page is."""

    station: str
    page: str


@pytest.fixture(scope="module")
def piece(on_air: OnAirStation, shared_media: Path) -> Piece:
    station = on_air.station
    item = station.deposit(shared_media / "speech/voix.mp3", title="La criée", show="essais")
    assert station.settled(item)["state"] == "to_review"
    with httpx.Client(base_url=station.address, timeout=60) as host:
        host.post("/login", data={"email": "admin@example.org", "password": PASSWORD})
        words = {"language": "fr", "words": f"WEBVTT\n{CUES}"}
        assert host.post(f"/items/{item}/transcript", data=words).status_code == 303
        told = {"title": "La criée", "chapters": "0:00 Les bateaux\n0:20 La vente\n0:40 Le café"}
        assert host.post(f"/items/{item}/edit", data=told).status_code == 303
    station.call("POST", f"/api/v1/items/{item}/approve", expect=200)
    return Piece(station.address, station.call("GET", f"/api/v1/items/{item}", expect=200)["links"]["page"])


@pytest.fixture
def opened(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=ViewportSize(width=360, height=800))
    yield context
    context.close()


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """By keyboard only."""
    page.locator(selector).first.focus()
    page.keyboard.press(key)


def playing_past(page: Page, seconds: float) -> None:
    wait_until(page, f"{STATE} === 'playing' && {MEDIA}.currentTime > {seconds}", within_s=30)


def test_it_plays_on_across_pages_by_keyboard(piece: Piece, opened: BrowserContext) -> None:
    page = opened.new_page()
    complaints = complaints_of(page)
    page.goto(piece.page)
    press(page, ".launch .play")
    playing_past(page, 0.5)
    page.evaluate(
        f"window.breaks = []; window.first = {MEDIA};"
        "for (const one of ['pause', 'waiting', 'emptied', 'seeking'])"
        " first.addEventListener(one, () => breaks.push(one))"
    )
    for link, address in ((".kicker a", "/shows/essais"), (".brand", "/")):
        at = page.evaluate("first.currentTime")
        press(page, link)
        page.wait_for_url(f"{piece.station}{address}")
        wait_until(page, "document.activeElement.localName === 'h1'", within_s=10)
        playing_past(page, at + 0.5)
        assert page.evaluate("[breaks, first.isConnected]") == [[], True]
        assert axe_faults(page) == []
    page.go_back()
    page.go_back()
    page.wait_for_url(piece.page)
    wait_until(page, "first.closest('main') !== null", within_s=10)
    assert page.evaluate("breaks") == []
    press(page, ".launch .play")
    wait_until(page, "first.paused", within_s=5)
    press(page, "#dock .dock-close")
    assert page.locator("#dock").is_hidden()
    assert complaints == []
