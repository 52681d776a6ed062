"""What a program sends that has not read the description: refused in words, and nothing else is harmed."""

from pathlib import Path
from typing import Any

import pytest

from broadcast.accounts.repository import structure_by_slug
from broadcast.schedule.models import ChannelKind
from broadcast.schedule.slots import create_channel
from web.conftest import Pages

pytestmark = pytest.mark.integration
SLOTS = "/api/v1/channels/radio/slots"
SLOT = {"show": "essais", "starts": "2026-12-01T18:00", "rrule": "FREQ=WEEKLY", "duration": 600}


@pytest.fixture
def radio(pages: Pages) -> Pages:
    """A channel with a weekly slot."""
    with pages.parts.database.writing() as session:
        create_channel(
            session, slug="radio", name="Radio", kind=ChannelKind.RADIO,
            structure=structure_by_slug(session, "mpt"), timezone="Europe/Paris", now=pages.parts.clock.now(),
        )  # fmt: skip
    assert pages.client.post(SLOTS, json=SLOT, headers=pages.by("host")).status_code == 201
    return pages


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"starts": "9999-12-31T23:59", "rrule": None}, "bad_date"),
        ({"starts": "1800-12-06T10:00"}, "bad_date"),
        ({"starts": "2026-12-03T10:00", "until": "9999-12-31"}, "bad_date"),
        ({"starts": "2026-12-03T10:00", "rrule": "FREQ=DAILY;INTERVAL=99999999999"}, "bad_rule"),
    ],
)
def test_a_slot_that_no_calendar_could_tell_is_refused(radio: Pages, told: dict[str, Any], code: str) -> None:
    answer = radio.client.post(SLOTS, json=SLOT | told, headers=radio.by("host"))
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    for address in ("schedule.ics", "xmltv.xml", "schedule"):
        assert radio.client.get(f"/channels/radio/{address}").status_code == 200


def test_an_occurrence_is_not_moved_out_of_reach(radio: Pages) -> None:
    told = {"starts": "9999-12-31T23:59"}
    answer = radio.client.patch(f"{SLOTS}/1/occurrences/2026-12-08", json=told, headers=radio.by("host"))
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_date")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/api/v1/channels/radio/schedule?from=9999-12-30&to=9999-12-31", "bad_date"),
        ("/api/v1/channels/radio/schedule?from=2026-12-01&to=9999-12-31", "bad_date"),
        ("/api/v1/channels/radio/log?from=9999-12-31T23:59:59", "bad_date"),
        ("/api/v1/channels/radio/log?from=2099-12-31&to=2098-12-31", "bad_span"),
        ("/api/v1/channels/radio/schedule?from=2026-12-01&to=2028-12-01", "bad_span"),
    ],
)
def test_a_time_out_of_reach_is_refused(radio: Pages, address: str, code: str) -> None:
    answer = radio.client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_why_says_that_a_year_is_out_of_reach(radio: Pages) -> None:
    answer = radio.client.get("/channels/radio/why?at=9999-12-31T23:59", headers=radio.by("host"))
    assert answer.status_code == 422
    assert "Cette date est hors de portée." in answer.text


def test_a_name_keeps_what_can_be_seen(pages: Pages, boss: dict[str, str]) -> None:
    told = {"name": "  Le\u0007  quai\u0000\n ", "slug": "quai"}
    assert pages.client.post("/api/v1/structures", json=told, headers=boss).json()["name"] == "Le quai"
    show = {"title": "L’\u0001été", "slug": "ete", "structure": "quai"}
    assert pages.client.post("/api/v1/shows", json=show, headers=boss).json()["title"] == "L’été"
    for name in (" \u0000 ", ""):
        answer = pages.client.post("/api/v1/structures", json={"name": name, "slug": "b"}, headers=boss)
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")


def test_a_sound_that_is_not_there_is_told_people_in_a_page_and_programs_in_json(pages: Pages) -> None:
    kinds = [
        pages.client.get("/media/nope/x.mp3", headers={"Accept": accept}).headers["content-type"]
        for accept in ("text/html,*/*;q=0.8", "*/*")
    ]
    assert kinds == ["text/html; charset=utf-8", "application/problem+json"]


def test_every_address_that_has_a_get_has_a_head(radio: Pages) -> None:
    for address in ("/", "/channels/radio", "/shows/essais", "/api/v1/channels", "/feed.xml"):
        told, asked = radio.client.get(address), radio.client.head(address)
        assert (asked.status_code, asked.content) == (200, b""), address
        assert asked.headers["content-type"] == told.headers["content-type"]
    assert radio.client.head("/shows/nope").status_code == 404
    assert radio.client.head("/channels/radio/journal").status_code == radio.client.get(
        "/channels/radio/journal"
    ).status_code  # fmt: skip
    assert radio.client.head(SLOTS).status_code == 405


def test_what_everybody_may_see_is_forbidden_to_others_and_what_nobody_may_is_not_there(
    pages: Pages, shared_media: Path
) -> None:
    item = pages.prepared(shared_media / "short/virgule.ogg")
    for name, statuses in (("other", (404, 404)), ("author", (403, 403))):
        assert touched(pages, item, by=name) == statuses
    pages.published(item)
    for name in ("other", "author"):
        assert touched(pages, item, by=name) == (403, 403)


def touched(pages: Pages, item: str, *, by: str) -> tuple[int, int]:
    """What somebody gets who withdraws a piece, and who takes its original."""
    place, headers = f"/api/v1/items/{item}", pages.by(by)
    withdrawn = pages.client.post(f"{place}/withdraw", json={"reason": "non"}, headers=headers)
    return withdrawn.status_code, pages.client.get(f"{place}/original", headers=headers).status_code
