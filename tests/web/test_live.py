"""What may be kept of the live stream, for how long, and by whom."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from broadcast.db import open_database
from broadcast.library import keys
from broadcast.media.grid import QUANTUM
from broadcast.media.units import Ticks
from broadcast.parts import Parts
from broadcast.web.app import create_app
from broadcast.web.routes.live import shared_freshness
from conftest import SetClock
from playout.test_ledger import Ground, keep_index

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "kept"), [(None, 1), (-2.0, 1), (0.4, 1), (1.0, 1), (2.9, 2), (3.84, 3), (60.0, 6)]
)
def test_a_cache_keeps_a_playlist_for_whole_seconds_until_the_next_segment(
    left: float | None, kept: int
) -> None:
    until = NOW + timedelta(seconds=left) if left is not None else None
    assert shared_freshness(until, now=NOW) == f"public, max-age=1, s-maxage={kept}"


@pytest.mark.integration
def test_a_playlist_does_not_change_while_a_cache_may_keep_it(parts: Parts, clock: SetClock) -> None:
    Ground(parts.database, parts.storage)
    keep_index(parts.storage, keys.STAND_BY, ticks=Ticks(53 * QUANTUM))
    app = create_app(parts)
    house = app.state.house
    house.air.keep()
    client = TestClient(app)  # not entered: no keeper runs, the test keeps the air itself
    changes = 0
    for _ in range(60):
        told = client.get("/live/c/a128.m3u8")
        kept = int(told.headers["cache-control"].rpartition("=")[2])
        assert 1 <= kept <= 6
        if kept > 1:
            clock.pass_by(kept - 0.001)
            house.air.keep()
            again = client.get("/live/c/a128.m3u8")
            assert again.text == told.text
            unchanged = client.get("/live/c/a128.m3u8", headers={"If-None-Match": told.headers["etag"]})
            assert unchanged.status_code == 304
        clock.pass_by(1.2)
        house.air.keep()
        changes += client.get("/live/c/a128.m3u8").text != told.text
    assert changes > 20


@pytest.mark.integration
def test_a_process_that_has_not_read_the_air_yet_does_not_say_that_there_is_no_channel(
    parts: Parts, tmp_path: Path
) -> None:
    """Its database has no tables: a player is told to come again, and a cache keeps nothing."""
    unread = replace(parts, database=open_database(f"sqlite:///{tmp_path / 'empty.sqlite3'}"))
    answer = TestClient(create_app(unread)).get("/live/c/a128.m3u8")
    unread.database.close()
    assert (answer.status_code, answer.json()["code"]) == (503, "not_read_yet")
    assert (answer.headers["retry-after"], answer.headers["cache-control"]) == ("2", "no-store")


@pytest.mark.integration
def test_a_process_takes_no_request_before_it_has_read_the_air(parts: Parts, clock: SetClock) -> None:
    Ground(parts.database, parts.storage)
    app = create_app(parts)
    with TestClient(app):
        assert app.state.house.air.view.read_at == clock.now()
