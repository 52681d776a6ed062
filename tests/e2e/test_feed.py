"""The podcast, judged from outside and read as apps read it."""

import feedparser
import httpx
import pytest

from e2e.conftest import OnAirStation
from e2e.judges import Judges

pytestmark = pytest.mark.e2e


def test_the_feed_passes_its_judge(on_air: OnAirStation, judges: Judges) -> None:
    verdict = judges.judge("feed_check", f"{on_air.station.address}/shows/essais/feed.xml")
    assert verdict.code == 0, verdict.words


def test_the_feeds_of_a_series_and_of_a_place_pass_it(on_air: OnAirStation, judges: Judges) -> None:
    station = on_air.station
    told = {"title": "Le port, la nuit", "structure": "mpt", "description": "Des sons du port."}
    station.call("POST", "/studio/series", expect=303, data=told)
    published = {one["id"] for one in station.call("GET", "/api/v1/items?state=published", expect=200)}
    items = [item for item in on_air.items.values() if item in published]  # another test withdraws one
    for item in items:
        station.call("POST", f"/items/{item}/series", expect=303, data={"series": "le-port-la-nuit"})
    item = items[0]
    about = {"title": "Le quai", "places": "Île Longue"}
    station.call("POST", f"/items/{item}/edit", expect=303, data=about)
    station.call("POST", f"/api/v1/items/{item}/approve", expect=200)
    for place in ("/series/le-port-la-nuit", "/places/ile-longue"):
        verdict = judges.judge("feed_check", f"{station.address}{place}/feed.xml")
        assert verdict.code == 0, verdict.words


def test_an_app_reads_it_and_plays_a_part(on_air: OnAirStation) -> None:
    text = httpx.get(f"{on_air.station.address}/shows/essais/feed.xml").text
    feed = feedparser.parse(text)
    assert not feed.bozo
    assert feed.feed.title == "Les essais"
    sound = feed.entries[0].enclosures[0]
    whole = httpx.head(sound.href)
    assert (whole.status_code, whole.headers["Content-Length"]) == (200, sound.length)
    part = httpx.get(sound.href, headers={"Range": "bytes=0-2"})
    assert (part.status_code, part.content) == (206, b"ID3")
    again = httpx.get(sound.href, headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 304
