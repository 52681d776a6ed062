"""A whole station for tests, seen from outside: its commands, its addresses, its processes."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx

from broadcast.storage import open_storage
from stand_by_loop import bring_stand_by

ANTENNE = str(Path(sys.executable).with_name("antenne"))
PATIENCE_S = 180.0
T = TypeVar("T")
_ADDRESS = re.compile(r"http://[^\s/]+/")


def wait_for(asked: Callable[[], T], *, what: str, within: float = PATIENCE_S) -> T:
    """Ask until the answer is true; fail with `what` was waited for."""
    late = time.monotonic() + within
    while True:
        answer = asked()
        if answer:
            return answer
        if time.monotonic() > late:
            raise AssertionError(f"waited {within:.0f} s in vain for {what}")
        time.sleep(0.2)


def answers(address: str) -> bool:
    """Whether an address answers well at this moment."""
    try:
        return httpx.get(address, timeout=5).is_success
    except httpx.HTTPError:
        return False


class Station:
    """`antenne up` on a data folder of its own, started and stopped as often as a test likes.

    One whose folder is there already makes its stand-by loop itself, if need be.
    """

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("ANTENNE_")
        }
        self.environment |= {"ANTENNE_DATA": str(data), **settings}
        self.port = 0
        self.process: subprocess.Popen[str] | None = None
        self.said: list[str] = []
        self.token = ""

    @property
    def address(self) -> str:
        """Where it is, without a closing slash."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *words: str) -> None:
        """Start it and wait for its address; a second start takes the same port."""
        self.said = []
        if not (self.data.exists() or "ANTENNE_STORAGE_URL" in self.environment):
            bring_stand_by(open_storage(f"file://{self.data / 'storage'}"))
        log = (self.data.parent / f"{self.data.name}.log").open("a")
        with log:
            self.process = subprocess.Popen(
                [ANTENNE, "up", "--port", str(self.port), *words],
                env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True,
            )  # fmt: skip
        threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()
        wait_for(self._answered, what="the station's address")
        self.port = int(self.said[0].rstrip("/").rpartition(":")[2])

    def _listen(self, process: subprocess.Popen[str]) -> None:
        if process.stdout is not None:
            with process.stdout as lines:
                self.said.extend(line.strip() for line in lines)

    def _answered(self) -> bool:
        if self.process is not None and self.process.poll() is not None:
            raise AssertionError(f"the station ended: {self.log()[-3000:]}")
        return bool(self.said) and bool(_ADDRESS.fullmatch(self.said[0]))

    def log(self) -> str:
        """What it wrote on its standard error."""
        return (self.data.parent / f"{self.data.name}.log").read_text()

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to stop, and wait until no process of it is left."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(sign)
            self.process.wait(PATIENCE_S)
        wait_for(lambda: not self.processes(), what="every process to end")

    def kill(self) -> None:
        """End every process of it at once, as a power cut would."""
        wait_for(self._all_killed, what="every process to end")
        if self.process is not None:
            self.process.wait(PATIENCE_S)

    def _all_killed(self) -> bool:
        """Kill what there is: a supervisor may have started one more while the others were being killed."""
        found = self.processes()
        for pid in found:
            with_suppressed_kill(pid)
        return not found

    def processes(self, word: str = "") -> list[int]:
        """The processes of this station, found by its data folder in their environment or place."""
        mark, place_of_redis = f"ANTENNE_DATA={self.data}".encode(), f"unixsocket:{self.data}/".encode()
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                line = (place / "cmdline").read_bytes().replace(b"\0", b" ")
                is_ours = (
                    mark in (place / "environ").read_bytes().split(b"\0")
                    or place_of_redis in line
                    or (place / "cwd").readlink().is_relative_to(self.data)
                )
                if is_ours and word.encode() in line:
                    found.append(int(place.name))
            except (OSError, ValueError):
                continue
        return found

    def command(self, *words: str, given: str = "", expect: int = 0) -> str:
        """Run an `antenne` command and give what it printed."""
        done = subprocess.run(
            [ANTENNE, *words], env=self.environment, input=given, capture_output=True, text=True, check=False
        )
        assert done.returncode == expect, done.stderr
        return done.stdout

    def sign_up(self) -> None:
        """Make an administrator and a key; calls carry it from then on."""
        password = "un mot de passe de test\n"  # of a station that lives for one test
        self.command("account", "create", "admin@example.org", "--name", "Admin", "--admin",
                     "--password-stdin", given=password)  # fmt: skip
        self.token = self.command("token", "create", "admin@example.org").strip()

    def call(self, method: str, path: str, *, expect: int, **more: Any) -> Any:
        """Call the API and give its JSON."""
        answer = httpx.request(
            method, f"{self.address}{path}", timeout=60,
            headers={"Authorization": f"Bearer {self.token}"} if self.token else {}, **more,
        )  # fmt: skip
        assert answer.status_code == expect, answer.text
        return answer.json() if answer.content else None

    def answers(self, path: str) -> bool:
        """Whether an address answers well at this moment."""
        return answers(f"{self.address}{path}")

    def deposit(self, path: Path, **fields: str) -> str:
        """Deposit a file; gives the item's id."""
        with path.open("rb") as file:
            made = self.call(
                "POST", "/api/v1/items", expect=202, data=fields, files={"file": (path.name, file)}
            )
        return str(made["id"])

    def deposit_or_refusal(self, path: Path) -> str | None:
        """Deposit a file; None where the door itself refused it, in words."""
        with path.open("rb") as file:
            answer = httpx.post(
                f"{self.address}/api/v1/items", timeout=60, files={"file": (path.name, file)},
                headers={"Authorization": f"Bearer {self.token}"},
            )  # fmt: skip
        if answer.status_code == 422:
            assert answer.json()["remedy"]
            return None
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def settled(self, item: str, *, within: float = 240) -> dict[str, Any]:
        """The item once it is prepared or refused."""

        def looked() -> dict[str, Any] | None:
            found: dict[str, Any] = self.call("GET", f"/api/v1/items/{item}", expect=200)
            return found if found["state"] not in {"received", "processing"} else None

        return wait_for(looked, what=f"item {item}", within=within) or {}


def with_suppressed_kill(pid: int) -> None:
    """End a process that may have ended already."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@contextmanager
def running(data: Path, *words: str, **settings: str) -> Iterator[Station]:
    """A started station, stopped afterwards whatever happens."""
    station = Station(data, **settings)
    try:
        station.start(*words)
        yield station
    finally:
        station.kill()
