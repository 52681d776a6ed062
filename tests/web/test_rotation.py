"""A channel's rotation by its API."""

import pytest

from broadcast.accounts.repository import structure_by_slug
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.schedule.models import ChannelKind
from broadcast.schedule.repository import channel_by_slug
from broadcast.schedule.slots import create_channel
from web.conftest import Pages

pytestmark = pytest.mark.integration
ADDRESS = "/api/v1/channels/port/rotation"


@pytest.fixture
def items(pages: Pages) -> list[str]:
    """A channel of the hosts' structure, and three approved pieces."""
    now = pages.parts.clock.now()
    with pages.parts.database.writing() as session:
        place = structure_by_slug(session, "mpt")
        create_channel(
            session, slug="port", name="Port", kind=ChannelKind.RADIO, structure=place,
            timezone="Europe/Paris", now=now,
        )  # fmt: skip
        made = [
            Item(title=f"Son {n}", structure_id=place.id, state=ItemState.PUBLISHED, source_sha=str(n),
                 source_bytes=1, created_at=now, kind="track", package=f"packages/{n}", seconds=60.0)
            for n in range(3)
        ]  # fmt: skip
        session.add_all(made)
        session.flush()
        return [item.id for item in made]


def test_the_contract_s_shape_is_enough_and_leaves_the_rest_as_it_is(pages: Pages, items: list[str]) -> None:
    one, two, three = items
    plain = {"items": [one, two], "jingles": [three], "jingle_every": 600}
    assert pages.client.put(ADDRESS, json=plain, headers=pages.by("host")).json() == plain | {
        "weights": {one: 1, two: 1},
        "jingle_minutes": [],
        "separation": {"artist": 3_600, "title": 7_200, "structure": 0},
        "music_share": None,
        "crossfade_ms": 0,
        "dayparts": [],
    }
    more = {
        "items": [one, two], "jingles": [three], "jingle_every": 600, "weights": {one: 3, two: 1},
        "jingle_minutes": [0, 30], "separation": {"artist": 60, "title": 120, "structure": 30},
        "music_share": 70, "crossfade_ms": 1_920,
        "dayparts": [
            {"name": "Nuit", "from": "00:00", "to": "06:00", "items": [two], "weights": {two: 2}}
        ],
    }  # fmt: skip
    assert pages.client.put(ADDRESS, json=more, headers=pages.by("host")).json() == more
    again = pages.client.put(ADDRESS, json=plain, headers=pages.by("host"))
    assert again.json() == more
    assert pages.client.get(ADDRESS, headers=pages.by("host")).json() == more


@pytest.mark.parametrize(
    "wrong",
    [
        {"jingle_minutes": [60]}, {"weights": {"x": 0}}, {"separation": {"artist": -1}}, {"music_share": 101},
        {"crossfade_ms": 1_000}, {"crossfade_ms": 3_520},
        {"dayparts": [{"name": "", "from": "00:00", "to": "06:00"}]},
        {"dayparts": [{"name": "Nuit", "from": "25:00", "to": "06:00"}]},
    ],
)  # fmt: skip
def test_a_wrong_figure_is_refused(pages: Pages, items: list[str], wrong: dict[str, object]) -> None:
    answer = pages.client.put(ADDRESS, json={"items": items} | wrong, headers=pages.by("host"))
    assert answer.status_code == 422


def test_only_its_hosts_say_what_plays(pages: Pages, items: list[str]) -> None:
    for name, status in (("author", 403), ("other", 403)):
        answer = pages.client.put(ADDRESS, json={"items": items}, headers=pages.by(name))
        assert answer.status_code == status
    unknown = pages.client.put(ADDRESS, json={"items": ["no-such"]}, headers=pages.by("host"))
    assert unknown.status_code == 404


def test_what_another_structure_has_not_published_cannot_be_played(pages: Pages, items: list[str]) -> None:
    now = pages.parts.clock.now()
    with pages.parts.database.writing() as session:
        create_channel(
            session, slug="rue", name="Rue", kind=ChannelKind.RADIO, timezone="Europe/Paris", now=now,
            structure=structure_by_slug(session, "keredern"),
        )  # fmt: skip
        session.get_one(Item, items[0]).state = ItemState.TO_REVIEW
    slot = {"starts": "2026-12-01T18:00", "duration": 600}
    ours, theirs = items[0], items[1]
    channel, by = "/api/v1/channels/rue", pages.by("other")
    asked = {
        item: (
            pages.client.put(f"{channel}/rotation", json={"items": [item]}, headers=by).status_code,
            pages.client.put(
                f"{channel}/rotation",
                json={"dayparts": [{"name": "Nuit", "from": "00:00", "to": "06:00", "items": [item]}]},
                headers=by,
            ).status_code,
            pages.client.post(f"{channel}/slots", json=slot | {"item": item}, headers=by).status_code,
            pages.client.post(
                f"{channel}/slots",
                json=slot
                | {"starts": "2026-12-02T18:00", "running_order": [{"kind": "report", "item": item}]},
                headers=by,
            ).status_code,
            pages.client.post(
                "/channels/rue/rotation", data={f"weight:{item}": "1"}, headers=by,
                follow_redirects=False,
            ).status_code,
        )
        for item in (ours, theirs)
    }  # fmt: skip
    assert asked == {ours: (404, 404, 404, 404, 404), theirs: (200, 200, 201, 201, 303)}


def test_the_page_changes_what_it_shows_and_leaves_the_rest(pages: Pages, items: list[str]) -> None:
    one, two, three = items
    before = {
        "items": [one], "jingles": [], "jingle_every": 600,
        "dayparts": [{"name": "Matin", "from": "06:00", "to": "09:00", "items": [one]}],
    }  # fmt: skip
    pages.client.put(ADDRESS, json=before, headers=pages.by("host"))
    form = {
        f"weight:{two}": "3", f"weight:{three}": "0", "jingle_every": "20", "jingle_minutes": "0, 30",
        "title_apart": "90", "artist_apart": "45", "structure_apart": "", "music_share": "70",
        "crossfade_ms": "3200",
    }  # fmt: skip
    answer = pages.client.post(
        "/channels/port/rotation", data=form, headers=pages.by("host"), follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/channels/port/rotation?saved=1")
    assert pages.client.get(ADDRESS, headers=pages.by("host")).json() == {
        "items": [one, two],
        "jingles": [],
        "jingle_every": 1_200,
        "weights": {one: 1, two: 3},
        "jingle_minutes": [0, 30],
        "separation": {"artist": 2_700, "title": 5_400, "structure": 0},
        "music_share": 70,
        "crossfade_ms": 3_200,
        "dayparts": [
            {"name": "Matin", "from": "06:00", "to": "09:00", "items": [one], "weights": {one: 1}}
        ],
    }  # fmt: skip


def test_each_list_for_certain_hours_has_its_page(pages: Pages, items: list[str]) -> None:
    one, two, _ = items
    pages.client.put(ADDRESS, json={"items": [one]}, headers=pages.by("host"))

    def sent(**form: str) -> str:
        answer = pages.client.post(
            "/channels/port/rotation", data=form, headers=pages.by("host"), follow_redirects=False
        )
        place: str = answer.headers.get("location", answer.text)
        return place

    def kept() -> list[dict[str, object]]:
        lists: list[dict[str, object]] = pages.client.get(ADDRESS, headers=pages.by("host")).json()[
            "dayparts"
        ]
        return lists

    noon = {"list": "new", "name": "Midi", "from": "12:00", "to": "14:00", f"weight:{one}": "1"}
    night = {"list": "new", "name": "Nuit", "from": "00:00", "to": "06:00", f"weight:{two}": "5"}
    assert (sent(**noon), sent(**night)) == (
        "/channels/port/rotation?saved=1&list=0",
        "/channels/port/rotation?saved=1&list=0",
    )
    nightly = {"name": "Nuit", "from": "00:00", "to": "06:00", "items": [two], "weights": {two: 5}}
    midday = {"name": "Midi", "from": "12:00", "to": "14:00", "items": [one], "weights": {one: 1}}
    assert kept() == [nightly, midday]
    page = pages.client.get("/channels/port/rotation?list=1", headers=pages.by("host")).text
    assert ('value="Midi"' in page, 'name="jingle_every"' in page) == (True, False)
    assert sent(list="0", name="Nuit", to="07:30").endswith("list=0")
    assert kept() == [nightly | {"to": "07:30"}, midday]
    wrong = sent(list="0", name="", to="07:30", **{f"weight:{two}": "3"})
    assert ('class="fault"' in wrong, '<option value="3" selected>' in wrong) == (True, True)
    assert sent(list="0", remove="1") == "/channels/port/rotation?saved=1"
    assert kept() == [midday]
    assert 'class="fault"' in sent(list="4", name="Soir")
    rotation = pages.client.get(ADDRESS, headers=pages.by("host")).json()
    assert rotation["items"] == [one]


@pytest.mark.usefixtures("items")
def test_what_is_wrong_is_told_on_the_page(pages: Pages) -> None:
    for wrong in (
        {"jingle_every": "beaucoup"},
        {"list": "new", "name": "Nuit", "from": "25h"},
        {"music_share": "400"},
        {"crossfade_ms": "1"},
    ):
        answer = pages.client.post("/channels/port/rotation", data=wrong, headers=pages.by("host"))
        assert answer.status_code == 422
        assert 'class="fault"' in answer.text
    assert pages.client.get("/channels/port/rotation", headers=pages.by("author")).status_code == 403
    shown = pages.client.get("/channels/port/rotation", headers=pages.by("host"))
    assert shown.status_code == 200
    assert 'name="crossfade_ms"' in shown.text


@pytest.mark.usefixtures("items")
def test_a_television_says_what_becomes_of_its_pictures(pages: Pages) -> None:
    with pages.parts.database.writing() as session:
        channel_by_slug(session, "port").kind = ChannelKind.TV
    form = {"crossfade_ms": "1920"}
    pages.client.post("/channels/port/rotation", data=form, headers=pages.by("host"))
    shown = pages.client.get("/channels/port/rotation", headers=pages.by("host")).text
    assert '<option value="1920" selected>' in shown
    assert "L’image change au milieu" in shown
