"""The endless MP3 to 500 listeners of one channel: the CPU and memory of the server that gives it."""

import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

from bench.station import Served, on_air

LISTENERS = 500
SECONDS = 40.0
_REQUEST = b"GET /live/c0.mp3 HTTP/1.1\r\nHost: bench\r\nIcy-MetaData: 1\r\n\r\n"
_BYTES_PER_SECOND = 16_000


def heard(server: Served, listeners: int, *, seconds: float) -> tuple[float, list[int]]:
    """The server's share of a core while so many listen, without their coming, and the bytes each had."""
    with ExitStack() as open_ones, selectors.DefaultSelector() as waiting:
        got: dict[int, int] = {}
        for _ in range(listeners):
            one = open_ones.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))
            one.sendall(_REQUEST)
            one.setblocking(False)  # noqa: FBT003  # the socket module has it so
            waiting.register(one, selectors.EVENT_READ)
            got[one.fileno()] = 0
        _drain(waiting, got, seconds=3)
        before, cpu, began = dict(got), server.cpu, time.monotonic()
        _drain(waiting, got, seconds=seconds)
        share = (server.cpu - cpu) / (time.monotonic() - began)
        return share, [got[number] - before[number] for number in got]


def _drain(waiting: selectors.BaseSelector, got: dict[int, int], *, seconds: float) -> None:
    late = time.monotonic() + seconds
    while (left := late - time.monotonic()) > 0:
        for key, _ in waiting.select(timeout=min(left, 0.2)):
            one = key.fileobj
            assert isinstance(one, socket.socket)  # noqa: S101  # as registered
            got[one.fileno()] += len(one.recv(1 << 18))


def rows() -> Iterator[tuple[str, ...]]:
    """1 and 500 listeners."""
    with on_air(1) as station:
        alone, _ = heard(station, 1, seconds=SECONDS / 4)
        memory = station.memory_mb
        many, got = heard(station, LISTENERS, seconds=SECONDS)
        wanted = SECONDS * _BYTES_PER_SECOND
        least = min(got) / wanted
        yield f"{LISTENERS} listeners of MP3, share of a core", f"{many:.3f}", f"1 listener: {alone:.3f}", ""
        yield (
            f"{LISTENERS} listeners of MP3, memory in MB",
            f"{station.memory_mb:.0f}",
            f"1: {memory:.0f}",
            "",
        )
        yield "the listener that had least, of real time", f"{least:.3f}", "1", f"{least:.3f}"
