"""Series by the API: as their pages tell them."""

import pytest

from broadcast.accounts.roles import STATION
from broadcast.library.repository import items_seen_by
from hostile.streams import png
from web.conftest import Pages
from web.published import add_episodes

pytestmark = pytest.mark.integration
TOLD = {"title": "Le port", "structure": "mpt", "description": "Des sons.", "starts_on": "2026-11-24"}
AT = "/api/v1/series/le-port"


def test_a_series_is_begun_filled_told_otherwise_and_read_by_everybody(
    pages: Pages, boss: dict[str, str]
) -> None:
    made = pages.client.post("/api/v1/series", json=TOLD, headers=boss)
    assert made.status_code == 201
    whole: dict[str, object] = {
        "slug": "le-port", "title": "Le port", "description": "Des sons.", "structure": "mpt", "place": "",
        "starts_on": "2026-11-24", "ends_on": None, "episodes": 0, "pieces": [],
        "links": {
            "page": "http://testserver/series/le-port", "feed": "http://testserver/series/le-port/feed.xml",
        },
    }  # fmt: skip
    told = made.json()
    assert told["links"].pop("cover").startswith("http://testserver/covers/")
    assert told == whole
    add_episodes(pages.parts, "Un", "Deux")
    with pages.parts.database.reading() as session:
        ids = {item.title: item.id for item in items_seen_by(session, STATION)}
    for title in ("Deux", "Un", "Deux"):
        assert pages.client.put(f"{AT}/pieces/{ids[title]}", headers=pages.by("host")).status_code == 204
    told = pages.client.get(AT).json()
    assert [(one["title"], one["position"], one["item"]) for one in told["pieces"]] == [
        ("Deux", 1, ids["Deux"]), ("Un", 2, ids["Un"]),
    ]  # fmt: skip
    assert told["pieces"][0]["links"]["page"].startswith("http://testserver/shows/essais/e-")
    assert pages.client.delete(f"{AT}/pieces/{ids['Deux']}", headers=pages.by("host")).status_code == 204
    otherwise = {"title": "Le port, le soir", "place": "Brest"}
    changed = pages.client.put(AT, json=otherwise, headers=boss).json()
    assert (changed["slug"], changed["title"], changed["place"]) == ("le-port", "Le port, le soir", "Brest")
    assert (changed["description"], changed["starts_on"], changed["episodes"]) == ("", None, 1)
    (listed,) = pages.client.get("/api/v1/series").json()
    assert (listed["slug"], listed["episodes"]) == ("le-port", 1)


def test_what_is_wrong_is_said_and_nobody_elses_series_changes(pages: Pages, boss: dict[str, str]) -> None:
    assert pages.client.get(AT).status_code == 404
    backwards = TOLD | {"ends_on": "2026-11-23"}
    assert pages.client.post("/api/v1/series", json=backwards, headers=boss).status_code == 422
    pages.client.post("/api/v1/series", json=TOLD, headers=boss)
    for name in ("host", "other"):
        assert pages.client.post("/api/v1/series", json=TOLD, headers=pages.by(name)).status_code == 403
        assert pages.client.put(AT, json={"title": "À moi"}, headers=pages.by(name)).status_code == 403
    assert pages.client.post("/api/v1/series", json=TOLD, headers=boss).json()["slug"] == "le-port-2"


def test_its_pieces_are_put_in_order_and_those_that_are_not_named_stay_behind(
    pages: Pages, boss: dict[str, str]
) -> None:
    pages.client.post("/api/v1/series", json=TOLD, headers=boss)
    add_episodes(pages.parts, "Un", "Deux", "Trois")
    with pages.parts.database.reading() as session:
        ids = {item.title: item.id for item in items_seen_by(session, STATION)}
    for title in ("Un", "Deux", "Trois"):
        pages.client.put(f"{AT}/pieces/{ids[title]}", headers=pages.by("host"))
    order = {"items": [ids["Trois"], ids["Un"]]}
    assert pages.client.put(f"{AT}/order", json=order, headers=pages.by("host")).status_code == 403
    told = pages.client.put(f"{AT}/order", json=order, headers=boss).json()
    assert [(one["title"], one["position"]) for one in told["pieces"]] == [
        ("Trois", 1), ("Un", 2), ("Deux", 3),
    ]  # fmt: skip
    stranger = pages.client.put(f"{AT}/order", json={"items": ["nobody"]}, headers=boss)
    assert (stranger.status_code, stranger.json()["code"]) == (404, "unknown_item")


def test_it_gets_a_cover(pages: Pages, boss: dict[str, str]) -> None:
    drawn = pages.client.post("/api/v1/series", json=TOLD, headers=boss).json()["links"]["cover"]
    picture = {"file": ("port.png", png(1_500, 1_400), "image/png")}
    brought = pages.client.put(f"{AT}/cover", files=picture, data={"across": "0"}, headers=boss)
    assert brought.status_code == 200
    cover = brought.json()["links"]["cover"]
    assert cover != drawn
    assert pages.client.get(cover).headers["content-type"] == "image/jpeg"
    small = {"file": ("port.png", png(90, 90), "image/png")}
    refused = pages.client.put(f"{AT}/cover", files=small, headers=boss)
    assert (refused.status_code, refused.json()["code"]) == (422, "cover_too_small")
