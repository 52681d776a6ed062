"""A report from the form to the decision, as anybody and hosts ask for it."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from broadcast.accounts.acts import Act
from broadcast.accounts.audit_reading import Wanted, broken_at, whole_log
from broadcast.accounts.roles import STATION
from broadcast.notices.repository import open_notices_for
from broadcast.parts import Parts
from broadcast.post.models import Sending
from broadcast.reports.models import Report
from broadcast.reports.reporting import FROM_ONE, IN_ALL
from broadcast.settings import load_settings
from broadcast.web.app import create_app
from broadcast.web.guests import place_told
from conftest import SetClock
from web.conftest import Pages

pytestmark = pytest.mark.integration
SAID = {
    "place": "http://testserver/shows/essais/le-port", "ground": "privacy", "words": "C’est ma voix.",
    "name": "Maëlle", "email": "maelle@example.org", "good_faith": "yes",
}  # fmt: skip
HTML = {"Accept": "text/html"}


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Any:
    return load_settings(
        data=tmp_path / "data", database_url=database_url, transcribe="off",
        smtp_url="smtp://127.0.0.1:9", mail_from="radio@example.org",
    )  # fmt: skip


@pytest.fixture
def item(pages: Pages, shared_media: Path) -> str:
    """A piece that is published at the address that is reported."""
    made = pages.prepared(shared_media / "short/virgule.ogg")
    pages.published(made)
    return made


def send(pages: Pages, **words: str) -> Any:
    return pages.client.post("/report", data=SAID | words, headers=HTML, follow_redirects=False)


def decide(pages: Pages, by: str = "host", **words: str) -> Any:
    told = {"decision": "withdrawn", "reasons": "Sans accord."} | words
    return pages.client.post(
        "/studio/reports/1", data=told, headers=pages.by(by), follow_redirects=False
    )  # fmt: skip


def letters(pages: Pages) -> list[tuple[str, str]]:
    with pages.parts.database.reading() as session:
        found = session.execute(
            select(Sending.subject, Sending.text).order_by(Sending.created_at, Sending.key)
        )
        return [(subject, text) for subject, text in found]


def open_notices(pages: Pages) -> list[str]:
    with pages.parts.database.reading() as session:
        return [one.code for one in open_notices_for(session, STATION, now=pages.parts.clock.now())]


@pytest.mark.media
def test_from_the_form_to_the_decision(pages: Pages, item: str, clock: SetClock) -> None:
    form = pages.client.get("/report", params={"about": "/shows/essais/le-port"}).text
    assert 'value="http://testserver/shows/essais/le-port"' in form
    answer = send(pages)
    assert answer.status_code == 303
    receipt = answer.headers["location"]
    assert re.fullmatch(r"/report/[0-9A-Z]{20}", receipt)
    page = pages.client.get(receipt)
    assert page.headers["referrer-policy"] == "strict-origin"
    assert page.headers["cache-control"] == "private, no-store"
    for said in ("Signalement n°\u00a01", "Le port", "C’est ma voix.", "bien arrivé"):
        assert said in page.text
    assert open_notices(pages) == ["reported"]
    assert len(letters(pages)) == 1
    assert f"http://testserver{receipt}" in letters(pages)[0][1]
    assert "ma voix" not in letters(pages)[0][1]

    clock.pass_by(60)
    assert decide(pages).status_code == 303
    page = pages.client.get(receipt)
    for said in ("Sans accord.", "Le contenu est retiré", "24 novembre, 11:01"):
        assert said in page.text
    assert pages.client.get("/shows/essais/le-port").status_code == 410
    assert pages.client.get(f"/items/{item}", headers=pages.by("host")).status_code == 200
    assert open_notices(pages) == []
    assert letters(pages)[1][0] == "Signalement n°\u00a01\u00a0: la décision"
    with pages.parts.database.reading() as session:
        log = [
            (one.act, one.name, one.subject, one.words) for one in whole_log(session, Wanted(), actor=STATION)
        ]
        assert broken_at(session) is None
    assert (Act.REPORT, "", "report:1", "") in log
    assert log[-1] == (Act.DECIDE, "host", "report:1", "Sans accord.")


@pytest.mark.media
def test_who_decides_is_not_told_who_reports_unless_they_run_the_station(pages: Pages, item: str) -> None:
    assert item
    send(pages)
    seen = pages.client.get("/studio/reports/1", headers=pages.by("host")).text
    assert "C’est ma voix." in seen
    assert "Maëlle" not in seen
    assert "maelle@" not in seen
    assert pages.client.get("/studio/reports/1", headers=pages.by("other")).status_code == 404
    assert pages.client.get("/studio/reports/1", headers=pages.by("author")).status_code == 404
    assert "Le port" in pages.client.get("/studio/reports", headers=pages.by("host")).text
    assert "Le port" not in pages.client.get("/studio/reports", headers=pages.by("other")).text


@pytest.mark.media
def test_a_decision_is_made_once_and_has_reasons(pages: Pages, item: str) -> None:
    assert item
    send(pages)
    assert decide(pages, reasons=" ").status_code == 422
    assert decide(pages, by="other").status_code == 404
    assert decide(pages, decision="kept").status_code == 303
    assert pages.client.get("/shows/essais/le-port").status_code == 200
    assert decide(pages).status_code == 409
    assert pages.client.get("/shows/essais/le-port").status_code == 200


@pytest.mark.media
def test_what_is_reported_is_found_by_its_address(pages: Pages, item: str) -> None:
    places = (
        "/shows/essais", "https://elsewhere.example/structures/keredern?x=1", "/shows/essais/le-port?t=4",
        "/shows/essais/nothing", "hier à 18 h sur la radio",
    )  # fmt: skip
    for place in places:
        assert send(pages, place=place).status_code == 303
    with pages.parts.database.reading() as session:
        found = session.scalars(select(Report).order_by(Report.id))
        assert [(one.title, one.structure_id, one.item_id) for one in found] == [
            ("Les essais", 1, None), ("Keredern", 2, None), ("Le port", 1, item), ("Les essais", 1, None),
            ("", None, None),
        ]  # fmt: skip


def test_what_is_missing_is_told_on_the_form_and_nothing_is_lost(pages: Pages) -> None:
    for wrong in ({"words": " "}, {"ground": "x"}, {"place": ""}, {"good_faith": ""}, {"email": "maelle"}):
        answer = send(pages, **wrong)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert ("C’est ma voix." in answer.text) == ("words" not in wrong)
    with pages.parts.database.reading() as session:
        assert session.scalars(select(Report)).all() == []


def test_reports_are_bounded_from_one_place(pages: Pages, clock: SetClock) -> None:
    for _ in range(FROM_ONE.most):
        assert send(pages, email="").status_code == 303
    answer = send(pages)
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "600"
    assert "C’est ma voix." in answer.text
    assert letters(pages) == []
    clock.pass_by(601)
    assert send(pages).status_code == 303
    assert IN_ALL.most > FROM_ONE.most


def test_behind_a_trusted_proxy_each_guest_has_a_limit_of_their_own(pages: Pages) -> None:
    settings = load_settings(**pages.parts.settings.model_dump() | {"trusted_proxies": "10.0.0.0/8"})
    parts = Parts(
        settings, pages.parts.database, pages.parts.storage, pages.parts.clock, pages.parts.dispatcher
    )
    with type(pages.client)(create_app(parts), client=("10.0.0.2", 1)) as client:

        def sent(told: str) -> int:
            answer = client.post(
                "/report", data=SAID, headers={"X-Forwarded-For": told}, follow_redirects=False
            )
            return int(answer.status_code)

        assert [sent(f"1.2.3.{one}, 198.51.100.1") for one in range(FROM_ONE.most + 1)][-2:] == [303, 429]
        assert sent("198.51.100.1, 198.51.100.2") == 303


def test_a_receipt_is_found_by_its_own_address_only_and_by_no_log(pages: Pages) -> None:
    code = send(pages).headers["location"].rpartition("/")[2]
    spelt = "-".join(code[at : at + 4] for at in range(0, 20, 4))
    assert pages.client.get(f"/report/{spelt.lower()}").status_code == 200
    other = code[:-1] + ("3" if code.endswith("2") else "2")
    assert pages.client.get(f"/report/{other}").status_code == 404
    assert pages.client.get("/report/1").status_code == 404
    assert place_told(f"/report/{code}") == "/report/…"
