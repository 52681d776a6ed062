"""`python -m bench.players PORT CHANNELS EACH SECONDS [PLAYLIST]`: listeners in a process; prints JSON.

Each asks for its channel's playlist every 3.84 s, packed, and then for the newest segment; with PLAYLIST, an
address with `{}` for the channel, for that alone. They share a few kept connections, so
that what is counted is requests and not sockets.
"""

import asyncio
import json
import re
import sys
import time
import zlib
from dataclasses import dataclass, field

TURN = 3.84
_CONNECTIONS = 64
_OURS = "/live/c{}/a128.m3u8"
_NEWEST = re.compile(rb"^a128/\d+\.m4s$", re.MULTILINE)


@dataclass(slots=True)
class Told:
    """What all listeners met. Seconds of a playlist's answer, each; `late` is how far the worst turn was."""

    playlists: list[float] = field(default_factory=list)
    segments: int = 0
    refused: int = 0
    late: float = 0.0


class _Wire:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of an answer, told by its length or in chunks (RFC 9112 §6)."""
        if self._reader is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writer.write(f"GET {path} HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        if length is None:
            return int(head[9:12]), await self._chunks(self._reader)
        return int(head[9:12]), await self._reader.readexactly(int(length[1]))

    @staticmethod
    async def _chunks(reader: asyncio.StreamReader) -> bytes:
        found = b""
        while size := int(await reader.readuntil(b"\r\n"), 16):
            found += (await reader.readexactly(size + 2))[:-2]
        await reader.readuntil(b"\r\n")
        return found


async def _turn(wire: _Wire, channel: int, told: Told, *, playlist: str | None) -> None:
    began = time.perf_counter()
    status, body = await wire.get((playlist or _OURS).format(channel))
    told.playlists.append(time.perf_counter() - began)
    if playlist:
        told.refused += status != 200  # noqa: PLR2004  # OK
        return
    text = zlib.decompress(body, wbits=31) if body.startswith(b"\x1f\x8b") else body
    newest = _NEWEST.findall(text)
    if status != 200 or not newest:  # noqa: PLR2004  # OK
        told.refused += 1
        return
    status, _ = await wire.get(f"/live/c{channel}/{newest[-1].decode()}")
    told.segments += status == 200  # noqa: PLR2004  # OK
    told.refused += status != 200  # noqa: PLR2004  # OK


async def _listen(port: int, channels: int, each: int, seconds: float, *, playlist: str | None) -> Told:
    told, listeners = Told(), channels * each
    wires = [_Wire(port) for _ in range(min(_CONNECTIONS, listeners))]
    began = time.monotonic()

    async def share(first: int) -> None:
        """Every so-many-th turn of all: listeners are spread evenly over the time."""
        number = first
        while (due := number * TURN / listeners) < seconds:
            wait = began + due - time.monotonic()
            told.late = max(told.late, -wait)
            await asyncio.sleep(max(0.0, wait))
            await _turn(wires[first], number % channels, told, playlist=playlist)
            number += len(wires)

    await asyncio.gather(*(share(first) for first in range(len(wires))))
    return told


def main() -> None:
    """Listen, and tell."""
    port, channels, each, seconds = map(int, sys.argv[1:5])
    playlist = sys.argv[5] if len(sys.argv) > 5 else None  # noqa: PLR2004  # the words above
    began = time.monotonic()
    told = asyncio.run(_listen(port, channels, each, seconds, playlist=playlist))
    took_all = time.monotonic() - began
    took = sorted(told.playlists)
    sys.stdout.write(
        json.dumps({
            "seconds": took_all,
            "playlists": len(took),
            "segments": told.segments,
            "refused": told.refused,
            "p50_ms": 1000 * took[len(took) // 2],
            "p99_ms": 1000 * took[len(took) * 99 // 100],
            "late": told.late,
            "cpu": time.process_time(),
        })
    )  # fmt: skip


if __name__ == "__main__":
    main()
