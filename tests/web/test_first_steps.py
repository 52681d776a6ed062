"""Who comes in by a link is told by whom and as what, and has first steps until they are done."""

import re
from datetime import timedelta

import pytest

from broadcast.accounts.imprint import Fact
from broadcast.schedule.edits import KEPT
from conftest import SetClock
from web.conftest import Pages
from web.workshop_world import opened

pytestmark = pytest.mark.integration
CARD = "vos premiers pas"


def _link(pages: Pages, boss: dict[str, str], role: str) -> str:
    page = pages.client.post("/studio/structures/mpt/invite", data={"role": role}, headers=boss).text
    found = re.search(r"http://[^/]+(/invitation/[\w-]+)", page)
    assert found is not None
    assert "data-copy" in page
    return found[1]


def test_without_a_mail_server_the_link_is_handed_over(pages: Pages, boss: dict[str, str]) -> None:
    page = pages.client.get("/studio/structures/mpt", headers=boss).text
    assert "Vous transmettez le lien vous-même" in page
    assert 'name="email"' not in page
    told = {"role": "host", "email": "mai@example.org"}
    answer = pages.client.post("/studio/structures/mpt/invite", data=told, headers=boss)
    assert answer.status_code == 503
    assert "La station n’a pas de serveur de courrier" in answer.text
    assert "/invitation/" in answer.text


@pytest.mark.parametrize(
    ("role", "means", "goes"),
    [
        ("contributor", "vous déposez des sons", "/deposit"),
        ("host", "vous ouvrez des ateliers", "/"),
        ("editor", "ouvrez émissions et chaînes", "/"),
    ],
)
def test_a_link_says_who_invites_where_to_and_what_one_may_do(
    pages: Pages, boss: dict[str, str], role: str, means: str, goes: str
) -> None:
    link = _link(pages, boss, role)
    page = pages.client.get(link, headers={"Accept": "text/html"}).text
    assert "Boss vous invite à rejoindre MPT Harteloire." in page
    assert means in page
    told = {"name": "Soizic", "email": "s@b.fr", "password": "assez long, oui"}
    answer = pages.client.post(link, data=told, follow_redirects=False)
    assert answer.headers["location"] == goes
    assert (CARD in pages.client.get("/").text) == (role != "contributor")
    pages.client.cookies.clear()


def test_a_hosts_first_steps_go_once_done_or_after_a_month(pages: Pages, clock: SetClock) -> None:
    def home() -> str:
        return str(pages.client.get("/", headers=pages.by("host")).text)

    assert CARD in home()
    assert "Ouvrir un atelier" in home()
    assert CARD in pages.client.get("/review", headers=pages.by("other")).text
    assert CARD not in pages.client.get("/", headers=pages.by("author")).text
    assert opened(pages).status_code == 303
    assert CARD not in home()
    clock.pass_by((KEPT + timedelta(days=1)).total_seconds())
    assert CARD not in pages.client.get("/", headers=pages.by("other")).text


def test_an_administrators_first_steps_go_once_all_are_done(pages: Pages, boss: dict[str, str]) -> None:
    def home() -> str:
        return str(pages.client.get("/", headers=boss).text)

    assert re.findall(r"<strong>(.*?)</strong> <span class=\"soft\">c’est fait", home()) == [
        "Créer une structure", "Inviter un·e animateur·rice",
    ]  # fmt: skip
    pages.client.post(
        "/studio/structures/mpt/channels", data={"name": "Radio", "kind": "radio"}, headers=boss
    )
    facts = {fact.value: "La Ville" for fact in Fact}
    pages.client.post("/studio/legal", data=facts, headers=boss)
    assert CARD in home(), "the law wants a telephone number"
    telephone = "La Ville, 02 98 00 00 00"
    pages.client.post("/studio/legal", data=facts | {"contact": telephone, "host": telephone}, headers=boss)
    assert CARD not in home()


def test_a_workshops_shows_are_told_by_structure_and_a_foreign_one_is_refused_by_name(
    pages: Pages, boss: dict[str, str]
) -> None:
    pages.client.post("/studio/structures/keredern/shows", data={"title": "Le quartier"}, headers=boss)
    page = pages.client.get("/studio/workshops", headers=boss).text
    assert re.findall(r'<optgroup label="([^"]+)" data-at="([^"]+)">', page) == [
        ("Keredern", "keredern"), ("MPT Harteloire", "mpt"),
    ]  # fmt: skip
    told = {"name": "N", "structure": "keredern", "show": "essais", "on": "2026-11-24", "begins": "11:00",
            "ends": "12:00"}  # fmt: skip
    refused = pages.client.post("/studio/workshops", data=told, headers=boss)
    assert refused.status_code == 422
    why = "«\u00a0Les essais\u00a0» est d’une autre structure (MPT Harteloire) que l’atelier (Keredern)."
    assert why in refused.text


def test_whoever_has_an_account_joins_another_structure_with_it(pages: Pages, boss: dict[str, str]) -> None:
    link = _link(pages, boss, "contributor")
    by = pages.by("other")
    assert "Connectez-vous, puis rejoignez avec lui" in pages.client.get(link).text
    assert "Vous êtes connecté·e comme other" in pages.client.get(link, headers=by).text
    taken = {"name": "Other", "email": "other@b.fr", "password": "assez long, oui"}
    refused = pages.client.post(link, data=taken, headers={"Accept": "text/html"})
    assert (refused.status_code, "other@b.fr" in refused.text) == (409, True)
    assert pages.client.post(f"{link}/join", headers=by, follow_redirects=False).status_code == 303
    assert pages.client.post(f"{link}/join", headers=by).status_code == 410
    assert "MPT Harteloire" in pages.client.get("/studio/structures", headers=by).text
    lower = _link(pages, boss, "contributor")
    assert pages.client.post(f"{lower}/join", headers=pages.by("host"), follow_redirects=False).is_redirect
    assert pages.client.get("/studio/shows/essais", headers=pages.by("host")).status_code == 200


def test_a_shows_group_is_trusted_by_its_editors(pages: Pages, boss: dict[str, str]) -> None:
    place = "/studio/shows/essais"
    assert "Son groupe publie seul" not in pages.client.get(place, headers=pages.by("host")).text
    refused = pages.client.post(f"{place}/trust", data={"trusted": "yes"}, headers=pages.by("host"))
    assert refused.status_code == 403
    answer = pages.client.post(f"{place}/trust", data={"trusted": "yes"}, headers=boss)
    assert answer.status_code == 200
    assert 'name="trusted" value="yes" checked' in pages.client.get(place, headers=boss).text
