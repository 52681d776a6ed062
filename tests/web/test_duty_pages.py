"""Who publishes, and what is kept: what everybody reads, and what administrators say."""

import pytest

from broadcast.accounts.audit_reading import Wanted, whole_log
from broadcast.accounts.roles import STATION
from broadcast.keeping.periods import CONNECTION, IDENTITY, STATISTICS
from web.conftest import Pages

pytestmark = pytest.mark.integration


def test_what_nobody_said_yet_is_said_so(pages: Pages, boss: dict[str, str]) -> None:
    page = pages.client.get("/legal").text
    assert page.count("Pas encore renseigné.") == 5
    assert "/studio/legal" not in page
    assert "/studio/legal" in pages.client.get("/legal", headers=boss).text
    assert "Pas encore renseigné." in pages.client.get("/privacy").text


def test_what_an_administrator_says_is_there_for_everybody(pages: Pages, boss: dict[str, str]) -> None:
    told = {"publisher": "Ville de Brest", "director": "Anne Le Goff", "contact": "a@b.fr\r\n02 98 00 00 00"}
    assert pages.client.post("/studio/legal", data=told, headers=pages.by("host")).status_code == 403
    answer = pages.client.post("/studio/legal", data=told, headers=boss, follow_redirects=False)
    assert answer.headers["location"] == "/legal"
    page = pages.client.get("/legal").text
    assert "Anne Le Goff" in page
    assert page.count("Pas encore renseigné.") == 2
    assert "02 98 00 00 00" in pages.client.get("/privacy").text
    with pages.parts.database.reading() as session:
        last = whole_log(session, Wanted(), actor=STATION)[-1]
    assert (last.act, last.details) == ("imprint", {"facts": "publisher contact director"})
    pages.client.post("/studio/legal", data=told | {"director": ""}, headers=boss)
    assert "Anne Le Goff" not in pages.client.get("/legal").text


def test_every_page_leads_there_and_tells_the_periods_that_are_kept(pages: Pages) -> None:
    home = pages.client.get("/").text
    for place in ("/legal", "/privacy", "/report"):
        assert f'href="{place}"' in home
    page = pages.client.get("/privacy").text
    for period in (f"{IDENTITY.years} ans", f"{CONNECTION.months} mois", f"{STATISTICS.months} mois"):
        assert period in page


FACTS = {"publisher": "Ville de Brest", "address": "2 rue Frézier", "director": "Anne Le Goff",
         "contact": "a@b.fr, 02 98 00 00 00", "host": "Ville de Brest, +33 2 98 00 00 00"}  # fmt: skip


@pytest.mark.parametrize("path", ["/", "/review"])
def test_administrators_are_told_what_the_law_wants_until_it_is_there(
    pages: Pages, boss: dict[str, str], path: str
) -> None:
    lacking = "Il manque aux mentions légales"
    assert lacking not in pages.client.get(path, headers=pages.by("host")).text
    page = pages.client.get(path, headers=boss).text
    assert "légales\u00a0: Éditeur, Adresse, Nous joindre, Directrice" in page
    assert 'href="/studio/legal"' in page
    assert 'href="/studio/charter"' in page
    pages.client.post("/studio/legal", data=FACTS | {"host": "Ville de Brest, 2026"}, headers=boss)
    assert f"{lacking}\u00a0: Hébergement." in pages.client.get(path, headers=boss).text
    pages.client.post("/studio/legal", data=FACTS, headers=boss)
    pages.client.post("/studio/charter", data={"words": "Ensemble."}, headers=boss)
    assert "Ce qui demande votre attention" not in pages.client.get(path, headers=boss).text
