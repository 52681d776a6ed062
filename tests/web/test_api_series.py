"""Series by the API: as their pages tell them."""

import pytest

from broadcast.accounts.roles import STATION
from broadcast.library.repository import items_seen_by
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
    assert made.json() == whole
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
