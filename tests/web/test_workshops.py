"""A workshop from its opening to the private page, as phones and hosts ask for it."""

import re
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from broadcast.accounts.connections import origins_of
from broadcast.accounts.roles import STATION
from broadcast.errors import ConflictError
from broadcast.feeds.publish import publish
from broadcast.jobs import claim
from broadcast.jobs.models import Job
from broadcast.library.models import Item
from broadcast.notices.repository import open_notices_for
from broadcast.transcode.prepare import prepare_item
from broadcast.web.guests import place_told
from broadcast.workshops.models import Attempt, GuestDeposit
from broadcast.workshops.opening import code_of_workshop, hosted_workshop
from broadcast.workshops.patience import BEGUN_FROM_ONE, MOST_DEPOSITS, WRONG_FROM_ONE, WRONG_IN_ALL
from broadcast.workshops.private import REMOVAL_ASKED
from conftest import SetClock
from web.conftest import Pages

pytestmark = pytest.mark.integration
WORDS = {"name": "Nina", "title": "Le quai", "recording": "yes", "publishing": "yes"}
HTML = {"Accept": "text/html"}


@dataclass(frozen=True)
class Workshop:
    """A workshop that the host of the pages opened, from 11 to 13 in Paris: it is 11 now."""

    pages: Pages
    id: str

    @property
    def code(self) -> str:
        parts = self.pages.parts
        with parts.database.reading() as session:
            found = hosted_workshop(session, self.id, actor=STATION)
        return code_of_workshop(found, key=parts.settings.signing_key)

    @property
    def place(self) -> str:
        return f"/studio/workshops/{self.id}"

    def host(self, act: str) -> int:
        """What the host gets for doing something to it."""
        answer = self.pages.client.post(
            f"{self.place}/{act}", headers=self.pages.by("host"), follow_redirects=False
        )
        return int(answer.status_code)

    def send(self, file: Path, **words: str) -> Any:
        """The plain form with its file."""
        return self.pages.client.post(
            f"/a/{self.code}", data=WORDS | words, files={"file": (file.name, file.read_bytes())},
            headers=HTML, follow_redirects=False,
        )  # fmt: skip

    def begin(self, **words: str) -> Any:
        return self.pages.client.post(f"/a/{self.code}/begin", data=WORDS | words)

    def prepare(self) -> str:
        """Prepare the only item; its id."""
        parts = self.pages.parts
        with parts.database.writing() as session:
            job = session.scalars(select(Job)).one()
            held = claim(session, job.id, holder="here/1.1/1", now=parts.clock.now())
        assert held is not None
        prepare_item(parts, held)
        return job.subject


def opened(pages: Pages, **words: str) -> Any:
    told = {"name": "Mercredi", "structure": "mpt", "show": "essais", "on": "2026-11-24", "begins": "11:00",
            "ends": "13:00"}  # fmt: skip
    return pages.client.post(
        "/studio/workshops", data=told | words, headers=pages.by("host"), follow_redirects=False
    )


@pytest.fixture
def workshop(pages: Pages) -> Workshop:
    answer = opened(pages)
    assert answer.status_code == 303
    return Workshop(pages, answer.headers["location"].rpartition("/")[2])


@pytest.fixture
def sound(shared_media: Path) -> Path:
    return shared_media / "short/virgule.ogg"


def test_a_host_opens_a_workshop_and_has_its_code_on_every_paper(pages: Pages, workshop: Workshop) -> None:
    spelt = f"{workshop.code[:4]}-{workshop.code[4:]}"
    page = pages.client.get(workshop.place, headers=pages.by("host")).text
    assert spelt in page
    assert "mardi 24 novembre, 11:00–13:00" in page
    assert spelt in pages.client.get(f"{workshop.place}/sheet", headers=pages.by("host")).text
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
    assert answer.headers["referrer-policy"] == "no-referrer"
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
    assert "Votre code : gardez-le" in shown.text
    private = {"cache-control": "private, no-store", "x-robots-tag": "noindex, nofollow",
               "referrer-policy": "no-referrer"}  # fmt: skip
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
    assert workshop.host(f"deposits/{deposit.id}/signatures") == 303
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
