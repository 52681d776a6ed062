"""The page of who agreed, as hosts use it."""

import re
from pathlib import Path
from typing import Any

import pytest

from web.conftest import Pages

pytestmark = [pytest.mark.integration, pytest.mark.media]


def test_from_noting_somebody_to_taking_it_away(pages: Pages, shared_media: Path) -> None:
    item = pages.prepared(shared_media / "short/virgule.ogg")
    place = f"/items/{item}"

    def sent(act: str, by: str = "host", **fields: Any) -> Any:
        return pages.client.post(f"{place}/{act}", headers=pages.by(by), follow_redirects=False, **fields)

    def page() -> str:
        return str(pages.client.get(f"{place}/consents", headers=pages.by("host")).text)

    assert pages.client.get(f"{place}/consents", headers=pages.by("author")).status_code == 403
    assert pages.client.get(f"{place}/consents", headers=pages.by("other")).status_code == 404
    assert "Personne n’est encore noté" in page()
    child = {"name": "Malo", "minor": "yes", "kinds": ["recording", "publishing", "guardians"]}
    refused = sent("consents", data=child | {"first": "Anne"})
    assert (refused.status_code, "les deux parents" in refused.text) == (422, True)
    assert (
        sent("consents", data=child | {"first": "Anne", "second": "Yann", "until": "2020-01-01"}).status_code
        == 422
    )
    assert (
        sent("consents", data=child | {"first": "Anne", "second": "Yann", "until": "2027-08-31"}).status_code
        == 303
    )
    for said in ("Malo", "Signé par Anne, Yann", "jusqu’au 31 août 2027", 'value="2027-08-31"'):
        assert said in page()

    assert sent("papers", files={"file": ("a.pdf", b"%PDF-1.7")}, by="author").status_code == 403
    assert sent("papers", files={"file": ("a.exe", b"MZ")}).status_code == 422
    assert sent("papers", files={"file": ("a.pdf", b"%PDF-1.7")}).status_code == 303
    found = re.search(r"/papers/([0-9a-f-]{36})\"", page())
    assert found is not None
    paper = f"{place}/papers/{found[1]}"
    answer = pages.client.get(paper, headers=pages.by("host"))
    assert (answer.content, answer.headers["cache-control"]) == (b"%PDF-1.7", "private, no-store")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert pages.client.get(paper).status_code == 401
    assert pages.client.get(paper, headers=pages.by("author")).status_code == 403

    pages.published(item)
    change = re.search(rf"{place}/(consents/\d+)", page())
    assert change is not None
    kept = {"kinds": ["recording", "publishing", "guardians"], "until": "2028-08-31"}
    assert sent(change[1], data=kept).status_code == 303
    assert pages.client.get("/shows/essais/le-port").status_code == 200
    assert "jusqu’au 31 août 2028" in page()
    assert sent("consents", data={"name": "Léna", "kinds": ["recording"]}).status_code == 303
    assert "retiré automatiquement le mardi 1er décembre" in page()
    assert "il manque une autorisation" in pages.client.get("/review", headers=pages.by("host")).text
    assert sent(change[1], data={"kinds": ["recording", "guardians"]}).status_code == 303
    assert pages.client.get("/shows/essais/le-port").status_code == 410
    assert "repris le 24 novembre 2026" in page()
