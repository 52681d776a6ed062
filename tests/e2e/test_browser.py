"""A real browser: somebody presses play by keyboard, and the player goes on."""

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from e2e.conftest import OnAirStation
from e2e.station import wait_for

pytestmark = pytest.mark.e2e
PASSWORD = "un mot de passe de test"  # of a station that lives for one test


def complaints_of(page: Page) -> list[str]:
    """What the page writes on its console as errors, from now on."""
    found: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            found.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda fault: found.append(str(fault)))
    return found


def wait_until(page: Page, condition: str, *, within_s: int) -> None:
    """Ask from outside: the page's own policy lets nobody evaluate text inside it."""
    for _ in range(5 * within_s):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"waited {within_s} s in vain for {condition}")


@pytest.mark.parametrize("kind", ["radio", "tv"])
def test_play_by_keyboard_goes_past_two_pieces(on_air: OnAirStation, browser: Browser, kind: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    complaints = complaints_of(page)
    page.goto(f"{on_air.station.address}/channels/{kind}")
    page.locator(".play").focus()
    assert page.evaluate("document.querySelector('audio,video').paused")
    page.keyboard.press("Enter")
    media = "document.querySelector('audio,video')"
    wait_until(page, f"{media}.currentTime > 0", within_s=30)
    titles = page.locator(".now-title")
    heard = {titles.inner_text()}
    start = page.evaluate(f"{media}.currentTime")
    for _ in range(160):
        page.wait_for_timeout(1_000)
        heard.add(titles.inner_text())
        if len(heard) >= 3 and page.evaluate(f"{media}.currentTime") - start > 60:  # a minute
            break
    assert len(heard) >= 3
    assert page.evaluate(f"{media}.currentTime") - start > 60
    assert page.evaluate(f"{media}.error") is None
    assert not complaints
    page.keyboard.press("Enter")
    wait_until(page, f"{media}.paused", within_s=5)
    page.close()


def test_whoever_is_on_a_link_of_what_airs_is_still_on_it_when_the_next_piece_begins(
    on_air: OnAirStation, browser: Browser
) -> None:
    radio = f"{on_air.station.address}/channels/radio"
    wait_for(
        lambda: httpx.get(f"{radio}/now.json").json()["now"]["reason"] == "rotation",
        what="a piece of its own",
    )
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(radio)
    page.locator(".now .from-start").focus()
    text = "document.querySelector('.now').textContent"
    page.evaluate(f"document.activeElement.dataset.kept = window.shown = {text}")
    wait_until(page, f"{text} !== shown", within_s=160)
    focused = page.evaluate("[document.activeElement.className, document.activeElement.dataset.kept]")
    assert focused == ["from-start", None]
    page.close()
