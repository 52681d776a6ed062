"""Hearing the air again, judged from outside."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn

from broadcast.clock import SystemClock
from broadcast.db import open_database
from broadcast.parts import Parts
from broadcast.schedule.models import ChannelKind
from broadcast.settings import load_settings
from broadcast.storage import open_storage
from broadcast.web.app import create_app
from conftest import NotedDispatcher, SetClock
from e2e.conftest import OnAirStation
from e2e.judges import Judges, verdict_of
from e2e.station import wait_for
from playout.real import approved
from playout.real import on_air as play
from stand_by_loop import bring_stand_by

pytestmark = pytest.mark.e2e


def test_a_playlist_from_a_moment_passes_the_judge(on_air: OnAirStation, judges: Judges) -> None:
    """Start-over of both channels, watched while it grows."""
    station = on_air.station
    since = datetime.now(UTC) - timedelta(seconds=75)
    address = f"{station.address}/live/{{}}/index.m3u8?from={since:%Y-%m-%dT%H:%M:%S}Z"
    wait_for(lambda: len(httpx.get(address.format("tv")).text) > 100, what="the air of a minute ago")
    judged = [
        judges.begin("hls_check", address.format(channel), "--watch", "25", "--decode")
        for channel in ("radio", "tv")
    ]
    for verdict in map(verdict_of, judged):
        assert verdict.code == 0, verdict.words


@contextmanager
def served(parts: Parts) -> Iterator[str]:
    """The web door of some parts, on a port of its own."""
    server = uvicorn.Server(uvicorn.Config(create_app(parts), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_for(lambda: server.started, what="the door")
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)


def test_an_evening_of_last_week_passes_the_judge(
    shared_media: Path, migrated_file: Path, tmp_path: Path, judges: Judges
) -> None:
    """Three hours of a radio that has been off the air since, served by a station of today."""
    shutil.copy(migrated_file, tmp_path / "antenne.sqlite3")
    url = f"sqlite:///{tmp_path / 'antenne.sqlite3'}"
    settings = load_settings(data=tmp_path / "data", database_url=url, transcribe="off")
    clock = SetClock(datetime.now(UTC) - timedelta(days=7))
    parts = Parts(settings, open_database(url), open_storage(settings.storage), clock, NotedDispatcher())
    bring_stand_by(parts.storage)
    items = [approved(parts, shared_media / path) for path in ("short/tada.ogg", "short/virgule.ogg")]
    since = clock.now() + timedelta(minutes=5)
    play(parts, clock, kind=ChannelKind.RADIO, items=items, seconds=4 * 3600, step=100)
    with served(replace(parts, clock=SystemClock())) as address:
        told = f"{address}/live/c/index.m3u8?from={since:%Y-%m-%dT%H:%M:%S}Z"
        media = told.replace("index", "a128")
        wait_for(lambda: httpx.get(media).text.startswith("#EXTM3U"), what="the air of today")
        verdict = judges.judge("hls_check", told, "--vod", "--max-segments", "60", "--decode")
    assert verdict.code == 0, verdict.words
