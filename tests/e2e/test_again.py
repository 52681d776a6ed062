"""Hearing the air again, judged from outside."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from e2e.conftest import OnAirStation
from e2e.judges import Judges, verdict_of
from e2e.station import wait_for

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
