"""The real supervisor and a real Redis over stand-ins for the station's other processes."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import redis

from broadcast.cli.private_redis import redis_address
from broadcast.cli.up import Wanted, own_command, station_plan

STAND_IN = Path(__file__).with_name("stand_in.py")
WITHIN_S = 15.0

pytestmark = pytest.mark.integration


@dataclass
class Station:
    """One `up` on a folder of its own, seen from outside."""

    data: Path
    process: subprocess.Popen[str]
    address: str = ""

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def ask(self) -> int:
        """The number of the web process that answers."""
        with urllib.request.urlopen(self.address, timeout=5) as answer:  # noqa: S310  # our own address
            return int(answer.read())

    def living(self) -> dict[int, str]:
        """Every process that has this station's folder in its environment, with its command line.

        Redis writes its title over both, but that has the folder in it too.
        """
        mark, place_of_redis = f"ANTENNE_DATA={self.data}\0".encode(), f"unixsocket:{self.data}/".encode()
        found = {}
        for place in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                line = (place / "cmdline").read_bytes()
                if mark in (place / "environ").read_bytes() or place_of_redis in line:
                    found[int(place.name)] = line.replace(b"\0", b" ").decode()
        return found

    def only(self, words: str) -> int:
        """The one process with these words in its command line."""
        [pid] = [pid for pid, line in self.living().items() if words in line]
        return pid

    def notes(self) -> list[str]:
        return (self.data / "notes").read_text().split()


def wait_for(condition: Callable[[], object], *, within: float = WITHIN_S) -> float:
    """How long it took in seconds."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < within, "it never came"
        time.sleep(0.05)
    return time.monotonic() - begun


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Station]]:
    begun: list[Station] = []

    def start(*words: str, **environment: str) -> Station:
        process = subprocess.Popen(
            [sys.executable, str(STAND_IN), "up", *words],
            env={**os.environ, "ANTENNE_DATA": str(tmp_path), "ANTENNE_REDIS_URL": "", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(Station(tmp_path, process))
        return begun[-1]

    yield start
    for station in begun:
        station.process.kill()
    for station in begun:
        station.process.communicate()
        wait_for(partial(_is_gone, station))


@pytest.fixture
def station(start: Callable[..., Station]) -> Station:
    station = start()
    station.address = station.line()
    return station


def ended(station: Station) -> bool:
    return not station.living()


def test_it_prints_its_address_alone_once_it_answers(start: Callable[..., Station]) -> None:
    station = start("--demo")
    station.address = station.line()
    assert station.address.startswith("http://127.0.0.1:")
    assert station.ask() == station.only("stand_in.py web")
    assert (station.line(), station.line()) == ("announced", "demonstrated")


def test_migration_comes_first_and_once(station: Station) -> None:
    wait_for(lambda: len(station.notes()) == 4)
    assert station.notes()[0] == "migrate"
    assert sorted(station.notes()[1:]) == ["beat", "web", "worker"]


def test_a_failed_migration_starts_nothing(start: Callable[..., Station]) -> None:
    station = start(FAILING="migrate")
    output, _ = station.process.communicate(timeout=WITHIN_S)
    assert (station.process.returncode, output, station.notes()) == (1, "", ["migrate"])


def test_its_redis_answers_to_its_user_only(station: Station) -> None:
    station.only("redis-server")
    path = station.data / "redis.sock"
    assert path.stat().st_mode & 0o777 == 0o700
    with redis.Redis(unix_socket_path=str(path)) as client:
        assert client.ping()
    assert redis_address(station.data) == f"redis+socket://{path}?virtual_host=0"


def _is_gone(station: Station) -> bool:
    return not station.living()


def _has_another(station: Station, words: str, killed: int) -> bool:
    return any(words in line and pid != killed for pid, line in station.living().items())


@pytest.mark.parametrize(
    "words", ["stand_in.py web", "stand_in.py worker", "stand_in.py beat", "redis-server"]
)
def test_a_killed_child_is_back_within_five_seconds(station: Station, words: str) -> None:
    wait_for(lambda: len(station.notes()) == 4)
    for _ in range(2):
        killed = station.only(words)
        os.kill(killed, signal.SIGKILL)
        wait_for(
            partial(_has_another, station, words, killed),
            within=5,
        )
    assert station.ask() > 0


def test_no_connection_is_refused_while_web_is_away(station: Station) -> None:
    killed = station.ask()
    os.kill(killed, signal.SIGKILL)
    assert station.ask() not in {0, killed}


def test_what_a_killed_worker_had_started_is_ended(station: Station) -> None:
    wait_for(lambda: sum("sleep 100" in line for line in station.living().values()) >= 3)
    before = {pid for pid, line in station.living().items() if "sleep 100" in line}
    os.kill(station.only("stand_in.py worker"), signal.SIGKILL)
    wait_for(lambda: not before & station.living().keys())


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_wish_to_stop_stops_everything(station: Station, wish: signal.Signals) -> None:
    station.process.send_signal(wish)
    assert station.process.wait(WITHIN_S) == 0
    assert station.living() == {}


def test_who_will_not_go_is_killed(start: Callable[..., Station]) -> None:
    station = start(STUBBORN="1")
    station.line()
    wait_for(lambda: "worker" in station.notes())
    station.process.terminate()
    assert station.process.wait(WITHIN_S) == 0
    assert station.living() == {}


@pytest.mark.parametrize("with_watchman", [False, True])
def test_after_kill_9_nothing_is_left_and_it_starts_again(
    station: Station, start: Callable[..., Station], *, with_watchman: bool
) -> None:
    wait_for(lambda: sum("sleep 100" in line for line in station.living().values()) >= 3)
    if not with_watchman:
        station.process.kill()
        assert wait_for(lambda: ended(station)) < 5
    else:
        killed = station.only("watchman")
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: any("watchman" in line and pid != killed for pid, line in station.living().items()))
        station.process.kill()
        wait_for(lambda: ended(station))
    again = start()
    again.address = again.line()
    assert again.ask() > 0


def test_a_start_right_after_kill_9_waits_for_what_is_left(
    station: Station, start: Callable[..., Station]
) -> None:
    station.process.kill()
    again = start()
    again.address = again.line()
    assert again.ask() > 0
    wait_for(lambda: sum("stand_in.py worker" in line for line in again.living().values()) == 1)


def test_a_second_one_on_the_same_folder_is_refused(station: Station, start: Callable[..., Station]) -> None:
    second = start()
    output, said = second.process.communicate(timeout=WITHIN_S)
    assert (second.process.returncode, output) == (2, "")
    assert said.startswith("already_running: A station is already running")
    assert station.ask() > 0


def test_a_shared_redis_is_not_started_twice(tmp_path: Path) -> None:
    plan = station_plan(Wanted(tmp_path, redis_url="redis://elsewhere/0"), descriptor=7, demo=False)
    assert [[child.name for child in stage] for stage in plan.stages] == [["worker", "beat", "web"]]
    assert plan.first.environment == {
        "ANTENNE_DATA": str(tmp_path),
        "ANTENNE_REDIS_URL": "redis://elsewhere/0",
    }
    assert plan.stages[0][2].command == (*own_command(), "web", "--fd", "7")


def test_every_process_is_told_where_to_listen(tmp_path: Path) -> None:
    told = partial(Wanted, tmp_path, redis_url="redis://elsewhere/0")
    for wanted, expected in ((told(), "http://here:1/"), (told(listen_url="http://in"), "http://in")):
        plan = station_plan(wanted, descriptor=7, demo=False, address="http://here:1/")
        assert {child.environment["ANTENNE_LISTEN_URL"] for child in plan.stages[0]} == {expected}
