"""The charter: written by administrators, read by everybody, signed by a structure's editors."""

from hashlib import sha256

import pytest

from broadcast.accounts.audit_reading import Wanted, whole_log
from broadcast.accounts.charter import signatures
from broadcast.accounts.people import create_person, create_token, join_structure
from broadcast.accounts.repository import structure_by_slug
from broadcast.accounts.roles import STATION, Role
from stand_by_loop import bring_stand_by
from web.conftest import Pages

pytestmark = pytest.mark.integration
SIGN = "/studio/structures/mpt/charter"
CHANNEL = {"name": "Radio Harteloire", "kind": "radio"}
PEN = {"version": "1", "name": "Yann Le Gall", "quality": "président", "agreed": "yes"}


@pytest.fixture
def editor(pages: Pages) -> dict[str, str]:
    """The headers of an editor of the structure."""
    now = pages.parts.clock.now()
    with pages.parts.database.writing() as session:
        person = create_person(
            session, email="ed@b.fr", name="Éditrice", password="assez long, oui", is_admin=False, now=now
        )
        place = structure_by_slug(session, "mpt")
        join_structure(session, person, structure=place, role=Role.EDITOR, now=now)
        session.flush()
        token = create_token(session, email="ed@b.fr", name="", now=now)
    return {"Authorization": f"Bearer {token}", "Accept": "text/html"}


def test_nothing_is_signed_before_it_is_written(
    pages: Pages, boss: dict[str, str], editor: dict[str, str]
) -> None:
    assert "pas encore écrite" in pages.client.get("/charter").text
    assert SIGN in pages.client.get("/studio/structures/mpt", headers=editor).text
    page = pages.client.get(SIGN, headers=editor).text
    assert "pas encore écrite" in page
    assert "<textarea" not in page
    assert pages.client.post(SIGN, data=PEN, headers=editor).status_code == 409
    desk = pages.client.get("/studio/charter", headers=boss).text
    assert "Ce que nous faisons ensemble\nCette station" in desk
    assert pages.client.post("/studio/charter", data={"words": " \n "}, headers=boss).status_code == 422


def test_a_structure_signs_a_version_and_then_opens_channels(
    pages: Pages, boss: dict[str, str], editor: dict[str, str]
) -> None:
    pages.client.post("/studio/charter", data={"words": "Ensemble\nNous parlons."}, headers=boss)
    bring_stand_by(pages.parts.storage)
    refused = pages.client.post("/studio/structures/mpt/channels", data=CHANNEL, headers=editor)
    assert refused.status_code == 409
    for wrong in ({"agreed": ""}, {"name": " "}, {"quality": ""}):
        assert pages.client.post(SIGN, data=PEN | wrong, headers=editor).status_code == 422
    assert pages.client.post(SIGN, data=PEN, headers=editor, follow_redirects=False).status_code == 303
    page = pages.client.get("/studio/structures/mpt", headers=editor).text
    assert "Yann Le Gall, président" in page
    assert "n’est pas encore signée" not in page
    opened = pages.client.post(
        "/studio/structures/mpt/channels", data=CHANNEL, headers=editor, follow_redirects=False
    )
    assert opened.status_code == 303
    with pages.parts.database.reading() as session:
        ((signed, structure),) = signatures(session)
        acts = [(one.act, one.words, one.details) for one in whole_log(session, Wanted(), actor=STATION)]
    assert (structure, signed.version, signed.on_paper) == ("MPT Harteloire", 1, False)
    digest = sha256(b"Ensemble\nNous parlons.").hexdigest()
    assert acts[-3] == ("charter_text", "", {"version": "1", "sha256": digest})
    assert acts[-2] == ("sign", "Yann Le Gall", {"version": "1"})


def test_who_signed_what_stays_when_the_text_changes(
    pages: Pages, boss: dict[str, str], editor: dict[str, str]
) -> None:
    pages.client.post("/studio/charter", data={"words": "Ensemble\nNous parlons."}, headers=boss)
    pages.client.post(SIGN, data=PEN, headers=editor)
    pages.client.post("/studio/charter", data={"words": "Ensemble\nNous chantons."}, headers=boss)
    pages.client.post("/studio/charter", data={"words": "Ensemble\nNous chantons. "}, headers=boss)
    assert "La charte a changé" in pages.client.get("/studio/structures/mpt", headers=editor).text
    assert "Nous chantons." in pages.client.get("/charter").text
    assert "Nous parlons." in pages.client.get("/charter?version=1").text
    assert pages.client.get("/charter?version=3").status_code == 404
    late = pages.client.post(SIGN, data=PEN, headers=editor)
    assert late.status_code == 409
    assert "La charte a changé entre-temps." in late.text
    pages.client.post(SIGN, data=PEN | {"version": "2"}, headers=editor)
    desk = pages.client.get("/studio/charter", headers=boss).text
    assert desk.count("Yann Le Gall, président") == 2


def test_what_was_signed_on_paper_is_noted_and_taken_back(pages: Pages, boss: dict[str, str]) -> None:
    place = "/studio/structures/mpt"
    told = {"name": "MPT", "charter_by": "Yann Le Gall", "charter_on": "2026-09-01"}
    pages.client.post(place, data=told, headers=boss)
    assert "sur papier" in pages.client.get("/studio/charter", headers=boss).text
    assert pages.client.post(place, data=told | {"charter_on": ""}, headers=boss).status_code == 422
    pages.client.post(place, data=told | {"charter_by": "", "charter_on": ""}, headers=boss)
    assert "n’est pas encore signée" in pages.client.get(place, headers=boss).text
    assert "sur papier" in pages.client.get("/studio/charter", headers=boss).text
