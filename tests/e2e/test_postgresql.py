"""The same way of a sound, with PostgreSQL in place of the file."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from e2e.judges import Judges
from e2e.station import running

pytestmark = pytest.mark.e2e


def test_a_sound_travels_the_whole_way_on_postgresql(
    shared_media: Path, postgresql_url: Callable[[], str], judges: Judges, tmp_path: Path
) -> None:
    with running(tmp_path / "data", ANTENNE_DATABASE_URL=postgresql_url()) as station:
        station.sign_up()
        station.call("POST", "/api/v1/structures", expect=201, json={"slug": "mpt", "name": "MPT"})
        told = {"slug": "radio", "name": "Radio", "kind": "radio", "structure": "mpt"}
        station.call("POST", "/api/v1/channels", expect=201, json=told)
        show = {"slug": "essais", "title": "Les essais", "structure": "mpt", "email": "a@example.org"}
        station.call("POST", "/api/v1/shows", expect=201, json=show)
        item = station.deposit(shared_media / "short/virgule.ogg", show="essais", title="Virgule")
        assert station.settled(item)["state"] == "to_review"
        station.call("POST", f"/api/v1/items/{item}/approve", expect=200)
        station.call("PUT", "/api/v1/channels/radio/rotation", expect=200, json={"items": [item]})
        live = f"{station.address}/live/radio/index.m3u8"
        verdict = judges.judge("hls_check", live, "--watch", "20", "--decode")
        assert verdict.code == 0, verdict.words
        assert "Virgule" in httpx.get(f"{station.address}/shows/essais/feed.xml").text
        assert not (station.data / "antenne.sqlite3").exists()
