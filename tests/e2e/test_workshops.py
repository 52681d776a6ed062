"""A workshop in a real browser: the host's code, a phone without an account, a file and a recording."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from e2e.eyes import axe_findings
from e2e.station import Station, running
from e2e.test_browser import PASSWORD, complaints_of

pytestmark = [pytest.mark.e2e, pytest.mark.media]
PHONE = ViewportSize(width=360, height=800)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    with running(tmp_path_factory.mktemp("workshop") / "data", ANTENNE_TIMEZONE="UTC") as found:
        found.sign_up()
        told = {"slug": "mpt", "name": "MPT Harteloire"}
        found.call("POST", "/api/v1/structures", expect=201, json=told)
        yield found


@pytest.fixture(scope="module")
def host(station: Station, browser: Browser) -> Iterator[Page]:
    """The workshop's page, which the host has just opened."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{station.address}/login?next=/studio/workshops")
    page.get_by_label("E-mail").fill("admin@example.org")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{station.address}/studio/workshops")
    now = datetime.now(UTC)
    page.get_by_label("Nom de l’atelier").fill("Mercredi au studio")
    page.get_by_label("Jour").fill(f"{now:%Y-%m-%d}")
    page.get_by_label("Début").fill(f"{now:%H}:00")
    page.get_by_label("Fin").fill(f"{(now.hour + 2) % 24:02d}:00")
    page.get_by_role("button", name="Ouvrir").click()
    page.wait_for_url(re.compile(r"/studio/workshops/[0-9a-z-]+$"))
    yield page
    context.close()


@pytest.fixture
def phone(station: Station, browser: Browser, host: Page) -> Iterator[Page]:
    """A phone that has typed the code on the wall, in its own way."""
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    said = complaints_of(page)
    page.goto(f"{station.address}/atelier")
    page.get_by_label("Le code").fill(_code_on(host).lower().replace("-", " "))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/a/[0-9A-Z]{8}$"))
    yield page
    assert said == []
    context.close()


def _code_on(page: Page) -> str:
    return page.locator(".code").inner_text().strip()


def _deposit(page: Page, *, title: str) -> str:
    """Say who, what and yes; gives the private code of the page it leads to."""
    page.get_by_label("Votre prénom ou nom de scène").fill("Nina")
    page.get_by_label("Titre").fill(title)
    page.get_by_label(re.compile("Les personnes qu’on entend")).check()
    page.get_by_label(re.compile("Oui, quand")).check()
    page.get_by_role("button", name="Déposer").click()
    page.wait_for_url(re.compile(r"/d/[0-9A-Z]{12}$"), timeout=60_000)
    expect(page.locator("h1")).to_have_text(title)
    return _code_on(page)


def test_a_phone_goes_from_the_code_to_its_private_page(
    station: Station, host: Page, phone: Page, shared_media: Path
) -> None:
    assert axe_findings(phone) == []
    phone.locator("input[type=file]").set_input_files(shared_media / "short/virgule.ogg")
    private = _deposit(phone, title="Le quai")
    expect(phone.locator("[aria-current=step]")).to_have_text("à valider", timeout=60_000)
    expect(phone.locator("main audio")).to_be_visible()
    assert axe_findings(phone) == []
    host.reload()
    expect(host.get_by_role("link", name="Le quai")).to_be_visible()
    assert axe_findings(host) == []
    assert private not in host.content()
    log = station.log()
    for code in (private, _code_on(host)):
        assert code.replace("-", "") not in log


def test_what_is_recorded_on_the_page_is_deposited_as_a_file(phone: Page) -> None:
    phone.get_by_role("button", name="Enregistrer un son").click()
    expect(phone.locator("[data-part=record-time]")).to_have_text(re.compile("0:0[2-9]"), timeout=30_000)
    expect(phone.locator("[data-part=record-level]")).not_to_have_js_property("value", 0)
    phone.get_by_role("button", name="Arrêter").click()
    expect(phone.locator("[data-part=record-heard]")).to_be_visible()
    _deposit(phone, title="Au micro")
    expect(phone.locator("[aria-current=step]")).to_have_text("à valider", timeout=60_000)
