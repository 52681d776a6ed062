"""How soon a station with the demonstration answers each kind of page, asked by eight at once; its weight.

Weighed is all that a phone's browser fetches until somebody presses something, with heads, as it comes on the
wire.
Chromium comes from the machine (`CHROME_PATH` names another).
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from bench.station import await_answer, get

_PORT = 18_992
_AT_ONCE, _EACH = 8, 50
_PATIENCE, _SETTLED = 400.0, 20.0
_EPISODE = re.compile(rb'href="(/shows/[^/"]+/[^/"]+)"')


def rows() -> Iterator[tuple[str, ...]]:
    """Home, channel, programme, replay, show, episode, search, series, sign-in, and what programs ask."""
    with TemporaryDirectory() as place:
        antenne = str(Path(sys.executable).with_name("antenne"))
        words = [antenne, "up", "--demo", "--data", place, "--port", str(_PORT)]
        null = subprocess.DEVNULL
        with subprocess.Popen(words, stdout=null, stderr=null) as process:
            try:
                await_answer(_PORT, "/healthz")
                episode = _first_episode()
                channel = "/channels/radio-demo"
                pages = (
                    "/", channel, "/channels/tele-demo", f"{channel}/schedule", f"{channel}/replay",
                    episode.rpartition("/")[0], episode, "/search?q=port", "/series", "/login",
                )  # fmt: skip
                for path in (*pages, f"{channel}/now.json"):
                    yield _told(path)
                yield from _weights(pages)
            finally:
                process.terminate()


def _first_episode() -> str:
    """Its address, once the demonstration is whole: nothing was added for a while."""
    late = time.monotonic() + _PATIENCE
    before, found = None, list[bytes]()
    while not found or found != before:
        assert time.monotonic() < late  # noqa: S101  # a bench may stop here
        time.sleep(_SETTLED)
        with suppress(TimeoutError):  # while it prepares its pieces on a busy machine
            before, found = found, _EPISODE.findall(get(_PORT, "/"))
    return found[0].decode()


def _told(path: str) -> tuple[str, ...]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        took = sorted(one for some in pool.map(_asked, [path] * _AT_ONCE) for one in some)
    middle, high = (took[len(took) * share // 100] * 1000 for share in (50, 95))
    return f"{path}: ms until it is there, p50", f"{middle:.0f}", f"p95: {high:.0f}", ""


def _weights(pages: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    with sync_playwright() as playwright:
        program = os.environ.get("CHROME_PATH") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for path in pages:
            weighed = _weight(browser, path)
            yield (
                f"{path}: kB before somebody presses",
                f"{weighed / 1000:.0f}",
                "200",
                f"{weighed / 2e5:.2f}",
            )
        browser.close()


def _weight(browser: Browser, path: str) -> int:
    """Bytes of everything that an empty browser fetches."""
    page = browser.new_page(viewport={"width": 360, "height": 760})
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(f"http://127.0.0.1:{_PORT}{path}", wait_until="networkidle")
    page.close()
    return sum(sizes)


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
