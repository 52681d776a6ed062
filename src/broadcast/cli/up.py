"""`antenne up`: the whole station on one machine, under one supervisor."""

import os
import socket
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from broadcast.cli.bell import Bell
from broadcast.cli.claim import claimed
from broadcast.cli.listening import address_for_people, is_ready, listen
from broadcast.cli.private_redis import redis_address, redis_child
from broadcast.cli.processes import STDOUT, Child, Crew, say
from broadcast.cli.watchman import Watchman
from broadcast.media.units import Seconds
from broadcast.settings import PREFIX, Settings

_ASK_EVERY = Seconds(0.1)
_LONG_WAIT = Seconds(60)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which processes make the station: `first` runs once before all, `last` once when it answers.

    Each stage is started after the one before it, and stopped before it.
    """

    first: Child
    stages: tuple[tuple[Child, ...], ...]
    last: Child | None = None


def run_station(
    settings: Settings,
    *,
    host: str,
    port: int,
    demo: bool,
    announce: Callable[[str], Iterable[str]] = lambda _address: (),
) -> int:
    """Run the station until it is asked to stop, and return the exit code.

    Once the station answers, its address is printed alone on a line of the standard output, then the
    lines that `announce` gives for this address, then what the demonstration says. Raises
    BroadcastError if it cannot start at all. Only for the main thread of a process without others.
    """
    with claimed(settings.data) as lock, listen(host, port) as listener:
        address = address_for_people(host, listener.getsockname()[1])
        plan = station_plan(settings, descriptor=listener.fileno(), demo=demo, address=address)
        return supervise(plan, lock=lock, listener=listener, lines=lambda: (address, *announce(address)))


def station_plan(
    settings: Settings,
    *,
    descriptor: int,
    demo: bool,
    address: str = "",
    command: tuple[str, ...] | None = None,
) -> Plan:
    """List the station's processes; `descriptor` is the listening socket that `antenne web` serves.

    `address` is where it is reached, for the demonstration to tell and for the proof of sound to
    listen at (left to the settings where it is empty); `command` are the words
    that start `antenne`, by default those of the Python that runs now.
    """
    start = command or own_command()
    private = not settings.redis_url
    environment = {
        f"{PREFIX}DATA": str(settings.data),
        f"{PREFIX}REDIS_URL": redis_address(settings.data) if private else settings.redis_url,
    }
    if listen_url := settings.listen_url or address:
        environment[f"{PREFIX}LISTEN_URL"] = listen_url

    def antenne(name: str, *words: str, descriptors: tuple[int, ...] = ()) -> Child:
        return Child(name, (*start, name, *words), environment, descriptors)

    web = antenne("web", "--fd", str(descriptor), descriptors=(descriptor,))
    crew = (antenne("worker"), antenne("beat"), web)
    return Plan(
        first=antenne("migrate"),
        stages=((redis_child(settings.data),), crew) if private else (crew,),
        last=Child("demo", (*start, "demo", "--at", address), environment, output=STDOUT) if demo else None,
    )


def own_command() -> tuple[str, ...]:
    """Give the words that start `antenne` in the Python that runs now, installed or not."""
    script = Path(sys.executable).with_name("antenne")
    return (sys.executable, str(script)) if script.exists() else (sys.executable, "-m", "broadcast.cli.main")


def supervise(plan: Plan, *, lock: int, listener: socket.socket, lines: Callable[[], Iterable[str]]) -> int:
    """Run a plan until asked to stop, and print `lines` when it answers; return the exit code."""
    watchman = Watchman(lock)
    try:
        with Bell() as bell:
            crew = Crew(plan.stages, bell=bell, watchman=watchman)
            try:
                return _run(plan, crew=crew, bell=bell, ready=lambda: is_ready(listener), lines=lines)
            finally:
                crew.stop()
    finally:
        watchman.dismiss()


def _run(
    plan: Plan, *, crew: Crew, bell: Bell, ready: Callable[[], bool], lines: Callable[[], Iterable[str]]
) -> int:
    if crew.run(plan.first):
        return 1
    if not bell.asked_to_stop:
        crew.start()
        _wait_until(ready, crew=crew, bell=bell)
    if not bell.asked_to_stop:
        _print(lines())
        if plan.last is not None and crew.run(plan.last):
            say(f"{plan.last.name} did not succeed; the station stays on the air")
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


def _print(lines: Iterable[str]) -> None:
    """Print to whoever still listens: a reader who left does not stop the station."""
    with suppress(BrokenPipeError):
        os.write(STDOUT, "".join(f"{line}\n" for line in lines).encode())
