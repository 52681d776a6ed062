"""A piece's licence and credits: chosen, approved, and told wherever the piece is."""

from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from broadcast.feeds.rss import ITUNES, PODCAST
from web.conftest import Pages

pytestmark = [pytest.mark.media, pytest.mark.integration]
DEED = "https://creativecommons.org/licenses/by-sa/4.0/"


def test_it_is_told_once_it_is_approved(pages: Pages, shared_media: Path) -> None:
    item = pages.prepared(shared_media / "short/virgule.ogg")
    pages.published(item)
    headers, place = pages.by("host"), f"/items/{item}/edit"
    told = {"title": "Le port", "licence": "CC-BY-SA-4.0", "made_by": "Léa & Nino, MPT Harteloire"}
    assert pages.client.post(place, data=told, headers=headers, follow_redirects=False).status_code == 303
    assert DEED not in pages.client.get("/shows/essais/le-port").text
    waiting = pages.client.get(f"/items/{item}", headers=headers).text
    assert "<del>Tous droits réservés</del> <ins>CC BY-SA 4.0</ins>" in waiting
    pages.client.post(f"/items/{item}/approve", headers=headers)
    page = pages.client.get("/shows/essais/le-port").text
    assert "Fait par Léa &amp; Nino, MPT Harteloire." in page
    assert f'<a rel="license" href="{DEED}">CC BY-SA 4.0</a>' in page
    entry = etree.fromstring(pages.client.get("/shows/essais/feed.xml").content).find("channel/item")
    assert entry is not None
    licence = entry.find(f"{{{PODCAST}}}license")
    assert licence is not None
    assert (licence.text, licence.get("url")) == ("cc-by-sa-4.0", DEED)
    assert entry.findtext(f"{{{ITUNES}}}author") == "Léa & Nino, MPT Harteloire"
    shape = pages.client.get(f"/api/v1/items/{item}").json()
    assert (shape["licence"], shape["credits"]) == ("CC-BY-SA-4.0", "Léa & Nino, MPT Harteloire")


def test_one_that_nobody_knows_is_refused_with_what_was_typed(pages: Pages, shared_media: Path) -> None:
    item = pages.prepared(shared_media / "short/virgule.ogg")
    told = {"title": "Le port", "licence": "WTFPL", "made_by": "Léa"}
    page = pages.client.post(f"/items/{item}/edit", data=told, headers=pages.by("host"))
    assert page.status_code == 422
    assert "«\u00a0WTFPL\u00a0»" in page.text
    assert 'name="made_by" value="Léa"' in page.text


def test_it_is_chosen_with_the_deposit(pages: Pages) -> None:
    form = pages.client.get("/deposit", headers=pages.by("author")).text
    assert '<option value="" selected>Tous droits réservés\u00a0: il faut demander' in form
    sent = {"title": "Le port", "show": "essais", "licence": "CC0-1.0"}
    files = {"file": ("a.ogg", BytesIO(b"OggS"))}
    kept = pages.client.post("/api/v1/items", data=sent, files=files, headers=pages.by("author")).json()
    shape = pages.client.get(f"/api/v1/items/{kept['id']}", headers=pages.by("author")).json()
    assert shape["licence"] == "CC0-1.0"
    wrong = pages.client.post(
        "/api/v1/items", data=sent | {"licence": "mine"}, files=files, headers=pages.by("author")
    )
    assert wrong.status_code == 422
