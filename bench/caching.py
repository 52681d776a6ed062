"""How often the station is asked with nginx in front: the shipped configuration, listeners of every kind."""

import gzip
import os
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.station import await_answer, on_air

LISTENERS = 100
SECONDS = 60.0
_TURN = 3.84
_PORT = 18_992
_TAKES = ("gzip", "gzip, deflate, br, zstd", "identity", "gzip;q=1.0, *;q=0.5")
_SHIPPED = Path(__file__).parents[1] / "deploy" / "nginx.conf"
_HTTP = (
    "daemon off; worker_processes 1; pid {0}/pid; error_log {0}/error;\nevents {{}}\nhttp {{\n"
    "log_format told '$upstream_cache_status $uri'; access_log {0}/told told;\n{1}\n}}\n"
)


@contextmanager
def in_front(origin: int, folder: Path) -> Iterator[Path | None]:
    """The shipped configuration of nginx before a station; gives the log of what it kept. None without."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        yield None
        return
    told = _SHIPPED.read_text().replace("http://web:8000", f"http://127.0.0.1:{origin}")
    told = told.replace("listen 80", f"listen 127.0.0.1:{_PORT}").replace("/var/cache/nginx", str(folder))
    (folder / "nginx.conf").write_text(_HTTP.format(folder, told))
    with subprocess.Popen([program, "-p", folder, "-c", folder / "nginx.conf"]) as process:
        try:
            await_answer(_PORT, "/live/c0/index.m3u8")
            yield folder / "told"
        finally:
            process.terminate()


class _Listener:
    """Asks for the playlist, then for each segment it has not had."""

    def __init__(self, number: int) -> None:
        self._wire = HTTPConnection("127.0.0.1", _PORT, timeout=10)
        self._takes = _TAKES[number % len(_TAKES)]
        self._had: set[str] = set()

    def turn(self) -> None:
        """As a player does it every few seconds."""
        playlist = self._get("a128.m3u8", takes=self._takes)
        plain = gzip.decompress(playlist) if playlist.startswith(b"\x1f\x8b") else playlist
        for segment in re.findall(r"^a128/\d+\.m4s$", plain.decode(), re.MULTILINE)[-3:]:
            if segment not in self._had:
                self._had.add(segment)
                self._get(segment, takes=self._takes)

    def _get(self, what: str, *, takes: str) -> bytes:
        self._wire.request("GET", f"/live/c0/{what}", headers={"Accept-Encoding": takes})
        return self._wire.getresponse().read()


def rows() -> Iterator[tuple[str, ...]]:
    """Requests of all listeners, and those that reached the station."""
    with TemporaryDirectory() as place, on_air(1) as station:
        folder = Path(place)
        folder.chmod(0o755)
        with in_front(station.port, folder) as log:
            if log is None:
                yield "requests that reach the station", "nginx is not here", "", ""
                return
            listeners = [_Listener(number) for number in range(LISTENERS)]
            end = time.monotonic() + SECONDS
            while time.monotonic() < end:
                for listener in listeners:
                    began = time.monotonic()
                    listener.turn()
                    time.sleep(max(0.0, _TURN / LISTENERS - (time.monotonic() - began)))
            yield from _told(log)


def _told(log: Path) -> Iterator[tuple[str, ...]]:
    lines = [line.split() for line in log.read_text().splitlines()]
    for what, ending in (("playlists", ".m3u8"), ("segments", ".m4s")):
        found = [(how, uri) for how, uri in lines if uri.endswith(ending)]
        asked = [uri for how, uri in found if how not in {"HIT", "STALE", "UPDATING"}]
        most = max(Counter(asked).values())
        yield (
            f"{what} that nginx asked the station for, of {LISTENERS} listeners' in a minute",
            f"{len(asked)} ({most} of one address)",
            f"{len(found)} asked of nginx",
            f"{len(asked) / len(found):.4f}",
        )
