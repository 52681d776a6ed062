"""A workshop from its opening to the private page, as phones and hosts ask for it."""

import re
from base64 import b64encode
from pathlib import Path

import pytest
from sqlalchemy import select

from broadcast.library.models import Item
from broadcast.workshops.models import Attempt, GuestDeposit
from broadcast.workshops.patience import BEGUN_FROM_ONE, MOST_DEPOSITS, WRONG_FROM_ONE, WRONG_IN_ALL
from conftest import SetClock
from web.conftest import Pages
from web.workshop_world import HTML, Workshop, opened, sound, workshop

__all__ = ["sound", "workshop"]
pytestmark = pytest.mark.integration


def test_a_host_opens_a_workshop_and_has_its_code_on_every_paper(pages: Pages, workshop: Workshop) -> None:
    spelt = f"{workshop.code[:4]}-{workshop.code[4:]}"
    page = pages.client.get(workshop.place, headers=pages.by("host")).text
    assert spelt in page
    assert "mardi 24 novembre, 11:00–13:00" in page
    sheet = pages.client.get(f"{workshop.place}/sheet", headers=pages.by("host")).text
    assert spelt in sheet
    assert "<nav" not in sheet
    paper = pages.client.get(f"{workshop.place}/sheet.pdf", headers=pages.by("host"))
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert "Mercredi" in pages.client.get("/studio/workshops", headers=pages.by("host")).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Un atelier a besoin d’un nom"),
        ({"ends": "11:00"}, "douze heures au plus"),
        ({"on": "demain"}, "ne se lisent pas"),
    ],
)
def test_what_is_wrong_with_a_workshop_is_told_on_the_form(
    pages: Pages, wrong: dict[str, str], said: str
) -> None:
    answer = opened(pages, **wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="11:00"' in answer.text


def test_no_other_structure_sees_or_touches_a_workshop(pages: Pages, workshop: Workshop) -> None:
    for name in ("other", "author"):
        assert "Mercredi" not in pages.client.get("/studio/workshops", headers=pages.by(name)).text
        for page in ("", "/sheet", "/sheet.pdf"):
            assert pages.client.get(f"{workshop.place}{page}", headers=pages.by(name)).status_code == 404
        for act in ("close", "code", "deposits/x/revoke", "deposits/x/signatures"):
            assert pages.client.post(f"{workshop.place}/{act}", headers=pages.by(name)).status_code == 404
    answer = pages.client.post(
        "/studio/workshops", data={"name": "N", "structure": "mpt", "on": "2026-11-24", "begins": "11:00",
        "ends": "12:00"}, headers=pages.by("other"),
    )  # fmt: skip
    assert answer.status_code == 403


def test_the_code_is_typed_in_any_way(pages: Pages, workshop: Workshop) -> None:
    typed = f" {workshop.code[:4].lower()} {workshop.code[4:].lower()} "
    answer = pages.client.get("/atelier", params={"code": typed}, follow_redirects=False)
    assert answer.headers["location"] == f"/a/{workshop.code}"
    assert answer.headers["referrer-policy"] == "strict-origin"
    assert "Mercredi" in pages.client.get(answer.headers["location"], headers=HTML).text
    assert pages.client.get("/atelier?code=bonjour", headers=HTML).status_code == 422
    assert pages.client.get("/atelier").status_code == 200


def test_a_phone_deposits_with_the_plain_form(workshop: Workshop, sound: Path) -> None:
    answer = workshop.send(sound, by_others="yes")
    assert answer.status_code == 303
    page = answer.headers["location"]
    assert re.fullmatch(r"/d/[2-9A-Y]{12}", page)
    pages = workshop.pages
    shown = pages.client.get(page, headers=HTML)
    assert "Nina" in shown.text
    assert "Votre code\u00a0: gardez-le" in shown.text
    private = {"cache-control": "private, no-store", "x-robots-tag": "noindex, nofollow",
               "referrer-policy": "strict-origin"}  # fmt: skip
    assert {name: shown.headers[name] for name in private} == private
    with pages.parts.database.reading() as session:
        item = session.scalars(select(Item)).one()
    assert (item.title, item.artist, item.rights, item.workshop_id, item.depositor_id, item.state) == (
        "Le quai", "Nina", "music", workshop.id, None, "received"
    )  # fmt: skip
    assert pages.client.get(f"/items/{item.id}", headers=pages.by("other")).status_code == 404
    assert pages.client.get(f"/items/{item.id}", headers=HTML, follow_redirects=False).status_code == 303
    assert pages.client.get(f"/items/{item.id}", headers=pages.by("host")).status_code == 200
    assert "Le quai" in pages.client.get(workshop.place, headers=pages.by("host")).text


def test_a_phone_deposits_in_pieces_with_its_private_code_alone(workshop: Workshop, sound: Path) -> None:
    client, body = workshop.pages.client, sound.read_bytes()
    begun = workshop.begin().json()
    tus = {"Tus-Resumable": "1.0.0", "Authorization": f"Guest {begun['code']}"}
    name = b64encode(b"show").decode() + " " + b64encode(b"autre").decode()
    made = client.post(
        "/api/v1/uploads/",
        headers=tus | {"Upload-Length": str(len(body)), "Upload-Metadata": f"show {name.split()[1]}"},
    )
    assert made.status_code == 201
    place = made.headers["location"]
    other = tus | {"Authorization": f"Guest {workshop.begin().json()['code']}"}
    assert client.head(place, headers=other).status_code == 404
    assert client.head(place, headers={"Tus-Resumable": "1.0.0"}).status_code == 401
    first, rest = body[:1000], body[1000:]
    piece = tus | {"Content-Type": "application/offset+octet-stream"}
    assert client.patch(place, headers=piece | {"Upload-Offset": "0"}, content=first).status_code == 204
    assert "pas encore arrivé" in client.get(begun["page"], headers=HTML).text
    assert client.head(place, headers=tus).headers["upload-offset"] == "1000"
    done = client.patch(place, headers=piece | {"Upload-Offset": "1000"}, content=rest)
    with workshop.pages.parts.database.reading() as session:
        item = session.get_one(Item, done.headers["antenne-item"])
    assert (item.workshop_id, item.title, item.source_bytes) == (workshop.id, "Le quai", len(body))
    again = client.post("/api/v1/uploads/", headers=tus | {"Upload-Length": "9"})
    assert again.status_code == 410
    assert client.get("/api/v1/items", headers=tus).json() == []


def test_what_is_not_agreed_to_is_not_kept(workshop: Workshop, sound: Path) -> None:
    for wrong, said in (({"recording": ""}, "Sans votre accord"), ({"name": " "}, "Dites de qui")):
        answer = workshop.send(sound, **wrong)
        assert answer.status_code == 422
        assert said in answer.text
        assert 'value="Le quai"' in answer.text
    empty = workshop.pages.parts.settings.data / "rien"
    empty.touch()
    assert workshop.send(empty).status_code == 422
    with workshop.pages.parts.database.reading() as session:
        assert session.scalars(select(GuestDeposit)).all() == []
    assert list(workshop.pages.parts.settings.quarantine.glob("*")) == []


def test_hours_open_and_close_the_code(pages: Pages, clock: SetClock) -> None:
    noon = opened(pages, begins="12:00").headers["location"].rpartition("/")[2]
    workshop = Workshop(pages, noon)
    client, place = pages.client, f"/a/{workshop.code}"
    clock.pass_by(3599)  # forwards only: the house's clock never goes back with another
    assert client.get(place).json()["code"] == "workshop_early"
    assert workshop.begin().status_code == 404
    clock.pass_by(1)
    assert client.get(place).status_code == 200
    clock.pass_by(3600 + 1799)
    assert client.get(place).status_code == 200
    clock.pass_by(1)
    assert client.get(place).json()["code"] == "workshop_over"
    assert workshop.begin().status_code == 410
    clock.pass_by(86_400)
    assert client.get(place).json() == client.get("/a/22222222").json()


def test_closing_stops_what_is_under_way_but_no_private_page(workshop: Workshop, sound: Path) -> None:
    client = workshop.pages.client
    page = workshop.send(sound).headers["location"]
    begun = workshop.begin().json()
    tus = {"Tus-Resumable": "1.0.0", "Authorization": f"Guest {begun['code']}"}
    place = client.post("/api/v1/uploads/", headers=tus | {"Upload-Length": "4"}).headers["location"]
    assert workshop.host("close") == 303
    piece = tus | {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
    assert client.patch(place, headers=piece, content=b"RIFF").status_code == 410
    assert workshop.send(sound).status_code == 410
    assert client.get(page).status_code == 200


def test_another_code_ends_the_first(workshop: Workshop) -> None:
    first = workshop.code
    assert workshop.host("code") == 303
    assert workshop.code != first
    assert workshop.pages.client.get(f"/a/{first}").status_code == 404
    assert workshop.pages.client.get(f"/a/{workshop.code}").status_code == 200


def test_wrong_codes_are_told_to_wait_from_one_address_and_in_all(
    workshop: Workshop, clock: SetClock
) -> None:
    client, place = workshop.pages.client, f"/a/{workshop.code}"
    for number in range(WRONG_FROM_ONE.most):
        address = ("/a/22222222", "/d/222222222222", "/a/non")[number % 3]
        assert client.get(address).status_code == 404
    refused = client.get(place)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "300")
    assert workshop.begin().status_code == 429
    clock.pass_by(300)
    assert client.get(place).status_code == 200
    now = clock.now()
    with workshop.pages.parts.database.writing() as session:
        session.add_all(Attempt(kind="wrong", source=f"{n}", at=now) for n in range(WRONG_IN_ALL.most))
    assert client.get(place).status_code == 429
    with workshop.pages.parts.database.reading() as session:
        assert not session.scalars(select(Attempt).where(Attempt.source.contains("testclient"))).all()


def test_one_code_fills_no_disk(workshop: Workshop, clock: SetClock) -> None:
    for _ in range(BEGUN_FROM_ONE.most):
        assert workshop.begin().status_code == 200
    assert (workshop.begin().status_code, workshop.begin().headers["retry-after"]) == (429, "600")
    now = clock.pass_by(600)
    with workshop.pages.parts.database.writing() as session:
        for number in range(MOST_DEPOSITS - BEGUN_FROM_ONE.most):
            session.add(
                GuestDeposit(
                    workshop_id=workshop.id,
                    lookup=f"{number}",
                    name="N",
                    title="T",
                    answers={},
                    created_at=now,
                )
            )
    assert workshop.begin().json()["code"] == "workshop_full"


def test_a_workshop_that_runs_late_gets_other_hours_and_keeps_its_code(
    pages: Pages, workshop: Workshop, clock: SetClock
) -> None:
    code = workshop.code
    form = pages.client.get(f"{workshop.place}/hours", headers=pages.by("host")).text
    for field in ('value="Mercredi"', 'value="2026-11-24"', 'value="11:00"', 'value="13:00"'):
        assert field in form
    told = {"name": "Mercredi, tard", "on": "2026-11-24", "begins": "11:00", "ends": "15:00"}
    refused = workshop.answered("hours", **told | {"ends": "11:00"})
    assert (refused.status_code, "douze heures au plus" in refused.text) == (422, True)
    clock.pass_by(3 * 3600)
    assert pages.client.get(f"/a/{code}").status_code == 410
    assert workshop.host("hours", **told) == 303
    assert pages.client.get(f"/a/{code}").status_code == 200
    page = pages.client.get(workshop.place, headers=pages.by("host")).text
    assert "mardi 24 novembre, 11:00–15:00" in page
    assert workshop.host("close") == 303
    assert workshop.host("hours", **told) == 409
    assert pages.client.get(f"{workshop.place}/hours", headers=pages.by("other")).status_code == 404
