"""A year in numbers: who may read it, and what it counts."""

import csv
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest

from broadcast.library.states import ItemState
from broadcast.playout.models import AudienceRow
from broadcast.schedule.repository import channel_by_slug
from web.conftest import Pages
from web.published import add_episodes
from web.test_programme_feeds import WEEKLY, on_the_radio

pytestmark = pytest.mark.integration
PARIS = ZoneInfo("Europe/Paris")


def lines(pages: Pages, year: int, *, by: dict[str, str]) -> dict[str, dict[str, str]]:
    """The table of a year, by structure or channel."""
    answer = pages.client.get(f"/studio/year.csv?year={year}", headers=by)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return {one["structure"] or one["channel"]: one for one in csv.DictReader(StringIO(answer.text))}


def test_pieces_count_in_the_year_that_they_came_out_in(pages: Pages, boss: dict[str, str]) -> None:
    add_episodes(pages.parts, "Un", "Deux", "Trois")
    add_episodes(pages.parts, "Vier", state=ItemState.WITHDRAWN)
    year = (pages.parts.clock.now() - timedelta(days=500)).year
    told = lines(pages, year, by=boss)
    assert (told["MPT Harteloire"]["deposits"], told["MPT Harteloire"]["published"]) == ("4", "3")
    assert told["MPT Harteloire"]["published_hours"] == "0.05"
    assert told["Keredern"]["deposits"] == "0"
    assert lines(pages, year + 1, by=boss)["MPT Harteloire"]["published"] == "0"


def test_listening_is_counted_in_the_station_s_own_year(pages: Pages, boss: dict[str, str]) -> None:
    on_the_radio(pages, WEEKLY)
    midnight = datetime(2026, 1, 1, tzinfo=PARIS)
    with pages.parts.database.writing() as session:
        channel = channel_by_slug(session, "radio")
        for minute, listeners in ((-1, 90), (0, 30), (1, 60)):
            moment = midnight + timedelta(minutes=minute)
            session.add(AudienceRow(channel_id=channel.id, minute=moment, listeners=listeners, connections=3))
    radio = lines(pages, 2026, by=boss)["Radio"]
    assert (radio["listening_hours"], radio["connections"], radio["most_listeners"]) == ("1.50", "6", "60")
    assert lines(pages, 2025, by=boss)["Radio"]["most_listeners"] == "90"


def test_a_workshop_counts_with_its_structure(pages: Pages, boss: dict[str, str]) -> None:
    fields = {"name": "Radio", "structure": "mpt", "on": "2026-11-24", "begins": "11:00", "ends": "13:00"}
    pages.client.post("/studio/workshops", data=fields, headers=pages.by("host"), follow_redirects=False)
    assert lines(pages, 2026, by=boss)["MPT Harteloire"]["workshops"] == "1"


def test_the_page_tells_it_and_hosts_do_not_read_it(pages: Pages, boss: dict[str, str]) -> None:
    add_episodes(pages.parts, "Un")
    year = (pages.parts.clock.now() - timedelta(days=500)).year
    page = pages.client.get(f"/studio/year?year={year}", headers=boss)
    assert page.status_code == 200
    assert "<td>1</td><td>0</td><td>1</td>" in page.text
    bare = pages.client.get("/studio/year?year=2001", headers=boss).text
    assert "Rien cette année-là" in bare
    assert pages.client.get("/studio/year", headers=pages.by("host")).status_code == 403
    assert pages.client.get("/studio/year?year=999999", headers=boss).status_code == 422


def test_one_structure_can_be_told_of_alone(pages: Pages, boss: dict[str, str]) -> None:
    on_the_radio(pages, WEEKLY)
    answer = pages.client.get("/studio/year.csv?structure=keredern", headers=boss)
    (line,) = csv.DictReader(StringIO(answer.text))
    assert line["structure"] == "Keredern"
    page = pages.client.get("/studio/year?structure=mpt&year=2026", headers=boss).text
    assert "/studio/year?year=2025&amp;structure=mpt" in page
    assert pages.client.get("/studio/year?structure=none", headers=boss).status_code == 404
