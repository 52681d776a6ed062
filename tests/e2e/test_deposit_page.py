"""The deposit page in a real browser: left half-way, gone on with, cancelled; and without JavaScript."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.eyes import axe_findings
from e2e.station import Station, running, wait_for
from e2e.test_browser import PASSWORD, complaints_of

pytestmark = [pytest.mark.e2e, pytest.mark.media]
SOUND = "music/mountain-96k.flac"


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    with running(tmp_path_factory.mktemp("deposit") / "data") as found:
        found.sign_up()
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    yield made
    made.close()


def _signed_in(station: Station, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(f"{station.address}/login?next=/deposit")
    page.get_by_label("E-mail").fill("admin@example.org")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{station.address}/deposit")
    return page


def _thin_line(context: BrowserContext, page: Page, *, bytes_per_s: int) -> None:
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    told = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_s}
    session.send("Network.emulateNetworkConditions", told)


def _send(page: Page, path: Path) -> None:
    page.get_by_label("Titre").fill("Désert")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Déposer").click()


def _await_some(page: Page) -> None:
    expect(page.locator("[data-part=percent]")).to_have_text("0 %")
    expect(page.locator("[data-part=percent]")).not_to_have_text("0 %", timeout=30_000)


def _kept_bytes(station: Station) -> int:
    return sum(path.stat().st_size for path in (station.data / "quarantine").glob("*.upload"))


def _original(station: Station, item: str) -> bytes:
    headers = {"Authorization": f"Bearer {station.token}"}
    return httpx.get(f"{station.address}/api/v1/items/{item}/original", headers=headers).content


def test_what_was_left_half_way_goes_on_under_another_name_after_a_restart(
    station: Station, context: BrowserContext, shared_media: Path, tmp_path: Path
) -> None:
    renamed = tmp_path / "IMG_0001.wav"
    shutil.copy(shared_media / SOUND, renamed)
    page = _signed_in(station, context)
    _thin_line(context, page, bytes_per_s=300_000)
    _send(page, shared_media / SOUND)
    _await_some(page)
    assert not axe_findings(page)
    page.close()
    wait_for(lambda: _kept_bytes(station), what="what was sent to be kept")
    station.kill()
    station.start()
    page = context.new_page()
    complaints = complaints_of(page)
    page.goto(f"{station.address}/deposit")
    told = page.locator(".stopped")
    expect(told).to_contain_text("Votre envoi de")
    expect(told).to_contain_text("choisissez le même fichier pour continuer")
    assert not axe_findings(page)
    sent = float(told.locator("progress").evaluate("bar => bar.value"))
    assert 0 < sent < 100
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choisir le même fichier").click()
    chooser.value.set_files(renamed)
    page.wait_for_url(f"{station.address}/items/*", timeout=60_000)
    item = page.url.rpartition("/")[2]
    found = station.settled(item)
    assert (found["state"], found["title"]) == ("to_review", "Désert")
    assert _original(station, item) == (shared_media / SOUND).read_bytes()
    page.goto(f"{station.address}/deposit")
    expect(page.locator(".stopped")).to_have_count(0)
    assert not complaints


def test_pause_and_cancel_by_keyboard(station: Station, context: BrowserContext, shared_media: Path) -> None:
    page = _signed_in(station, context)
    _thin_line(context, page, bytes_per_s=300_000)
    _send(page, shared_media / SOUND)
    _await_some(page)
    page.get_by_role("button", name="Mettre en pause").press("Enter")
    expect(page.get_by_role("status").filter(has_text="En pause")).to_be_visible()
    carry = page.get_by_role("button", name="Continuer")
    expect(carry).to_be_focused()
    wait_for(lambda: list((station.data / "quarantine").glob("*.upload")), what="what was sent to be kept")
    carry.press("Enter")
    expect(page.get_by_role("status").filter(has_text="reprend")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Annuler l’envoi").press("Enter")
    expect(page.get_by_label("Titre")).to_be_visible()
    wait_for(lambda: not list((station.data / "quarantine").glob("*.upload")), what="the room given back")
    page.reload()
    expect(page.locator(".stopped")).to_have_count(0)


def test_a_refusal_is_told_where_the_form_is(
    station: Station, context: BrowserContext, tmp_path: Path
) -> None:
    empty = tmp_path / "rien.wav"
    empty.touch()
    page = _signed_in(station, context)
    _send(page, empty)
    expect(page.get_by_role("alert")).to_contain_text("Le fichier est vide")
    expect(page.get_by_role("button", name="Déposer")).to_be_visible()


def test_the_plain_form_works_without_javascript(
    station: Station, browser: Browser, shared_media: Path
) -> None:
    plain = browser.new_context(java_script_enabled=False)
    page = _signed_in(station, plain)
    _send(page, shared_media / "short/virgule.ogg")
    page.wait_for_url(f"{station.address}/items/*")
    assert station.settled(page.url.rpartition("/")[2])["state"] == "to_review"
    plain.close()
