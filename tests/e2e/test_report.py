"""Somebody without JavaScript and without an account reports a piece; the administrator withdraws it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from e2e.conftest import OnAirStation
from e2e.eyes import axe_findings
from e2e.test_browser import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.media]


def test_a_report_is_sent_decided_and_answered(
    on_air: OnAirStation, browser: Browser, shared_media: Path
) -> None:
    station = on_air.station
    item = station.deposit(shared_media / "short/virgule.ogg", title="À retirer", show="essais")
    assert station.settled(item)["state"] == "to_review"
    station.call("POST", f"/api/v1/items/{item}/approve", expect=200)
    place = station.call("GET", f"/api/v1/items/{item}", expect=200)["links"]["page"]

    plain = browser.new_context(java_script_enabled=False, viewport=ViewportSize(width=360, height=800))
    page = plain.new_page()
    page.goto(place)
    page.get_by_role("link", name="Signaler un contenu").click()
    expect(page.get_by_label("Où cela se trouve")).to_have_value(re.compile("/shows/essais/a-retirer$"))
    page.get_by_label(re.compile("sans accord")).check()
    page.get_by_label("Pourquoi, avec vos mots").fill("C’est ma voix.")
    page.get_by_label(re.compile("Ce que j’écris est vrai")).check()
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url(re.compile(r"/report/[0-9A-Z]{20}$"))
    receipt = page.url
    expect(page.locator("[aria-current=step]")).to_have_text("reçu")

    context = browser.new_context(viewport=ViewportSize(width=1280, height=800), reduced_motion="reduce")
    desk = context.new_page()
    desk.goto(f"{station.address}/login?next=/studio/reports")
    desk.get_by_label("E-mail").fill("admin@example.org")
    desk.get_by_label("Mot de passe").fill(PASSWORD)
    desk.keyboard.press("Enter")
    desk.get_by_role("link", name=re.compile("À retirer")).click()
    assert axe_findings(desk) == []
    desk.get_by_label("Retirer le contenu partout").check()
    desk.get_by_label("Motifs").fill("Publié sans votre accord : pardon.")
    desk.get_by_role("button", name="Décider").click()
    expect(desk.get_by_role("heading", name="La décision")).to_be_visible()
    assert axe_findings(desk) == []

    page.reload()
    expect(page.locator("main")).to_contain_text("Publié sans votre accord : pardon.")
    answer = page.goto(place)
    assert answer is not None
    assert answer.status == 410
    desk.goto(receipt)
    assert axe_findings(desk) == []
    assert receipt.rpartition("/")[2] not in station.log()
    plain.close()
    context.close()
