"""How soon a station with the demonstration answers each kind of page, asked by eight at once."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.station import await_answer, get

_PORT = 18_992
_AT_ONCE, _EACH = 8, 50
_PATIENCE = 240.0
_EPISODE = re.compile(rb'href="(/shows/[^/"]+/[^/"]+)"')


def rows() -> Iterator[tuple[str, ...]]:
    """Home, channel, programme, replay, show, episode, search, series, sign-in, and what programs ask."""
    with TemporaryDirectory() as place:
        antenne = str(Path(sys.executable).with_name("antenne"))
        words = [antenne, "up", "--demo", "--data", place, "--port", str(_PORT)]
        null = subprocess.DEVNULL
        with subprocess.Popen(words, stdout=null, stderr=null) as process:
            try:
                await_answer(_PORT, "/live/radio-demo/a128.m3u8")
                episode = _first_episode()
                channel = "/channels/radio-demo"
                for path in (
                    "/", channel, f"{channel}/schedule", f"{channel}/replay", episode.rpartition("/")[0],
                    episode, "/search?q=port", "/series", "/login", f"{channel}/now.json",
                ):  # fmt: skip
                    yield _told(path)
            finally:
                process.terminate()


def _first_episode() -> str:
    late = time.monotonic() + _PATIENCE
    while not (found := _EPISODE.search(get(_PORT, "/"))):
        assert time.monotonic() < late  # noqa: S101  # a bench may stop here
        time.sleep(1)
    return found[1].decode()


def _told(path: str) -> tuple[str, ...]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        took = sorted(one for some in pool.map(_asked, [path] * _AT_ONCE) for one in some)
    middle, high = (took[len(took) * share // 100] * 1000 for share in (50, 95))
    return f"{path}: ms until it is there, p50", f"{middle:.0f}", f"p95: {high:.0f}", ""


def _asked(path: str) -> list[float]:
    connection = HTTPConnection("127.0.0.1", _PORT, timeout=30)
    took = []
    for _ in range(_EACH):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Accept": "text/html"})
        connection.getresponse().read()
        took.append(time.perf_counter() - began)
    connection.close()
    return took
