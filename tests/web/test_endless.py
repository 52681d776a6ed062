"""The endless MP3 through a real server and real sockets, and listeners who go or stand still."""

import asyncio
import socket
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import pytest
import uvicorn

from broadcast.clock import SystemClock
from broadcast.library import keys
from broadcast.media.grid import QUANTUM, padded
from broadcast.media.mp3 import MP3_FRAME_BYTES
from broadcast.media.units import Ticks, ticks_of
from broadcast.parts import Parts
from broadcast.playout.mp3_air import Group
from broadcast.playout.mp3_frames import GROUP_BYTES
from broadcast.web.app import create_app
from broadcast.web.endless import EndlessAnswer
from broadcast.web.house import House
from playout.test_ledger import Ground
from playout.test_mp3_air import keep_frames

GROUP = Group(1, "Une chanson", b"f" * 8, b"f" * 8 + b"t", b"f" * 8 + b"\0", frozenset())
SCOPE = {"type": "http", "method": "GET"}


@pytest.fixture
def on_the_wire(parts: Parts) -> Iterator[tuple[int, House]]:
    """A station with one piece in its rotation, listening; its port."""
    parts = Parts(parts.settings, parts.database, parts.storage, SystemClock(), parts.dispatcher)
    ground = Ground(parts.database, parts.storage)
    keep_frames(parts.storage, keys.STAND_BY, ticks=Ticks(53 * QUANTUM))
    ground.rotate(ground.piece("song", seconds=31))
    keep_frames(parts.storage, "packages/song", ticks=padded(ticks_of(31)))
    app = create_app(parts)
    app.state.house.air.keep()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
        running = Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        try:
            yield listening.getsockname()[1], app.state.house
        finally:
            server.should_exit = True
            running.join()


@contextmanager
def asked(port: int, *, version: str = "1.1", method: str = "GET", **headers: str) -> Iterator[socket.socket]:
    lines = [f"{method} /live/c.mp3 HTTP/{version}", "Host: radio"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall("\r\n".join([*lines, "", ""]).encode())
        yield wire


def read_head(wire: socket.socket) -> tuple[str, dict[str, str]]:
    """The status line and headers, to the byte behind them."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += wire.recv(1)
    status, *lines = head.decode().split("\r\n")
    return status, dict(line.split(": ", 1) for line in lines if line)


def read_exactly(wire: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        came = wire.recv(count - len(found))
        assert came
        found += came
    return found


def read_chunk(wire: socket.socket) -> bytes:
    size = b""
    while not size.endswith(b"\r\n"):
        size += wire.recv(1)
    return read_exactly(wire, int(size, 16) + 2)[:-2]


@pytest.mark.integration
def test_titles_stand_where_they_are_told_to(on_the_wire: tuple[int, House]) -> None:
    with asked(on_the_wire[0], Icy_MetaData="1") as wire:
        status, headers = read_head(wire)
        assert status.startswith("HTTP/1.1 200")
        assert headers["icy-metaint"] == str(GROUP_BYTES)
        assert (headers["icy-name"], headers["icy-br"]) == ("C", "128")
        assert headers["content-type"] == "audio/mpeg"
        assert headers["access-control-allow-origin"] == "*"
        first, second = read_chunk(wire), read_chunk(wire)
    title = first[GROUP_BYTES + 1 :].rstrip(b"\0").decode()
    assert title in {"StreamTitle='Show - song';", "StreamTitle='C';"}
    assert len(first) == GROUP_BYTES + 1 + 16 * first[GROUP_BYTES]
    assert second[GROUP_BYTES:] == b"\0" or second[GROUP_BYTES + 1 :].startswith(b"StreamTitle=")


@pytest.mark.integration
def test_without_asking_for_titles_it_is_plain_frames_for_http_1_0_too(
    on_the_wire: tuple[int, House],
) -> None:
    with asked(on_the_wire[0], version="1.0") as wire:
        _, headers = read_head(wire)
        assert "icy-metaint" not in headers
        assert "transfer-encoding" not in headers
        frames = read_exactly(wire, 3 * GROUP_BYTES)
    for at in range(0, len(frames), MP3_FRAME_BYTES):
        assert frames[at:].startswith(b"packages/")


@pytest.mark.integration
def test_some_seconds_come_at_once_and_then_as_time_passes(on_the_wire: tuple[int, House]) -> None:
    with asked(on_the_wire[0]) as wire:
        read_head(wire)
        began = time.monotonic()
        for _ in range(10):
            read_chunk(wire)
        at_once = time.monotonic() - began
        for _ in range(3):
            read_chunk(wire)
    assert time.monotonic() - began - at_once > 1.5  # the pace is the clock's, never the line's


@pytest.mark.integration
def test_head_and_a_page_elsewhere(on_the_wire: tuple[int, House]) -> None:
    with asked(on_the_wire[0], method="HEAD", Icy_MetaData="1") as wire:
        status, headers = read_head(wire)
        assert (status.split()[1], headers["icy-metaint"]) == ("200", str(GROUP_BYTES))
    with asked(on_the_wire[0], method="OPTIONS") as wire:
        status, headers = read_head(wire)
        assert status.split()[1] == "204"
        assert "Icy-MetaData" in headers["access-control-allow-headers"]


@pytest.mark.integration
def test_who_listens_is_counted_and_who_only_asks_is_not(on_the_wire: tuple[int, House]) -> None:
    port, house = on_the_wire
    with asked(port, method="HEAD", User_Agent="asks") as wire:
        read_head(wire)
    with asked(port, User_Agent="one") as one, asked(port, User_Agent="other") as other:
        for wire in (one, other):
            assert read_head(wire)[0].startswith("HTTP/1.1 200")
            read_chunk(wire)
    later = house.parts.clock.now() + timedelta(minutes=2)
    assert sum(minute.connections for minute in house.audience.take(now=later)) == 2


def test_a_listener_is_told_to_be_there_at_least_twice_a_minute() -> None:
    told: list[int] = []
    got: list[object] = []
    enough = asyncio.Event()

    async def takes(message: object) -> None:
        got.append(message)
        if len(got) == 100:
            enough.set()
        await asyncio.sleep(0)

    async def leaves() -> dict[str, str]:
        await enough.wait()
        return {"type": "http.disconnect"}

    answer = EndlessAnswer(endlessly(), headers=[], titles=False, heard=lambda: told.append(len(got)))
    asyncio.run(answer(SCOPE, leaves, takes))
    assert told[:5] == [1, 21, 41, 61, 81]


@pytest.mark.integration
def test_who_leaves_is_forgotten(on_the_wire: tuple[int, House]) -> None:
    port, house = on_the_wire
    with asked(port) as one, asked(port) as other:
        for wire in (one, other):
            read_head(wire)
            read_chunk(wire)
        assert house.endless.listeners("c") == 2
    late = time.monotonic() + 10
    while house.endless.listeners("c"):
        assert time.monotonic() < late
        time.sleep(0.05)


async def endlessly() -> AsyncGenerator[Group]:
    while True:
        yield GROUP


def test_who_takes_nothing_is_let_go() -> None:
    async def stands_still(message: object) -> None:
        if isinstance(message, dict) and message["type"] == "http.response.body":
            await asyncio.Event().wait()

    async def stays() -> dict[str, str]:
        await asyncio.Event().wait()
        return {}

    answer = EndlessAnswer(endlessly(), headers=[], titles=False, patience=0.01)
    asyncio.run(asyncio.wait_for(answer(SCOPE, stays, stands_still), timeout=20))


def test_who_leaves_gets_no_more() -> None:
    got: list[bytes] = []
    gone = asyncio.Event()

    async def takes(message: object) -> None:
        assert isinstance(message, dict)
        got.append(message.get("body", b""))
        if len(got) == 4:
            gone.set()
        await asyncio.sleep(0)

    async def leaves() -> dict[str, str]:
        await gone.wait()
        return {"type": "http.disconnect"}

    asyncio.run(EndlessAnswer(endlessly(), headers=[], titles=True)(SCOPE, leaves, takes))
    assert got[:4] == [b"", GROUP.titled, GROUP.untitled, GROUP.untitled]
