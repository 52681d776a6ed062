"""The listener's player: it stays while one browses, follows the words, remembers, and anybody can use it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from e2e.conftest import OnAirStation
from e2e.eyes import Watch, axe_findings, too_wide
from e2e.station import wait_for
from e2e.test_browser import PASSWORD, complaints_of, wait_until

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
        told |= {"places": "Le port", "people": "Awa", "keywords": "poisson, mer", "happened": "1944"}
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


def press_in_menu(page: Page, link: str) -> None:
    """By keyboard only, as on a phone: the menu is a sheet."""
    press(page, ".unfold")
    press(page, f"#menu {link}")


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
        assert axe_findings(page) == []
    page.go_back()
    page.go_back()
    page.wait_for_url(piece.page)
    wait_until(page, "first.closest('main') !== null", within_s=10)
    assert page.evaluate("breaks") == []
    press(page, ".launch .play")
    wait_until(page, "first.paused", within_s=5)
    press(page, "[data-to-dock]")
    wait_until(page, "document.activeElement.id === 'dock'", within_s=5)
    press(page, "#dock .dock-close")
    assert page.locator("#dock").is_hidden()
    assert complaints == []


def test_words_chapters_speed_and_the_place_are_kept(piece: Piece, opened: BrowserContext) -> None:
    page = opened.new_page()
    page.goto(piece.page)
    press(page, ".cues li:nth-child(6) a")
    playing_past(page, 25)
    assert page.locator(".cues [aria-current]").inner_text().endswith("Phrase 5.")
    assert page.locator(".dock-about").inner_text() == "Les essais · La vente"
    press(page, "#dock .dock-toggle", "n")
    playing_past(page, 40)
    press(page, "#dock .dock-toggle", "j")
    wait_until(page, f"{MEDIA}.currentTime < 40", within_s=5)
    press(page, "#dock .dock-more")
    page.get_by_label("Vitesse").select_option("1.5")
    assert page.evaluate(f"{MEDIA}.playbackRate") == 1.5
    session = "[navigator.mediaSession.metadata.title, navigator.mediaSession.playbackState]"
    assert page.evaluate(session) == ["La criée", "playing"]
    press(page, ".launch .play")
    press(page, "#dock .dock-share")
    expect(page.locator(".dock-address")).to_be_focused()
    shared = page.locator(".dock-address").input_value()
    assert int(shared.removeprefix(f"{piece.page}?t=")) == int(page.evaluate(f"{MEDIA}.currentTime"))
    page.get_by_label("Connexion lente", exact=True).check()
    press(page, "#dock .dock-toggle")
    playing_past(page, 25)
    assert page.evaluate(
        "performance.getEntriesByType('resource').some((one) => one.name.endsWith('/a48.mp4'))"
    )
    press(page, "#dock .dock-toggle")
    page.reload()
    assert page.locator(".launch .play").inner_text().startswith("Reprendre à 0:")
    assert page.get_by_label("Connexion lente", exact=True).is_checked()
    assert page.locator(".dock-speed").input_value() == "1.5"
    page.goto(shared)
    assert page.locator(".launch .play").inner_text() == "Écouter"
    assert page.locator(".now-at").inner_text().startswith("0:")


def test_from_a_radio_to_a_television_in_one_document_each_has_its_library(
    piece: Piece, opened: BrowserContext
) -> None:
    page = opened.new_page()
    page.goto(f"{piece.station}/channels/radio")
    page.locator(".player .play").click()
    playing_past(page, 0.2)
    page.evaluate("Object.assign(document.querySelector('.brand'), { href: '/channels/tv' }).click()")
    page.wait_for_url("**/channels/tv")
    page.locator(".player .play").click()
    playing_past(page, 0.5)
    loaded = "performance.getEntriesByType('resource').map((one) => one.name.split('/').pop())"
    fetched = page.evaluate(f"{loaded}.filter((name) => name.startsWith('hls.'))")
    assert fetched == ["hls.light.min.js", "hls.min.js"]
    assert page.evaluate(f"[{MEDIA}.videoWidth > 0, {MEDIA}.webkitAudioDecodedByteCount > 0]") == [True, True]


@pytest.mark.parametrize(("channel", "begins"), [("radio", "/"), ("tv", "/channels/tv")])
def test_one_press_hears_what_is_on_air_from_its_beginning_and_one_goes_back(
    piece: Piece, opened: BrowserContext, channel: str, begins: str
) -> None:
    page = opened.new_page()
    complaints = complaints_of(page)
    now = f"{piece.station}/channels/{channel}/now.json"
    wait_for(lambda: httpx.get(now).json()["now"]["reason"] == "rotation", what="a piece of its own")
    page.goto(piece.station + begins)
    link = f"[data-channel={channel}].from-start"
    page.evaluate(
        "addEventListener('click', (one) => { window.told ??= one.target.dataset.title; }, { capture: true })"
    )
    press(page, link)
    page.wait_for_url(f"**/channels/{channel}/replay?from=*")
    playing_past(page, 0.5)
    assert page.locator("[data-moment]").get_attribute("data-title") == page.evaluate("told")
    titles = "['.heard-title', '.dock-title'].map((one) => document.querySelector(one).textContent)"
    wait_until(page, f"new Set([...{titles}, navigator.mediaSession.metadata.title]).size === 1", within_s=10)
    assert page.locator("main .play, main [controls], main [data-to-live]").filter(visible=True).count() == 0
    wait_until(page, "document.querySelector('.dock-seek').value > 0", within_s=10)
    assert axe_findings(page) == []
    press(page, ".dock-to-live")
    page.wait_for_url(f"{piece.station}/channels/{channel}")
    wait_until(page, f"{STATE} === 'playing' && {MEDIA}.closest('.player') !== null", within_s=30)
    assert complaints == []


def test_before_a_page_that_would_end_the_sound_one_is_asked(piece: Piece, opened: BrowserContext) -> None:
    page = opened.new_page()
    page.goto(piece.page)
    press(page, ".launch .play")
    playing_past(page, 0.3)
    asked = page.get_by_role("dialog", name="Sur cette page, le son s’arrête.")
    press_in_menu(page, "a[href='/deposit']")
    expect(asked).to_be_visible()
    assert axe_findings(page) == []
    page.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    wait_until(page, "document.activeElement.getAttribute('popovertarget') === 'menu'", within_s=5)
    press_in_menu(page, "a[href='/deposit']")
    with opened.expect_page() as beside:
        asked.get_by_role("link", name="Ouvrir à côté").click()
    beside.value.wait_for_load_state()
    assert urlsplit(beside.value.url).path in {"/deposit", "/login"}
    beside.value.close()
    expect(asked).to_be_hidden()
    playing_past(page, page.evaluate(f"{MEDIA}.currentTime") + 0.3)
    assert page.url == piece.page
    press_in_menu(page, "a[href='/deposit']")
    asked.get_by_role("button", name="Y aller et arrêter le son").click()
    page.wait_for_url("**/login**")
    page.go_back()
    page.locator(".unfold").click()
    page.locator("#menu a[href='/deposit']").click()
    page.wait_for_url("**/login**")


@pytest.mark.parametrize(("channel", "most"), [("radio", 200_000), ("tv", 270_000)])
def test_pressing_play_costs_little(piece: Piece, opened: BrowserContext, channel: str, most: int) -> None:
    """The page, its fonts and what plays it, on the wire: all but the sound and the picture themselves."""
    page = opened.new_page()
    page.goto(f"{piece.station}/channels/{channel}")
    page.locator(".player .play").click()
    playing_past(page, 0.2)
    told = page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".filter((one) => !new URL(one.name).pathname.startsWith('/live/'))"
        ".map((one) => [new URL(one.name).pathname.split('/').pop(), one.encodedBodySize])"
    )
    assert sum(size for _, size in told) <= most, told


def test_a_piece_is_heard_read_and_taken_along_without_a_script(piece: Piece, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(piece.page)
    expect(page.locator("main audio[controls]")).to_be_visible()
    expect(page.locator("#dock")).to_be_hidden()
    expect(page.locator(".cues li")).to_have_count(11)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Télécharger (MP3)").click()
    assert taken.value.suggested_filename.endswith(".mp3")
    context.close()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_the_menu_of_a_phone_is_one_line_and_opens_by_keyboard(
    piece: Piece, browser: Browser, *, has_scripts: bool
) -> None:
    narrow = ViewportSize(width=320, height=568)
    context = browser.new_context(java_script_enabled=has_scripts, viewport=narrow, color_scheme="dark")
    page = context.new_page()
    page.goto(piece.station)
    links = page.locator("header.top nav a")
    assert [one.get_attribute("href") for one in links.all() if one.is_visible()] == ["/search"]
    header = page.locator("header.top").bounding_box()
    assert header is not None
    assert header["height"] < 80, "one line"
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Séries", exact=True)).to_be_focused()
    expect(page.get_by_role("link", name="Se connecter")).to_be_in_viewport(ratio=1)
    assert not has_scripts or axe_findings(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Menu")).to_be_focused()
    expect(page.get_by_role("link", name="Se connecter")).to_be_hidden()
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_everybody_can_use_the_player_that_stays(
    piece: Piece, browser: Browser, width: int, scheme: Literal["light", "dark"]
) -> None:
    """320 CSS pixels are a window of 640 at 200 %, and of 1280 at 400 % (WCAG 2.2, 1.4.10)."""
    context = browser.new_context(
        viewport=ViewportSize(width=width, height=700), color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    watch = Watch(page)
    page.goto(piece.page)
    page.locator(".launch .play").click()
    playing_past(page, 0.2)
    page.locator(".launch .play").click()
    page.locator("#dock .dock-more").click()
    faults = []
    for path in ("", "/", "/channels/radio", "/channels/tv", "/channels/radio/replay", "/shows/essais"):
        if path:
            page.evaluate(f"Object.assign(document.querySelector('.brand'), {{ href: '{path}' }}).click()")
            page.wait_for_url(piece.station + path)
        wait_until(page, "!document.querySelector('main').ariaBusy", within_s=10)
        faults += [f"{path}: {one}" for one in (*axe_findings(page), *too_wide(page, at=width))]
    assert page.locator("#dock").is_visible()
    assert (faults, watch.hosts) == ([], {urlsplit(piece.station).netloc})
    context.close()
