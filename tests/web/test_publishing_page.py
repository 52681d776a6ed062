"""Where a host publishes: what is missing is told and completed there, and what was published leads on."""

import re
from pathlib import Path
from typing import Any

import pytest

from web.conftest import Pages
from web.workshop_world import Workshop, sound, workshop

__all__ = ["sound", "workshop"]
pytestmark = [pytest.mark.integration, pytest.mark.media]
APPROVE = 'data-key="a"'


def test_an_agreement_that_is_missing_is_completed_where_one_publishes(
    pages: Pages, workshop: Workshop, sound: Path
) -> None:
    workshop.send(sound, minor="yes", publishing="later")
    item = workshop.prepare()

    def page(place: str = "/review") -> str:
        return str(pages.client.get(place, headers=pages.by("host")).text)

    def note(**fields: Any) -> Any:
        form = re.search(r'class="stack agreement" method="post" action="([^"]+)"', page())
        assert form is not None
        return pages.client.post(
            form[1], data={"to": "review"} | fields, headers=pages.by("host"), follow_redirects=False
        )

    for place in ("/review", f"/items/{item}"):
        assert "Avant de publier, il manque une autorisation" in page(place)
        assert "Nina veut d’abord l’écouter" in page(place)
        assert APPROVE not in page(place)
    assert "autorisation manquante" in page()
    kinds = ["recording", "publishing", "guardians"]
    refused = note(kinds=kinds)
    assert (refused.status_code, "les deux parents" in refused.text) == (422, True)
    assert 'name="to" value="review"' in refused.text
    noted = note(kinds=kinds, first="Anne", second="Yann")
    assert noted.headers["location"] == f"/review?item={item}"
    assert APPROVE in page()
    assert "Il ne manque rien" in page()


def test_what_was_published_leads_to_its_page_the_grid_and_its_show(pages: Pages, shared_media: Path) -> None:
    item = pages.prepared(shared_media / "short/virgule.ogg")
    answer = pages.client.post(
        f"/items/{item}/approve", data={"to": "/review"}, headers=pages.by("host"), follow_redirects=False
    )
    assert answer.headers["location"] == f"/review?done={item}"
    shown = pages.client.get(answer.headers["location"], headers=pages.by("host")).text
    for place in (shown, pages.client.get(f"/items/{item}", headers=pages.by("host")).text):
        assert "«\u00a0Le port\u00a0» est publié" in place
        assert 'href="/shows/essais/le-port"' in place
        assert "encore sur aucune grille" in place
    edit = pages.client.get(f"/items/{item}/edit", headers=pages.by("host")).text
    assert "Les séries et la musique, elles, changent tout de suite" in edit
