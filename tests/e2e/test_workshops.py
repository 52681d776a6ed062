"""A workshop in two browsers: the host's code, a phone without an account, the way to the air and back."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from broadcast.db import open_database
from broadcast.keeping.expiring import expire_consents
from broadcast.parts import Parts
from broadcast.settings import load_settings
from broadcast.storage import open_storage
from conftest import NotedDispatcher, SetClock
from e2e.eyes import axe_findings
from e2e.station import Station, running, wait_for
from e2e.test_browser import PASSWORD, complaints_of

pytestmark = [pytest.mark.e2e, pytest.mark.media]
PHONE = ViewportSize(width=360, height=800)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    with running(tmp_path_factory.mktemp("workshop") / "data", ANTENNE_TIMEZONE="UTC") as found:
        found.sign_up()
        told = {"slug": "mpt", "name": "MPT Harteloire"}
        found.call("POST", "/api/v1/structures", expect=201, json=told)
        radio = {"slug": "radio", "name": "WebradioOn’R", "kind": "radio", "structure": "mpt"}
        found.call("POST", "/api/v1/channels", expect=201, json=radio)
        show = {"slug": "ateliers", "title": "Les ateliers", "structure": "mpt"}
        found.call("POST", "/api/v1/shows", expect=201, json=show)
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
    page.get_by_label("Émission").select_option(label="Les ateliers")
    page.get_by_role("button", name="Ouvrir").click()
    page.wait_for_url(re.compile(r"/studio/workshops/[0-9a-z-]+$"))
    yield page
    context.close()


@pytest.fixture
def phone(station: Station, browser: Browser, host: Page) -> Iterator[Page]:
    """A phone that has typed the code on the wall, in its own way."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
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


def _deposit(page: Page, *, title: str, answer: str = "Oui, quand") -> str:
    """Say who, what and whether it may be public; gives the private code of the page it leads to."""
    page.get_by_label("Votre prénom ou nom de scène").fill("Nina")
    page.get_by_label("Titre").fill(title)
    page.get_by_label(re.compile("Les personnes qu’on entend")).check()
    page.get_by_label(re.compile(answer)).check()
    page.get_by_role("button", name="Déposer").tap()
    page.wait_for_url(re.compile(r"/d/[0-9A-Z]{12}$"), timeout=60_000)
    expect(page.locator("h1")).to_have_text(title)
    return _code_on(page)


def test_what_is_recorded_on_the_page_is_deposited_as_a_file(phone: Page) -> None:
    phone.get_by_role("button", name="Enregistrer un son").click()
    expect(phone.locator("[data-part=record-time]")).to_have_text(re.compile("0:0[2-9]"), timeout=30_000)
    expect(phone.locator("[data-part=record-level]")).not_to_have_js_property("value", 0)
    phone.get_by_role("button", name="Arrêter").click()
    expect(phone.locator("[data-part=record-heard]")).to_be_visible()
    _deposit(phone, title="Au micro")
    expect(phone.locator("[aria-current=step]")).to_have_text("à valider", timeout=60_000)


def _review_by_keyboard(host: Page, station: Station, *, title: str) -> None:
    """From the first piece to the next and back, to this one, to the words and out of them, and yes."""
    host.goto(f"{station.address}/review")
    waiting = int(host.locator("h1 .count").inner_text())
    heading = host.locator("#piece")
    first = heading.inner_text()
    host.keyboard.press("j")
    expect(heading).not_to_have_text(first)
    host.wait_for_load_state()  # the next page's keys work once its module has run
    host.keyboard.press("k")
    expect(heading).to_have_text(first)
    host.wait_for_load_state()
    for _ in range(waiting):
        if (shown := heading.inner_text()) == title:
            break
        host.keyboard.press("j")
        expect(heading).not_to_have_text(shown)
        host.wait_for_load_state()
    expect(heading).to_have_text(title)
    host.keyboard.press(" ")
    expect(host.locator("article audio")).to_have_js_property("paused", value=False)
    host.keyboard.press(" ")
    expect(host.locator("article audio")).to_have_js_property("paused", value=True)
    host.keyboard.press("?")
    expect(host.get_by_label("Les utiliser sur cet appareil")).to_be_visible()
    host.keyboard.press("c")
    host.keyboard.type("jack")
    expect(host.locator("textarea[data-key=c]")).to_have_value("jack")
    host.locator("textarea[data-key=c]").fill("")
    heading.focus()
    host.keyboard.press("a")
    expect(host.locator("h1 .count")).to_have_text(str(waiting - 1))


def _put_on_grid(host: Page, station: Station) -> None:
    """A slot that has begun already, so that it is on the air as soon as an edit acts."""
    host.goto(f"{station.address}/studio/channels/radio/grid")
    began = datetime.now(UTC)
    host.get_by_label("Ce qu’elle diffuse").select_option(label="Les ateliers")
    host.get_by_label("Première date").fill(f"{began:%Y-%m-%d}")
    host.get_by_label("Heure").fill(f"{began:%H:%M}")
    host.get_by_label("Durée (minutes)").fill("30")
    host.get_by_label("Répétition").select_option(label="une fois")
    host.get_by_role("button", name="Poser la case").press("Enter")
    expect(host.locator("#told .note")).to_contain_text("« Les ateliers » est dans la grille")


def _agree_until_tomorrow(host: Page, station: Station, item: str) -> None:
    host.goto(f"{station.address}/items/{item}/consents")
    host.get_by_label("D’accord jusqu’au").first.fill(f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}")
    host.get_by_role("button", name="Enregistrer").first.click()
    expect(host.locator("main .choice").first).to_contain_text("jusqu’au")


def _let_days_pass(station: Station, *, days: int) -> None:
    """What beat has done every few minutes, as it will be then."""
    settings = load_settings(data=station.data)
    database = open_database(settings.database)
    then = SetClock(datetime.now(UTC) + timedelta(days=days))
    expire_consents(Parts(settings, database, open_storage(settings.storage), then, NotedDispatcher()))
    database.close()


def _shows_step(page: Page, step: str) -> bool:
    page.reload()
    return page.locator("[aria-current=step]").inner_text() == step


def test_from_the_phone_to_the_air_and_back(
    station: Station, host: Page, phone: Page, shared_media: Path
) -> None:
    other = station.deposit(shared_media / "short/tada.ogg", show="ateliers", title="Une autre")
    assert station.settled(other)["state"] == "to_review"
    workshop, code = host.url, _code_on(host)
    assert axe_findings(phone) == []
    phone.locator("input[type=file]").set_input_files(shared_media / "short/virgule.ogg")
    private = _deposit(phone, title="Le quai", answer="Pas encore")
    expect(phone.locator("[aria-current=step]")).to_have_text("à valider", timeout=60_000)
    expect(phone.locator("main audio")).to_be_visible()
    assert axe_findings(phone) == []
    phone.get_by_role("button", name="J’ai écouté").tap()
    host.reload()
    assert axe_findings(host) == []
    assert private not in host.content()
    host.get_by_role("link", name="Le quai").click()
    item = host.url.rpartition("/")[2]

    _review_by_keyboard(host, station, title="Le quai")
    assert _shows_step(phone, "publié")
    _put_on_grid(host, station)
    wait_for(lambda: _shows_step(phone, "à l’antenne"), what="the piece on air", within=90)
    expect(phone.locator("main .big")).to_contain_text("WebradioOn’R")
    phone.get_by_role("link", name="Voir sa page").tap()
    expect(phone.locator("h1")).to_have_text("Le quai")

    _agree_until_tomorrow(host, station, item)
    _let_days_pass(station, days=1)
    assert phone.request.get(phone.url).status == 200
    _let_days_pass(station, days=3)
    assert phone.request.get(phone.url).status == 410
    host.goto(workshop)
    expect(host.get_by_role("link", name="Le quai")).to_be_visible()
    log = station.log()
    for secret in (private, code):
        assert secret.replace("-", "") not in log
