"""Whatever is killed while pieces are prepared: each ends once, with the bytes it would have had anyway."""

import hashlib
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from broadcast.jobs.record import MOST_ATTEMPTS
from broadcast.storage.disk import DiskStorage
from e2e.conftest import FILMS, SOUNDS, OnAirStation
from e2e.station import Station, running, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.media]

KILLS = 20
SHORTEST_S, LONGEST_S = 0.3, 2.0
SETTLES_WITHIN_S = 300.0
TWICE = SOUNDS[:3]
FILM = "film/bunny-1080p24-5.1.mp4"
VICTIMS = ("/antenne worker", "ffmpeg", "/antenne beat", "redis-server", "/antenne web")


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with running(tmp_path / "data") as station:
        station.sign_up()
        yield station


def packages(station: Station) -> dict[str, str]:
    """The digest of every file of every piece's package."""
    root = station.data / "storage" / "packages"
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def stored(station: Station) -> set[str]:
    """The names of all that the storage keeps."""
    return set(DiskStorage(station.data / "storage").keys(""))


def end_one(station: Station, word: str, *, chance: Random) -> None:
    """Kill one process with that word, where there is any."""
    found = station.processes(word)
    if found:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(found), signal.SIGKILL)


@pytest.mark.parametrize("seed", [1])
def test_twenty_kills_during_ten_deposits_change_nothing(
    on_air: OnAirStation, station: Station, shared_media: Path, seed: int
) -> None:
    paths = (*FILMS, *SOUNDS, *TWICE)
    items = [station.deposit(shared_media / path, title=path) for path in paths]
    chance = Random(seed)  # noqa: S311  # which process dies is no secret
    pause = threading.Event()
    for number in range(KILLS):
        pause.wait(chance.uniform(SHORTEST_S, LONGEST_S))
        end_one(station, VICTIMS[number % len(VICTIMS)], chance=chance)
    wait_for(lambda: station.answers("/readyz"), what="the station to be back")
    ends = {item: station.settled(item, within=SETTLES_WITHIN_S)["state"] for item in items}
    assert set(ends.values()) == {"to_review"}
    assert len(station.call("GET", "/api/v1/items", expect=200)) == len(items)
    undisturbed = packages(on_air.station)
    disturbed = packages(station)
    assert {name: undisturbed[name] for name in disturbed if name in undisturbed} == disturbed
    assert list((station.data / "quarantine").iterdir()) == []
    wait_for(lambda: not [*(station.data / "work").iterdir()], what="the work folder to be cleared")


def test_a_poison_is_given_up_after_three_tries_and_the_others_go_on(
    station: Station, shared_media: Path
) -> None:
    poison = station.deposit(shared_media / FILM, title="poison")
    other = station.deposit(shared_media / "short/tada.ogg", title="other")
    killed: set[int] = set()

    def ended() -> dict[str, Any] | None:
        for pid in station.processes("ffmpeg"):
            with suppress(OSError):
                if poison.encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(pid, signal.SIGKILL)
                    killed.add(pid)
        found: dict[str, Any] = station.call("GET", f"/api/v1/items/{poison}", expect=200)
        return found if found["state"] not in {"received", "processing"} else None

    state = wait_for(ended, what="the poison to be given up", within=SETTLES_WITHIN_S) or {}
    assert state["state"] == "failed"
    assert state["error"]["code"] == "gave_up"
    assert state["error"]["remedy"]
    assert len(killed) == MOST_ATTEMPTS
    assert station.settled(other)["state"] == "to_review"
    station.call("POST", f"/api/v1/items/{poison}/retry", expect=200)
    assert station.settled(poison, within=SETTLES_WITHIN_S)["state"] == "to_review"


def test_a_deposit_given_up_while_it_is_prepared_leaves_nothing(station: Station, shared_media: Path) -> None:
    before = stored(station)
    item = station.deposit(shared_media / FILM, title="regretted")

    def is_under_way() -> bool:
        found = station.call("GET", f"/api/v1/items/{item}", expect=200)
        assert found["state"] in {"received", "processing"}
        return found["state"] == "processing" and bool(station.processes("ffmpeg"))

    wait_for(is_under_way, what="the preparation to begin")
    station.call("POST", f"/api/v1/items/{item}/withdraw", expect=200, json={"reason": ""})
    wait_for(lambda: not station.processes("ffmpeg"), what="the preparation to stop")
    assert station.call("GET", f"/api/v1/items/{item}", expect=200)["state"] == "withdrawn"
    wait_for(
        lambda: stored(station) == before and not [*(station.data / "quarantine").iterdir()],
        what="the room to be given back",
    )
    wait_for(lambda: not [*(station.data / "work").iterdir()], what="the work folder to be cleared")
