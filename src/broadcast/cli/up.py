"""`antenne up`: the whole station on one machine, under one supervisor.

The supervisor stays as long as the station does, so it imports nothing that it could do without: no
settings, no database, no message broker (`tests/cli/test_light.py`).
"""

import os
import socket
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from broadcast.cli.bell import Bell
from broadcast.cli.claim import claimed
from broadcast.cli.failing import told
from broadcast.cli.listening import address_for_people, is_ready, listen
from broadcast.cli.private_redis import redis_address, redis_child
from broadcast.cli.processes import STDOUT, Child, Crew, say
from broadcast.cli.watchman import Watchman
from broadcast.media.units import Seconds

_DATA, _REDIS, _LISTEN = "ANTENNE_DATA", "ANTENNE_REDIS_URL", "ANTENNE_LISTEN_URL"
_ASK_EVERY = Seconds(0.1)
_LONG_WAIT = Seconds(60)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the supervisor needs of the settings, handed over as they are named (`docs/operations.md`)."""

    data: Path
    redis_url: str = ""
    listen_url: str = ""

    @classmethod
    def told(cls, environment: Mapping[str, str]) -> "Wanted":
        """Read it from where `environment` put it."""
        return cls(Path(environment[_DATA]), environment[_REDIS], environment[_LISTEN])

    @property
    def environment(self) -> dict[str, str]:
        """The same as variables of an environment."""
        return {_DATA: str(self.data), _REDIS: self.redis_url, _LISTEN: self.listen_url}


@dataclass(frozen=True, slots=True)
class Plan:
    """Which processes make the station: `first` runs once before all, each of `last` once when it answers.

    Each stage is started after the one before it, and stopped before it.
    """

    first: Child
    stages: tuple[tuple[Child, ...], ...]
    last: tuple[Child, ...] = ()


def run_station(wanted: Wanted, *, host: str, port: int, demo: bool) -> int:
    """Run the station until it is asked to stop, and return the exit code.

    Once the station answers, its address is printed alone on a line of the standard output, then where
    the first administrator is made, then what the demonstration says. Raises BroadcastError if it cannot
    start at all. Only for the main thread of a process without others.
    """
    with claimed(wanted.data) as lock, listen(host, port) as listener:
        address = address_for_people(host, listener.getsockname()[1])
        plan = station_plan(wanted, descriptor=listener.fileno(), demo=demo, address=address)
        return supervise(plan, lock=lock, listener=listener, address=address)


def station_plan(
    wanted: Wanted,
    *,
    descriptor: int,
    demo: bool,
    address: str = "",
    command: tuple[str, ...] | None = None,
) -> Plan:
    """List the station's processes; `descriptor` is the listening socket that `antenne web` serves.

    `address` is where it is reached, for people to be told and for the proof of sound to listen at (left
    to the settings where it is empty); `command` are the words that start `antenne`, by default those of
    the Python that runs now.
    """
    start = command or own_command()
    private = not wanted.redis_url
    redis_url = redis_address(wanted.data) if private else wanted.redis_url
    handed = Wanted(wanted.data, redis_url=redis_url, listen_url=wanted.listen_url or address)
    environment = {name: value for name, value in handed.environment.items() if value}

    def antenne(name: str, *words: str, descriptors: tuple[int, ...] = ()) -> Child:
        return Child(name, (*start, name, *words), environment, descriptors)

    def errand(name: str) -> Child:
        return Child(name, (*start, name, "--at", address), environment, output=STDOUT)

    web = antenne("web", "--fd", str(descriptor), descriptors=(descriptor,))
    crew = (antenne("worker"), antenne("beat"), web)
    return Plan(
        first=antenne("migrate"),
        stages=((redis_child(wanted.data),), crew) if private else (crew,),
        last=(errand("setup-address"), *([errand("demo")] if demo else [])),
    )


def own_command() -> tuple[str, ...]:
    """Give the words that start `antenne` in the Python that runs now, installed or not."""
    script = Path(sys.executable).with_name("antenne")
    return (sys.executable, str(script)) if script.exists() else (sys.executable, "-m", "broadcast.cli.main")


def supervise(plan: Plan, *, lock: int, listener: socket.socket, address: str) -> int:
    """Run a plan until asked to stop, and print the address when it answers; return the exit code."""
    watchman = Watchman(lock)
    try:
        with Bell() as bell:
            crew = Crew(plan.stages, bell=bell, watchman=watchman)
            try:
                return _run(plan, crew=crew, bell=bell, ready=lambda: is_ready(listener), address=address)
            finally:
                crew.stop()
    finally:
        watchman.dismiss()


def _run(plan: Plan, *, crew: Crew, bell: Bell, ready: Callable[[], bool], address: str) -> int:
    if crew.run(plan.first):
        return 1
    if not bell.asked_to_stop:
        crew.start()
        _wait_until(ready, crew=crew, bell=bell)
    if not bell.asked_to_stop:
        _print(address)
    for errand in plan.last:
        if not bell.asked_to_stop and crew.run(errand):
            say(f"{errand.name} did not succeed; the station stays on the air")
    while not bell.asked_to_stop:
        crew.tend()
    return 0


def _wait_until(ready: Callable[[], bool], *, crew: Crew, bell: Bell) -> None:
    """Tend the crew until the station answers or is asked to stop."""
    late = time.monotonic() + _LONG_WAIT
    while not bell.asked_to_stop and not ready():
        crew.tend(_ASK_EVERY)
        if time.monotonic() > late:
            late += _LONG_WAIT
            say("the station does not answer yet; `antenne doctor` may say why")


def _print(line: str) -> None:
    """Print to whoever still listens: a reader who left does not stop the station."""
    with suppress(BrokenPipeError):
        os.write(STDOUT, f"{line}\n".encode())


def main() -> None:
    """`python -m broadcast.cli.up up HOST PORT [demo]`, with what `Wanted` names in the environment."""
    _, host, port, *demo = sys.argv[1:]
    with told():
        sys.exit(run_station(Wanted.told(os.environ), host=host, port=int(port), demo=bool(demo)))


if __name__ == "__main__":
    main()
