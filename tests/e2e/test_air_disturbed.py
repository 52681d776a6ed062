"""The air of two nodes through edits, withdrawals, kills and a locked database, on either database."""

import json
import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from signal import SIGKILL
from zoneinfo import ZoneInfo

import httpx
import pytest

from broadcast.media.package import Rendition
from e2e.doors import Doors
from e2e.judges import Judges, between_requests, verdict_of
from e2e.locks import locked
from e2e.nodes import Node, second_node
from e2e.stand_by import is_stand_by, stand_by_of
from e2e.station import Station, running, wait_for
from e2e.test_air import segments_told

pytestmark = pytest.mark.e2e

CHANNELS = ("radio", "tv")
PIECES = ("short/tada.ogg", "short/virgule.ogg", "film/old-phone.3gp")
OTHERS = ("antenne beat", "antenne worker", "redis-server")
WATCHED_S, LOCKED_S = 75, 20
A_PLAYLIST = timedelta(seconds=135)
WITHIN_A_SEGMENT = timedelta(seconds=0.96)  # half of the shortest
_ADDRESS = re.compile(r"\((http\S+/live/(\w+)/(\w+)/(\d+)\.m4s)\)$")


@dataclass
class Disturbed:
    """A station whose programme and processes are not left alone; what is left of its pieces and slots."""

    station: Station
    database_url: str
    items: list[str]
    chance: Random = field(default_factory=lambda: Random(5))  # noqa: S311  # what is edited is no secret
    slots: list[tuple[str, int]] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)

    def edit(self) -> None:
        """Place a slot within the next minute, where it clashes with none; now and then take one away."""
        channel = self.chance.choice(CHANNELS)
        starts = datetime.now(ZoneInfo("Europe/Paris")) + timedelta(seconds=self.chance.uniform(5, 60))
        told = {"starts": f"{starts:%Y-%m-%dT%H:%M:%S}", "duration": self.chance.randint(5, 20),
                "item": self.chance.choice(self.items),
                "overrun": self.chance.choice(["finish", "cut"])}  # fmt: skip
        answer = self._ask("POST", f"/api/v1/channels/{channel}/slots", told)
        assert answer.status_code in {201, 409}, answer.text
        if answer.status_code == 201:
            self.slots.append((channel, answer.json()["id"]))
        if len(self.slots) > len(CHANNELS):
            channel, slot = self.slots.pop(0)
            assert self._ask("DELETE", f"/api/v1/channels/{channel}/slots/{slot}").status_code == 204

    def withdraw_from(self, channel: str) -> None:
        """Withdraw the piece that is heard, once there is one."""
        item = wait_for(partial(self._heard_on, channel), what=f"a piece to be heard on {channel}")
        self.station.call("POST", f"/api/v1/items/{item}/withdraw", expect=200, json={"reason": "essai"})
        self.items.remove(item)
        self.withdrawn.add(item)

    def _heard_on(self, channel: str) -> str:
        told = self.station.call("GET", f"/api/v1/channels/{channel}/log", expect=200)[-1]
        return str(told["item"]) if told["item"] in self.items else ""

    def kill(self, word: str, *, but: int = 0) -> None:
        """End the processes with that word that are of the station itself; it starts them anew."""
        for pid in {*self.station.processes(word)} - {but}:
            with suppress(ProcessLookupError):
                os.kill(pid, SIGKILL)

    def _ask(self, method: str, path: str, told: object = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.station.token}"}
        return httpx.request(method, f"{self.station.address}{path}", json=told, headers=headers, timeout=60)


@pytest.fixture(params=["sqlite", "postgresql"])
def disturbed(request: pytest.FixtureRequest, shared_media: Path, tmp_path: Path) -> Iterator[Disturbed]:
    """A radio and a television, each with the same rotation."""
    url = f"sqlite:///{tmp_path / 'data' / 'antenne.sqlite3'}"
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("postgresql_url")
        url = make()
    with running(tmp_path / "data", ANTENNE_DATABASE_URL=url) as station:
        station.sign_up()
        station.call("POST", "/api/v1/structures", expect=201, json={"slug": "mpt", "name": "MPT"})
        show = {"slug": "essais", "title": "Les essais", "structure": "mpt", "email": "radio@example.org"}
        station.call("POST", "/api/v1/shows", expect=201, json=show)
        items = [station.deposit(shared_media / path, show="essais", title=path) for path in PIECES]
        for item in items:
            assert station.settled(item)["state"] == "to_review"
            station.call("POST", f"/api/v1/items/{item}/approve", expect=200)
        for kind in CHANNELS:
            told = {"slug": kind, "name": kind, "kind": kind, "structure": "mpt"}
            station.call("POST", "/api/v1/channels", expect=201, json=told)
            station.call("PUT", f"/api/v1/channels/{kind}/rotation", expect=200, json={"items": items})
        yield Disturbed(station, url, items)


def test_edits_withdrawals_kills_and_a_locked_database_are_not_heard(
    disturbed: Disturbed, judges: Judges, tmp_path: Path
) -> None:
    station = disturbed.station
    since = datetime.now(UTC) - A_PLAYLIST
    with second_node(station, tmp_path) as second:
        doors = Doors(station.address, second.address)
        with doors.door_to(station.address) as first_door, doors.door_to(second.address) as second_door:
            judging = [
                judges.begin(
                    "hls_check", f"{first_door}/live/{channel}/index.m3u8", "--watch", str(WATCHED_S),
                    "--decode", "--json", "--also", f"{second_door}/live/{channel}/index.m3u8",
                )
                for channel in CHANNELS
            ]  # fmt: skip
            disturb(disturbed, second, doors, judging)
            with locked(disturbed.database_url):
                threading.Event().wait(LOCKED_S)
            disturbed.withdraw_from("tv")
            assert all(judge.poll() is None for judge in judging), "they were to watch to the end"
            for judge in judging:
                told = json.loads(verdict_of(judge).words)
                assert_only_withdrawals_were_heard(disturbed, second, told, since=since)
    for word in OTHERS:
        wait_for(partial(station.processes, word), what=f"{word} to be back")


def disturb(disturbed: Disturbed, second: Node, doors: Doors, judging: list[subprocess.Popen[str]]) -> None:
    """Edit and kill in turn, then withdraw. While a node is away, the other one is asked."""
    station = disturbed.station
    disturbed.edit()
    with doors.without(station.address):
        between_requests(judging, partial(disturbed.kill, "antenne web", but=second.process.pid))
        wait_for(lambda: station.answers("/readyz"), what="the station to be ready")
    disturbed.edit()
    with doors.without(second.address):
        between_requests(judging, second.kill)
        second.start()
        second.await_ready()
    for word in OTHERS:
        disturbed.edit()
        disturbed.kill(word)
    disturbed.withdraw_from("radio")


def assert_only_withdrawals_were_heard(
    disturbed: Disturbed, second: Node, told: dict[str, dict[str, list[str]]], *, since: datetime
) -> None:
    """Hold a judge's findings against the design: what was withdrawn since it was heard is stand-by bytes."""
    changed = told["failed"].pop("also-bytes", [])
    assert told["failed"] == {}
    assert "also-bytes" in told["checked"]
    for line in changed:
        found = _ADDRESS.search(line)
        assert found, line
        address, channel, rendition, number = found.groups()
        segment = httpx.get(f"{second.address}{httpx.URL(address).path}").content
        assert segment == httpx.get(f"{disturbed.station.address}{httpx.URL(address).path}").content
        assert is_stand_by(segment, stand_by_of(disturbed.station, Rendition(rendition))), line
        assert item_heard(disturbed.station, channel, int(number), since=since) in disturbed.withdrawn, line


def item_heard(station: Station, channel: str, number: int, *, since: datetime) -> str | None:
    """Whose a segment was when it was published, by the journal."""
    moment = segments_told(station, channel, since=since)[number] + WITHIN_A_SEGMENT
    lines = station.call(
        "GET", f"/api/v1/channels/{channel}/log", expect=200, params={"from": since.isoformat()}
    )
    heard = [line["item"] for line in lines if datetime.fromisoformat(line["starts_at"]) <= moment]
    return heard[-1] if heard else None
