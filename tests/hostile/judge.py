"""Puts a hostile file through the probe and the package, and sees that it got nothing."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from broadcast.errors import RefusedError
from broadcast.ingest.probe import probe
from broadcast.transcode.package import make_package

CANARY = b"canary-in-the-quarantine"
SOUND_MB, FILM_MB = 512, 1_536
_numbers = count()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended: a refusal's code, or a package of so many seconds with the codes of its warnings."""

    code: str = ""
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    """`canary` must never be read, `listener` never hear."""

    ffmpeg: Path
    folder: Path
    canary: Path
    listener: socket.socket

    @property
    def port(self) -> int:
        port: int = self.listener.getsockname()[1]
        return port

    def of(self, body: bytes) -> Outcome:
        """Put it in. Only a refusal in words may be raised; the memory of every program is bounded."""
        number = next(_numbers)
        source, folder = self.folder / f"{number}.deposit", self.folder / f"{number}.made"
        source.write_bytes(body)
        folder.mkdir()
        is_film = False
        with capture_logs() as notes:
            try:
                probed = probe(source)
                is_film = probed.video is not None
                made = make_package(
                    source, probed=probed, folder=folder, ffmpeg=self.ffmpeg, progress=lambda _share: None
                )
            except RefusedError as refusal:
                outcome = Outcome(refusal.code if refusal.message and refusal.remedy else "no words")
            else:
                length = made.index.media_ticks / 48_000
                outcome = Outcome("", length, tuple(one.code for one in made.warnings))
        self._got_nothing(folder, notes=str(notes))
        peaks = [note["peak_mb"] for note in notes if note["event"] == "program_ended"]
        assert max(peaks, default=0) <= (FILM_MB if is_film else SOUND_MB)
        source.unlink()
        return outcome

    def _got_nothing(self, folder: Path, *, notes: str) -> None:
        for path in folder.iterdir():
            assert CANARY not in path.read_bytes(), path.name
            path.unlink()
        assert CANARY.decode() not in notes
        with pytest.raises(BlockingIOError):
            self.listener.accept()


@contextmanager
def judging(folder: Path, *, ffmpeg: Path, canary: bytes) -> Iterator[Judge]:
    """A judge whose canary holds `canary`."""
    place = folder / "canary.wav"
    place.write_bytes(canary)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        yield Judge(ffmpeg, folder, place, listener)
