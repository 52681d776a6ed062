"""A web process on air for a bench: as many channels as asked for, nothing but stand-by to play."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from broadcast.accounts.models import Structure
from broadcast.accounts.people import create_structure
from broadcast.cli.house import open_parts
from broadcast.cli.preparing import prepare_station
from broadcast.parts import Parts
from broadcast.schedule.models import ChannelKind
from broadcast.schedule.slots import create_channel, set_rotation
from broadcast.settings import load_settings

_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 60.0


@dataclass(frozen=True)
class Served:
    """A running server: its process and its port."""

    pid: int
    port: int

    @property
    def cpu(self) -> float:
        """CPU seconds so far, of the process and of those it started."""
        return sum(_cpu(pid) for pid in (self.pid, *_children(self.pid)))

    @property
    def memory_mb(self) -> float:
        """What it holds in memory, in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def get(port: int, path: str) -> bytes:
    """The body at an address; AssertionError where there is none."""
    asked = HTTPConnection("127.0.0.1", port, timeout=10)
    asked.request("GET", path)
    answer = asked.getresponse()
    body = answer.read()
    asked.close()
    assert answer.status == 200, (path, answer.status)  # noqa: PLR2004, S101  # a bench may stop here
    return body


def prepared(place: str, *, channels: Iterable[int], items: Sequence[str] = ()) -> Parts:
    """A station in that folder with these radio channels more, each with the items as its rotation."""
    os.environ["ANTENNE_DATA"] = place
    parts = open_parts(load_settings())
    prepare_station(parts)
    now = parts.clock.now()
    with parts.database.writing() as session:
        home = session.scalar(select(Structure).where(Structure.slug == "bench"))
        home = home or create_structure(session, slug="bench", name="Bench", now=now)
        for number in channels:
            channel = create_channel(
                session,
                slug=f"c{number}",
                name=f"C {number}",
                kind=ChannelKind.RADIO,
                structure=home,
                timezone="Europe/Paris",
                now=now,
            )
            session.flush()
            if items:
                set_rotation(session, channel, items=items, jingles=(), jingle_every=0)
    return parts


@contextmanager
def on_air(channels: int) -> Iterator[Served]:
    """A web process alone, with that many radio channels."""
    with TemporaryDirectory() as place:
        prepared(place, channels=range(channels))
        port = 18_990
        command = [str(Path(sys.executable).with_name("antenne")), "web", "--port", str(port)]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            try:
                await_answer(port, f"/live/c{channels - 1}/a128.m3u8")
                yield Served(process.pid, port)
            finally:
                process.terminate()


def await_answer(port: int, path: str) -> None:
    """Wait until an address answers."""
    late = time.monotonic() + _PATIENCE
    while True:
        try:
            get(port, path)
        except (OSError, AssertionError):
            if time.monotonic() > late:
                raise
            time.sleep(0.2)
        else:
            return


@contextmanager
def nginx(folder: Path, port: int) -> Iterator[Served | None]:
    """nginx, one worker, serving a folder; None where there is none."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        yield None
        return
    settings = folder / "nginx.conf"
    settings.write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log;\n"
        f"events {{}} http {{ access_log off; server {{ listen 127.0.0.1:{port}; root {folder}/www; }} }}\n"
    )
    with subprocess.Popen([program, "-c", settings], stderr=subprocess.DEVNULL) as process:
        try:
            await_answer(port, "/playlist")
            yield Served(process.pid, port)
        finally:
            process.terminate()
