"""A backup of a running station, put back elsewhere: the same pieces are on air, with the same bytes."""

import json
from pathlib import Path

import httpx
import pytest

from e2e.conftest import OnAirStation
from e2e.station import Station, wait_for

pytestmark = pytest.mark.e2e


def sequence(station: Station) -> int:
    """The number of the first segment that the radio tells."""
    text = httpx.get(f"{station.address}/live/radio/a128.m3u8").text
    return int(text.partition("#EXT-X-MEDIA-SEQUENCE:")[2].split()[0])


def told(station: Station, item: str) -> str:
    """What a station tells of a piece, without its own address."""
    return json.dumps(station.call("GET", f"/api/v1/items/{item}", expect=200)).replace(station.address, "")


def test_a_running_station_is_put_back_elsewhere(on_air: OnAirStation, tmp_path: Path) -> None:
    old, file = on_air.station, tmp_path / "antenne.tar"
    before = sequence(old)
    assert "rows and" in old.command("backup", str(file))
    new = Station(tmp_path / "data")
    assert "are back" in new.command("restore", str(file))
    assert new.command("restore", str(file), expect=1) == ""
    new.token = old.token
    new.start()
    try:
        wait_for(lambda: new.answers("/live/radio/a128.m3u8"), what="the radio")
        assert old.command("restore", str(file), expect=1) == ""
        assert all(told(new, item) == told(old, item) for item in on_air.items.values())
        enclosure = httpx.get(f"{old.address}/shows/essais/feed.xml").text.partition('enclosure url="')[2]
        path = enclosure.partition('"')[0].removeprefix(old.address)
        assert httpx.get(new.address + path).content == httpx.get(old.address + path).content
        assert sequence(new) >= before
    finally:
        new.stop()
