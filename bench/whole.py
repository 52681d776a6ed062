"""A whole station on air for a bench: `antenne up`, pieces for a rotation, and what each process costs."""

import os
import subprocess
import sys
import wave
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.station import await_answer
from broadcast.ingest.probe import probe
from broadcast.library import keys
from broadcast.library.models import Item, ItemKind, Rights
from broadcast.library.states import ItemState
from broadcast.media.grid import SEGMENT
from broadcast.media.units import Ticks, seconds_of
from broadcast.parts import Parts
from broadcast.transcode.keep import keep_package
from broadcast.transcode.package import make_package
from broadcast.transcode.tools import find_ffmpeg
from broadcast.transcode.workbench import workbench

PORT = 18_990
TRACKS = 24
_SHORTEST, _LONGEST = 30, 62  # segments: 115 to 238 s
_TICKS = os.sysconf("SC_CLK_TCK")
_PARTS = ("web", "worker", "beat", "redis")


@dataclass(frozen=True, slots=True)
class Whole:
    """A running station: its supervisor and its port."""

    pid: int
    port: int

    def cpu(self) -> dict[str, float]:
        """CPU seconds so far by part, those of ended children included."""
        return self._sum(_cpu)

    def memory_mb(self) -> dict[str, float]:
        """Memory by part in MB, what processes share counted once (PSS)."""
        return self._sum(_pss)

    def _sum(self, figure: Callable[[int], float]) -> dict[str, float]:
        found = dict.fromkeys((*_PARTS, "supervisor"), 0.0)
        for pid in _tree(self.pid):
            try:
                found[_part(pid)] += figure(pid)
            except FileNotFoundError:  # it has ended just now
                continue
        return found


def _tree(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [pid, *(one for child in children for one in _tree(int(child)))]


def _part(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return next((part for part in _PARTS if f" {part} " in words or f"{part}-server" in words), "supervisor")


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS


def _pss(pid: int) -> float:
    return int(Path(f"/proc/{pid}/smaps_rollup").read_text().partition("\nPss:")[2].split()[0]) / 1024


def write_track(path: Path, *, seconds: float) -> None:
    """A WAV file of one coarse tone."""
    second = array("h", (400 * (n % 110) - 22_000 for n in range(48_000)))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes((second * (int(seconds) + 1)).tobytes()[: round(seconds * 48_000) * 2])


def make_tracks(parts: Parts) -> list[str]:
    """Approved tracks of two to four minutes: one package, of which each plays as much; gives their ids."""
    key, length = "packages/bench", Ticks(_LONGEST * SEGMENT)
    with workbench(parts.settings) as making, workbench(parts.settings) as folder:
        sound = making / "track.wav"
        write_track(sound, seconds=seconds_of(length))
        made = make_package(
            sound, probed=probe(sound), folder=folder, ffmpeg=find_ffmpeg(), progress=lambda _share: None
        )
        keep_package(parts.storage, folder, key=key, index=made.index)
    lengths = [Random(n).randint(_SHORTEST, _LONGEST - 2) for n in range(TRACKS)]  # noqa: S311  # no secret
    now = parts.clock.now()
    with parts.database.writing() as session:
        for n, segments in enumerate(lengths):
            session.add(
                Item(
                    id=f"t{n}", title=f"Track {n}", artist=f"Artist {n}", kind=ItemKind.TRACK,
                    rights=Rights.MUSIC, state=ItemState.PUBLISHED, source_sha=f"t{n}", source_bytes=1,
                    package=key, ticks=segments * SEGMENT, seconds=segments * 3.84, progress=1.0,
                    warnings=[], created_at=now, published_at=now,
                )
            )  # fmt: skip
    assert parts.storage.exists(keys.index(key))  # noqa: S101  # a bench may stop here
    return [f"t{n}" for n in range(TRACKS)]


@contextmanager
def whole_station(place: str, *, last: str) -> Iterator[Whole]:
    """`antenne up` on a prepared folder, once the channel `last` is on air."""
    command = [sys.executable, str(Path(sys.executable).with_name("antenne"))]
    words = ["up", "--data", place, "--port", str(PORT)]
    with subprocess.Popen(
        [*command, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            await_answer(PORT, f"/live/{last}/a128.m3u8")
            yield Whole(process.pid, PORT)
        finally:
            process.terminate()
