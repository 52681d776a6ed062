"""The air, judged from outside for a minute and a half and through every accident."""

import os
import re
import signal
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from e2e.conftest import OnAirStation
from e2e.judges import Judges, verdict_of
from e2e.nodes import second_node
from e2e.station import Station, running, wait_for

pytestmark = pytest.mark.e2e
WATCH = "90"


def item_changes(station: Station, channel: str, since: datetime) -> int:
    """How many pieces began on a channel since then."""
    lines = station.call(
        "GET", f"/api/v1/channels/{channel}/log", expect=200, params={"from": since.isoformat()}
    )
    return sum(datetime.fromisoformat(line["starts_at"]) > since for line in lines)


def test_both_channels_pass_the_judge_on_two_nodes(
    on_air: OnAirStation, judges: Judges, tmp_path: Path
) -> None:
    """Decoded and watched for 90 s across item changes, with a second web process telling the same bytes."""
    station = on_air.station
    began = datetime.now(UTC)
    with second_node(station, tmp_path) as other:
        judged = [
            judges.begin(
                "hls_check", f"{station.address}/live/{channel}/index.m3u8", "--watch", WATCH, "--decode",
                "--also", f"{other.address}/live/{channel}/index.m3u8",
            )
            for channel in ("radio", "tv")
        ]  # fmt: skip
        verdicts = [verdict_of(one) for one in judged]
    for verdict in verdicts:
        assert verdict.code == 0, verdict.words
    assert min(item_changes(station, channel, began) for channel in ("radio", "tv")) >= 3


def test_the_air_needs_neither_worker_nor_redis(on_air: OnAirStation, judges: Judges) -> None:
    """With both stopped for good (SIGSTOP: the supervisor does not see them end), the judge is content."""
    station = on_air.station
    stopped = [*station.processes("antenne worker"), *station.processes("redis-server")]
    assert len(stopped) >= 2
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        judged = [
            judges.begin("hls_check", f"{station.address}/live/{channel}/index.m3u8", "--watch", "40")
            for channel in ("radio", "tv")
        ]
        verdicts = [verdict_of(one) for one in judged]
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
    for verdict in verdicts:
        assert verdict.code == 0, verdict.words


def test_after_a_power_cut_numbers_and_times_go_on(on_air: OnAirStation, judges: Judges) -> None:
    station = on_air.station
    before = segments_told(station, "radio")
    station.kill()
    station.start()
    after = wait_for(lambda: segments_told(station, "radio"), what="the playlist after the restart")
    assert not {number for number in before if number in after and before[number] != after[number]}
    newest, moment = max(after.items())
    last, then = max(before.items())
    assert newest >= last
    between = [after[number] for number in sorted(after) if number >= last]
    assert all(later > sooner for sooner, later in pairwise(between))
    assert abs((moment - then) - timedelta(seconds=3.84) * (newest - last)) < timedelta(seconds=60)
    assert datetime.now(UTC) - moment < timedelta(seconds=15)
    verdict = judges.judge("hls_check", f"{station.address}/live/radio/index.m3u8", "--watch", "20")
    assert verdict.code == 0, verdict.words


def test_a_withdrawn_piece_is_gone_at_once_and_the_air_goes_on(on_air: OnAirStation, judges: Judges) -> None:
    station = on_air.station
    item = on_air.items["short/tada.ogg"]
    found = station.call("GET", f"/api/v1/items/{item}", expect=200)
    page, sound = found["links"]["page"], found["links"]["mp3"]
    assert httpx.get(sound).status_code == 200
    station.call("POST", f"/api/v1/items/{item}/withdraw", expect=200, json={"reason": "essai"})
    assert httpx.get(sound).status_code == 410
    assert httpx.get(page, headers={"Accept": "text/html"}).status_code == 410
    assert sound not in httpx.get(f"{station.address}/shows/essais/feed.xml").text
    verdict = judges.judge(
        "hls_check", f"{station.address}/live/radio/index.m3u8", "--watch", "20", "--decode"
    )
    assert verdict.code == 0, verdict.words


def segments_told(station: Station, channel: str, *, since: datetime | None = None) -> dict[int, datetime]:
    """Segment numbers and their moments, as the playlist tells them: the present one, or all since then."""
    params = {"from": since.isoformat()} if since else {}
    text = httpx.get(f"{station.address}/live/{channel}/a128.m3u8", params=params).text
    told: dict[int, datetime] = {}
    moment = datetime.min.replace(tzinfo=UTC)
    for said, seconds, number in re.findall(r"TIME:(\S+)|EXTINF:([\d.]+),\na128/(\d+)\.m4s", text):
        if said:
            moment = datetime.fromisoformat(said)
        else:
            told[int(number)] = moment
            moment += timedelta(seconds=float(seconds))
    return told


def test_a_fresh_station_is_on_air_at_once(tmp_path: Path) -> None:
    """From its stand-by loop, before anything was deposited, and with a full playlist."""
    (tmp_path / "data").mkdir()
    with running(tmp_path / "data") as station:
        station.sign_up()
        station.call("POST", "/api/v1/structures", expect=201, json={"slug": "s", "name": "S"})
        told = {"slug": "r", "name": "R", "kind": "radio", "structure": "s"}
        station.call("POST", "/api/v1/channels", expect=201, json=told)
        assert len(segments_told(station, "r")) >= 10
        (line,) = station.call("GET", "/api/v1/channels/r/log", expect=200)[-1:]
        assert line["reason"] == "stand-by"
