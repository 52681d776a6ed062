"""A real browser: somebody presses play by keyboard; every page as a machine for accessibility reads it."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from e2e.conftest import OnAirStation

pytestmark = pytest.mark.e2e
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_has_a_fault_for_axe(
    on_air: OnAirStation, browser: Browser, width: int, scheme: Literal["light", "dark"]
) -> None:
    station = on_air.station
    item = on_air.items["short/virgule.ogg"]
    episode = station.call("GET", f"/api/v1/items/{item}", expect=200)["links"]["page"]
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    complaints = complaints_of(page)
    page.goto(f"{station.address}/login?next=/review")
    faults = axe_faults(page)
    page.get_by_label("E-mail").fill("admin@example.org")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{station.address}/review")
    places = (
        "/",
        "/channels/radio",
        "/channels/tv",
        "/shows/essais",
        "/deposit",
        "/review",
        "/report?about=/shows/essais",
        "/studio/reports",
        "/legal",
        "/privacy",
        "/studio/legal",
        "/studio/data",
        f"/items/{item}/consents",
        f"/items/{item}",
    )
    for address in (*(f"{station.address}{place}" for place in places), episode):
        page.goto(address)
        faults += axe_faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert weight_of(page) <= 200_000, address
    assert not faults, "\n".join(faults)
    assert not complaints
    context.close()


def axe_faults(page: Page) -> list[str]:
    """What axe finds on the page that is open."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run()")
    return [f"{page.url}: {fault['id']}: {fault['nodes'][0]['html'][:150]}" for fault in found["violations"]]


def weight_of(page: Page) -> int:
    """Bytes that the page and all it needs take on the wire, without what was kept from before."""
    return int(
        page.evaluate(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
            ".reduce((sum, one) => sum + one.encodedBodySize, 0)"
        )
    )
