"""The private page of a deposit, and where codes and addresses are kept."""

from pathlib import Path

import pytest
from sqlalchemy import select, text

from broadcast.accounts.connections import origins_of
from broadcast.accounts.roles import STATION
from broadcast.errors import ConflictError
from broadcast.feeds.publish import publish
from broadcast.library.consents import missing_consents
from broadcast.library.models import Item
from broadcast.notices.repository import open_notices_for
from broadcast.web.guests import place_told
from broadcast.workshops.models import GuestDeposit
from broadcast.workshops.private import REMOVAL_ASKED
from conftest import SetClock
from web.conftest import Pages
from web.workshop_world import HTML, Workshop, sound, workshop

__all__ = ["sound", "workshop"]
pytestmark = pytest.mark.integration


@pytest.mark.media
def test_from_the_private_page_one_hears_corrects_agrees_and_has_it_removed(
    workshop: Workshop, sound: Path
) -> None:
    pages, client = workshop.pages, workshop.pages.client
    page = workshop.send(sound, publishing="later", minor="yes").headers["location"]
    assert client.get(f"{page}/listen.mp3").status_code == 409
    item = workshop.prepare()
    assert client.get(f"{page}/listen.mp3").headers["content-type"] == "audio/mpeg"
    with pytest.raises(ConflictError, match="consent_missing"):
        publish(pages.parts, item, actor=STATION)
    assert client.post(f"{page}/agree", follow_redirects=False).status_code == 303
    with pytest.raises(ConflictError, match="consent_missing"):
        publish(pages.parts, item, actor=STATION)
    with pages.parts.database.reading() as session:
        deposit = session.scalars(select(GuestDeposit)).one()
    signatures = f"deposits/{deposit.id}/signatures"
    refused = workshop.answered(signatures, first="Anne <Le Goff>", second="")
    assert (refused.status_code, "les deux parents" in refused.text) == (422, True)
    assert 'value="Anne &lt;Le Goff&gt;"' in refused.text
    with pytest.raises(ConflictError, match="consent_missing"):
        publish(pages.parts, item, actor=STATION)
    assert workshop.host(signatures, first="Anne Le Goff", second="Yann Le Goff") == 303
    agreed = client.get(f"/items/{item}/consents", headers=pages.by("host"))
    assert "Signé par Anne Le Goff, Yann Le Goff" in agreed.text
    assert "J’ai les signatures" not in client.get(workshop.place, headers=pages.by("host")).text
    with pages.parts.database.reading() as session:
        assert "Yann Le Goff" not in str(session.execute(text("SELECT * FROM consent")).all())
    changed = client.post(
        f"{page}/words", data={"name": "Nina B.", "title": "Le quai, la nuit"}, headers=HTML
    )
    assert "Le quai, la nuit" in changed.text
    assert client.post(f"{page}/words", data={"name": "", "title": "x"}, headers=HTML).status_code == 422
    publish(pages.parts, item, actor=STATION)
    assert "publié" in client.get(f"{page}/state").text
    client.post(f"{page}/words", data={"name": "Nina B.", "title": "Autrement"})
    with pages.parts.database.reading() as session:
        assert session.get_one(Item, item).title == "Le quai, la nuit"
    assert client.post(f"{page}/remove", follow_redirects=False).status_code == 303
    with pages.parts.database.reading() as session:
        told = open_notices_for(session, STATION, now=pages.parts.clock.now())
        assert [(one.code, one.fills) for one in told] == [
            (REMOVAL_ASKED.code, {"name": "Nina B.", "title": "Le quai, la nuit"})
        ]
    client.post(f"/items/{item}/withdraw", headers=pages.by("host"))
    assert (
        "dépublié" in client.get(page, headers=HTML).text or "retiré" in client.get(page, headers=HTML).text
    )
    assert client.get(f"{page}/listen.mp3").status_code == 409
    with pages.parts.database.reading() as session:
        assert open_notices_for(session, STATION, now=pages.parts.clock.now()) == []


def test_a_host_closes_a_private_link(workshop: Workshop, sound: Path) -> None:
    client = workshop.pages.client
    page = workshop.send(sound).headers["location"]
    with workshop.pages.parts.database.reading() as session:
        deposit = session.scalars(select(GuestDeposit)).one()
    assert workshop.host(f"deposits/{deposit.id}/revoke") == 303
    for act in ("", "/state", "/listen.mp3"):
        assert client.get(f"{page}{act}").status_code == 404
    for act in ("words", "agree", "remove"):
        assert client.post(f"{page}/{act}").status_code == 404


def test_the_database_holds_no_code(workshop: Workshop, sound: Path) -> None:
    private = workshop.send(sound).headers["location"].rpartition("/")[2]
    with workshop.pages.parts.database.reading() as session:
        rows = [
            str(session.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608  # names of our own tables
            for table in ("workshop", "guest_deposit", "attempt", "item", "upload")
        ]
    assert not any(code in row for code in (workshop.code, private) for row in rows)


def test_a_log_has_no_code() -> None:
    assert place_told("/d/K7MP3XRT9WAC/listen.mp3") == "/d/…"
    assert place_told("/invitation/K7MP3XRT9WAC/join") == "/invitation/…"
    assert place_told("/a/K7MP3XRT") == "/a/…"
    assert place_told("/channels/radio") == "/channels/radio"
    assert place_told("/") == "/"


def test_from_where_it_was_deposited_is_kept_apart(
    pages: Pages, workshop: Workshop, sound: Path, clock: SetClock
) -> None:
    assert workshop.send(sound).status_code == 303
    answer = pages.client.post(
        "/api/v1/items", data={"show": "essais"}, files={"file": ("a.ogg", sound.read_bytes())},
        headers=pages.by("host"),
    )  # fmt: skip
    assert answer.status_code == 202
    key = pages.parts.settings.signing_key
    with pages.parts.database.writing() as session:
        for item in session.scalars(select(Item.id)).all():
            found = origins_of(session, f"item:{item}", actor=STATION, key=key, now=clock.now())
            assert [(one.at, one.address) for one in found] == [(clock.now(), "testclient")]


@pytest.mark.media
def test_the_private_page_tells_what_was_agreed_and_asks_for_nothing_twice(
    workshop: Workshop, sound: Path, clock: SetClock
) -> None:
    pages, client = workshop.pages, workshop.pages.client
    asked = "J’ai écouté\u00a0: ça peut être publié"
    page = workshop.send(sound, publishing="later").headers["location"]
    item = workshop.prepare()
    assert asked in client.get(page, headers=HTML).text
    clock.pass_by(60)
    lena = {"name": "Léna", "kinds": ["recording"]}
    pages.client.post(f"/items/{item}/consents", data=lena, headers=pages.by("host"))
    client.post(f"{page}/agree")
    shown = client.get(page, headers=HTML).text
    assert shown.count("oui, le 24 novembre 2026") == 2
    assert asked not in shown
    assert "On ne vous demande plus rien" in shown
    assert "animateur·rice va l’écouter" in shown
    with pages.parts.database.reading() as session:
        missing = missing_consents(session, item, now=pages.parts.clock.now())
    assert [(one.name, one.kind) for one in missing] == [("Léna", "publishing")]
