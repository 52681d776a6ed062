"""Running orders through both doors: the API, and the host's page without a script."""

import re
from html import unescape
from io import BytesIO

import pytest
from pypdf import PdfReader

from broadcast.accounts.repository import structure_by_slug
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.schedule.models import ChannelKind
from broadcast.schedule.slots import create_channel
from web.conftest import Pages

pytestmark = pytest.mark.integration
ORDER = "/api/v1/channels/radio/slots/1/occurrences/2026-12-01/running-order"
PAGE = "/channels/radio/slots/1/occurrences/2026-12-01/running-order"


@pytest.fixture
def placed(pages: Pages) -> Pages:
    """A weekly slot of ten minutes, and a piece of 90 s that waits for review."""
    with pages.parts.database.writing() as session:
        place = structure_by_slug(session, "mpt")
        create_channel(
            session, slug="radio", name="Radio", kind=ChannelKind.RADIO, structure=place,
            timezone="Europe/Paris", now=pages.parts.clock.now(),
        )  # fmt: skip
        session.add(
            Item(
                id="song", structure_id=place.id, title="Chanson", kind="track", seconds=90.0,
                state=ItemState.TO_REVIEW, source_sha="x", source_bytes=1, warnings=[], progress=1.0,
                created_at=pages.parts.clock.now(),
            )
        )  # fmt: skip
    told = {"show": "essais", "starts": "2026-12-01T18:00", "rrule": "FREQ=WEEKLY", "duration": 600}
    assert pages.client.post("/api/v1/channels/radio/slots", json=told, headers=pages.by("host")).is_success
    return pages


def test_a_running_order_is_written_read_and_adds_up(placed: Pages) -> None:
    told = {
        "elements": [
            {"kind": "intro", "item": "song", "begins": 0, "ends": 20},
            {"kind": "talk", "text": "Bonjour", "seconds": 300},
        ]
    }
    written = placed.client.put(ORDER, json=told, headers=placed.by("host"))
    assert written.status_code == 200, written.text
    answer = placed.client.get(ORDER, headers=placed.by("host")).json()
    assert written.json() == answer
    assert (answer["version"], answer["is_template"], answer["duration"]) == (1, False, 600)
    assert (answer["total"], answer["remaining"]) == (320, 280)
    lines = [(one["kind"], one["title"], one["starts"], one["lasts"]) for one in answer["elements"]]
    assert lines == [("intro", "Chanson", 0, 20), ("talk", None, 20, 300)]


def test_what_cannot_be_is_refused_with_a_sentence(placed: Pages) -> None:
    host = placed.by("host")
    backwards = {"elements": [{"kind": "track", "item": "song", "begins": 30, "ends": 20}]}
    assert placed.client.put(ORDER, json=backwards, headers=host).json()["code"] == "excerpt_backwards"
    unknown = {"elements": [{"kind": "track", "item": "nothing"}]}
    assert placed.client.put(ORDER, json=unknown, headers=host).status_code == 404
    other_day = ORDER.replace("12-01", "12-02")
    assert placed.client.put(other_day, json={"elements": []}, headers=host).json()["code"] == (
        "unknown_occurrence"
    )
    assert placed.client.put(ORDER, json={"elements": []}, headers=placed.by("other")).status_code == 403
    stale = {"version": 7, "elements": []}
    assert placed.client.put(ORDER, json=stale, headers=host).json()["code"] == "changed_meanwhile"


def test_a_slot_has_a_season_a_repeat_and_a_running_order_of_its_own(placed: Pages) -> None:
    host = placed.by("host")
    told = {
        "repeat_of": 1, "starts": "2026-12-02T10:00", "rrule": "FREQ=WEEKLY", "duration": 600,
        "season": {"from": "2026-12-09", "until": "2026-12-23"},
    }  # fmt: skip
    made = placed.client.post("/api/v1/channels/radio/slots", json=told, headers=host)
    assert made.status_code == 201, made.text
    assert (made.json()["repeat_of"], made.json()["until"]) == (1, "2026-12-23")
    asked = {"from": "2026-12-01", "to": "2027-02-01"}
    found = placed.client.get("/api/v1/channels/radio/schedule", params=asked).json()["occurrences"]
    assert [one["date"] for one in found if one["repeat"]] == ["2026-12-09", "2026-12-16", "2026-12-23"]
    again = told | {"repeat_of": made.json()["id"], "starts": "2026-12-03T10:00"}
    refused = placed.client.post("/api/v1/channels/radio/slots", json=again, headers=host)
    assert (refused.status_code, refused.json()["code"]) == (422, "repeats_a_repeat")
    alone = {
        "running_order": [{"kind": "track", "item": "song"}], "title": "Matinale", "duration": 600,
        "starts": "2026-12-04T07:00",
    }  # fmt: skip
    made = placed.client.post("/api/v1/channels/radio/slots", json=alone, headers=host)
    assert (made.status_code, made.json()["title"]) == (201, "Matinale")


def test_a_show_says_how_it_fills_its_slots(placed: Pages) -> None:
    host = placed.by("host")
    told = {"order": "number", "filler": ["song"]}
    answer = placed.client.patch("/api/v1/shows/essais", json=told, headers=host)
    assert answer.json() == {"slug": "essais", "order": "number", "filler": ["song"]}
    assert (
        placed.client.patch("/api/v1/shows/essais", json=told, headers=placed.by("other")).status_code == 403
    )


def test_a_line_over_the_next_one_takes_no_time_and_the_page_says_so(placed: Pages) -> None:
    with placed.parts.database.writing() as session:
        song = session.get_one(Item, "song")
        session.add(
            Item(
                id="voice", structure_id=song.structure_id, title="Virgule", kind="jingle", seconds=8.0,
                state=ItemState.TO_REVIEW, source_sha="y", source_bytes=1, warnings=[], progress=1.0,
                created_at=song.created_at,
            )
        )  # fmt: skip
    voice = {"kind": "jingle", "item": "voice", "over": True}
    told = {"elements": [voice, {"kind": "track", "item": "song"}, voice]}
    answer = placed.client.put(ORDER, json=told, headers=placed.by("host")).json()
    assert (answer["total"], answer["remaining"]) == (98, 502)
    lines = [(one["over"], one["is_over"], one["starts"], one["lasts"]) for one in answer["elements"]]
    assert lines == [(True, True, 0, 8), (False, False, 0, 90), (True, False, 90, 8)]
    shown = pressed(placed, "")
    assert "Sur l’intro de «\u00a0Chanson\u00a0»\u00a0: la musique baisse" in shown
    assert "Cette ligne passera seule" in shown  # of the last, which nothing follows
    again = placed.client.get(ORDER, headers=placed.by("host")).json()
    assert [one["over"] for one in again["elements"]] == [True, False, True]


def pressed(pages: Pages, button: str, **new: str) -> str:
    """Press a button of the page as a browser without a script does; the page that comes then."""
    page = pages.client.get(PAGE, headers=pages.by("host")).text
    form = page[page.index("data-conducteur") :]
    fields = [("do", button)]
    for tag in re.findall(r"<input[^>]*>|<select.*?</select>", form, flags=re.DOTALL):
        name = re.search(r'name="(\w+)"', tag)
        chosen = re.search(r'<option value="([^"]*)" selected', tag) or re.search(r' value="([^"]*)"', tag)
        assert name is not None
        fields.append((name[1], new.get(name[1], unescape(chosen[1]) if chosen else "")))
    body: dict[str, list[str]] = {}
    for field, value in fields:
        body.setdefault(field, []).append(value)
    return str(pages.client.post(PAGE, data=body, headers=pages.by("host")).text)


def test_the_page_works_without_a_script(placed: Pages) -> None:
    pressed(placed, "add", new_kind="talk", new_text="Bonjour à tous", new_seconds="1:30")
    page = pressed(placed, "add", new_kind="track", new_item="song")
    keys = re.findall(r'id="line-(\w+)"', page)
    assert len(keys) == 2
    assert "18:01:30" in page
    page = pressed(placed, f"up:{keys[1]}")
    assert re.findall(r'id="line-(\w+)"', page) == keys[::-1]
    page = pressed(placed, "", begins="0:10", ends="0:40.5")
    assert "0:40.5" in page
    page = pressed(placed, f"remove:{keys[1]}")
    assert re.findall(r'id="line-(\w+)"', page) == keys[:1]
    assert "Bonjour à tous" in page
    assert "n’est pas une durée" in pressed(placed, "", seconds="bientôt")


def test_a_refused_page_keeps_what_was_typed(placed: Pages) -> None:
    pressed(placed, "add", new_kind="track", new_item="song")
    page = pressed(
        placed, "add", begins="presque", text="Fondu <lent>", new_text="Au revoir", new_seconds="x"
    )
    assert "n’est pas une durée" in page
    assert 'name="begins" value="presque"' in page
    assert 'name="text" value="Fondu &lt;lent&gt;"' in page
    assert 'name="new_text" value="Au revoir"' in page
    assert 'name="new_seconds" value="x"' in page
    assert "Chanson" in page
    stale = re.sub(r'name="version" value="\d+"', "", page)
    assert stale != page
    told = {"key": "a" * 32, "kind": "talk", "item": "", "begins": "", "ends": "", "text": "Mon mot",
            "seconds": "1:00", "version": "0", "do": ""}  # fmt: skip
    answer = placed.client.post(PAGE, data=told, headers=placed.by("host"))
    assert answer.status_code == 409
    assert 'name="text" value="Mon mot"' in answer.text
    assert 'name="version" value="0"' in answer.text


def on_paper(pages: Pages, address: str = PAGE, *, by: str = "host") -> tuple[int, str]:
    """How many sheets the paper has, and what it says."""
    answer = pages.client.get(f"{address}.pdf", headers=pages.by(by))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "private, no-store"
    read = PdfReader(BytesIO(answer.content))
    assert b"/Lang(fr" in answer.content
    return len(read.pages), " ".join("\n".join(page.extract_text() for page in read.pages).split())


def test_the_paper_says_what_the_page_says(placed: Pages) -> None:
    with placed.parts.database.writing() as session:
        session.get_one(Item, "song").artist = "Les Copains d’abord"
    cue = "Après le générique, trois respirations, puis : « Bonjour, vous êtes sur la radio du quartier ! »"
    told = {
        "elements": [
            {"kind": "intro", "item": "song", "begins": 0, "ends": 20.5, "text": "Fondre sous la voix"},
            {"kind": "talk", "text": "Bonjour 🎉", "seconds": 300},
            {"kind": "talk", "text": cue, "seconds": 400},
            {"kind": "episode"},
        ]
    }
    assert placed.client.put(ORDER, json=told, headers=placed.by("host")).is_success
    assert f'href="{PAGE}.pdf"' in placed.client.get(PAGE, headers=placed.by("host")).text
    sheets, words = on_paper(placed)
    assert sheets == 1
    for one in (
        "Radio · Conducteur", "Les essais", "mardi 1er décembre 2026, 18:00–18:10", "Case 10:00",
        "Total 12:00", "Trop long de 2:00", "18:00:00 Chanson à valider", "Les Copains d’abord",
        "Générique · extrait, de 0:00 à 0:20.5", "Fondre sous la voix", "18:00:20 Bonjour",
        "Parole · au micro", "18:05:20 Parole", cue, "18:12:00 Épisode rien de prêt", "−2:00",
        "tel qu’il était le 24 novembre 2026 à 11:00",
    ):  # fmt: skip
        assert one in words
    assert "1 / 1" not in words


def test_a_long_running_order_has_numbered_sheets_and_an_empty_one_says_so(placed: Pages) -> None:
    every_date = PAGE.replace("/occurrences/2026-12-01", "")
    assert on_paper(placed, every_date) == (1, on_paper(placed, every_date)[1])
    assert "Rien pour l’instant." in on_paper(placed, every_date)[1]
    assert "Pour toutes les dates qui n’ont pas le leur" in on_paper(placed, every_date)[1]
    lines = [{"kind": "talk", "text": f"Ligne {one}", "seconds": 10} for one in range(40)]
    usual = ORDER.replace("/occurrences/2026-12-01", "")
    assert placed.client.put(usual, json={"elements": lines}, headers=placed.by("host")).is_success
    sheets, words = on_paper(placed, every_date)
    assert sheets > 1
    assert f"1 / {sheets}" in words
    assert f"{sheets} / {sheets}" in words
    assert "6:30 Ligne 39" in words
    assert "Le conducteur habituel de la case" in on_paper(placed)[1]


def test_nobody_else_has_the_paper(placed: Pages) -> None:
    for name, status in (("author", 403), ("other", 403)):
        assert placed.client.get(f"{PAGE}.pdf", headers=placed.by(name)).status_code == status
    answer = placed.client.get(f"{PAGE}.pdf", follow_redirects=False)
    assert answer.status_code == 401
    other_day = PAGE.replace("12-01", "12-02")
    assert placed.client.get(f"{other_day}.pdf", headers=placed.by("host")).status_code == 404
