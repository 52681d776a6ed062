from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from broadcast.accounts.people import create_person, create_token
from web.conftest import Pages

pytestmark = pytest.mark.integration


@pytest.fixture
def here(pages: Pages) -> Any:
    """Somebody on the station's own machine."""
    return type(pages.client)(pages.client.app, client=("127.0.0.1", 40_000))


def figures(text: str) -> dict[str, list[tuple[dict[str, str], float]]]:
    found: dict[str, list[tuple[dict[str, str], float]]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, []).append((dict(sample.labels), sample.value))
    return found


def test_the_figures_are_whole_and_name_routes_by_their_templates(pages: Pages, here: Any) -> None:
    for path in ("/", "/shows/essais", "/shows/nothing", "/made/up/by/somebody", "/live/c/a128/7.m4s"):
        pages.client.get(path)
    told = figures(here.get("/metrics").text)
    counted = {(labels["route"], labels["status"]): value for labels, value in told["antenne_requests_total"]}
    assert counted == {
        ("/", "200"): 1, ("/shows/{slug}", "200"): 1, ("/shows/{slug}", "404"): 1, ("(none)", "404"): 1,
        ("/live/{slug}/{rendition}/{number}.m4s", "404"): 1,
    }  # fmt: skip
    assert {labels["state"] for labels, _ in told["antenne_jobs"]} >= {"queued", "running", "failed"}
    assert told["antenne_channels_on_air"] == [({}, 0.0)]
    assert {labels["severity"] for labels, _ in told["antenne_notices_open"]} == {"note", "warning", "alarm"}
    assert told["antenne_disk_free_bytes"][0][1] > 0
    reserve = pages.parts.database.reserve
    assert told.get("antenne_reserve_whole") == (None if reserve is None else [({}, 0.0)])
    assert set(told) >= {"antenne_request_seconds_bucket", "antenne_sendings_waiting"}


def test_they_are_for_this_machine_and_for_administrators(pages: Pages, here: Any) -> None:
    assert here.get("/metrics").status_code == 200
    assert here.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403
    assert pages.client.get("/metrics").status_code == 403
    assert pages.client.get("/metrics", headers=pages.by("host")).status_code == 403
    with pages.parts.database.writing() as session:
        create_person(
            session, email="a@b.fr", name="a", password="assez long, oui", is_admin=True,
            now=pages.parts.clock.now(),
        )  # fmt: skip
        key = create_token(session, email="a@b.fr", name="", now=pages.parts.clock.now())
    assert pages.client.get("/metrics", headers={"Authorization": f"Bearer {key}"}).status_code == 200
