"""Small films of every kind, shot with ffmpeg's own sources, and what the pipeline made of them."""

import subprocess
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from broadcast.ingest.probe import probe
from broadcast.media.grid import PICTURES_PER_SECOND
from broadcast.media.package import Rendition
from broadcast.transcode import argv
from broadcast.transcode.package import Made, make_package
from broadcast.transcode.recipe import PICTURES, RATE

_BRIGHT = 96


@dataclass(frozen=True, slots=True)
class Camera:
    """Shoots into a folder."""

    ffmpeg: Path
    folder: Path

    def shoot(self, name: str, *words: str) -> Path:
        """Run ffmpeg's words with one output of that name."""
        path = self.folder / name
        quiet = ["-hide_banner", "-nostdin", "-y", "-loglevel", "error"]
        done = subprocess.run(
            [self.ffmpeg, *quiet, *words, path], cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return path

    def develop(self, source: Path) -> "Developed":
        """Put a film through the pipeline."""
        folder = self.folder / f"{source.name}.made"
        folder.mkdir()
        made = make_package(
            source, probed=probe(source), folder=folder, ffmpeg=self.ffmpeg, progress=lambda _share: None
        )
        return Developed(made, folder, self.ffmpeg)


@dataclass(frozen=True)
class Developed:
    """A package, looked at and listened to by way of its encoded files."""

    made: Made
    folder: Path
    ffmpeg: Path

    def pictures(
        self, *, width: int, height: int, rendition: Rendition = Rendition.V720
    ) -> tuple[bytes, ...]:
        """The brightness of every picture, in so many points, row by row."""
        raw = self._decoded(
            argv.file_of(rendition), "-vf", f"scale={width}:{height}:flags=area,format=gray", "-f", "rawvideo"
        )
        step = width * height
        return tuple(raw[start : start + step] for start in range(0, len(raw), step))

    def colour(self, number: int = 10) -> tuple[int, int, int]:
        """Y, U and V in the middle of one picture, as they are coded."""
        chain = f"select=eq(n\\,{number}),crop=64:64,format=yuv444p"
        raw = self._decoded(argv.file_of(Rendition.V720), "-vf", chain, "-frames:v", "1", "-f", "rawvideo")
        step = 64 * 64
        y, u, v = (sum(raw[plane * step : (plane + 1) * step]) / step for plane in range(3))
        return round(y), round(u), round(v)

    @cached_property
    def sound(self) -> "array[float]":
        """The samples of the first channel."""
        samples = array("f")
        samples.frombytes(self._decoded(argv.file_of(Rendition.A128), "-af", "pan=mono|c0=c0", "-f", "f32le"))
        return samples

    def _decoded(self, name: str, *words: str) -> bytes:
        command = [str(self.ffmpeg), "-v", "error", "-i", str(self.folder / name), *words, "pipe:1"]
        return subprocess.run(command, capture_output=True, check=True).stdout


@dataclass(frozen=True, slots=True)
class Box:
    """Where the picture stands within its black frame, in points."""

    left: int
    top: int
    width: int
    height: int


def lit(developed: Developed, *, number: int = 10) -> Box:
    """The place of what is bright in one picture of the larger size."""
    size = PICTURES[Rendition.V720]
    picture = developed.pictures(width=size.width, height=size.height)[number]
    rows = [picture[at : at + size.width] for at in range(0, len(picture), size.width)]
    bright_rows = [at for at, row in enumerate(rows) if max(row) > _BRIGHT]
    bright_columns = [
        at
        for at in range(size.width)
        if max(picture[at + bright_rows[0] * size.width :: size.width]) > _BRIGHT
    ]
    left, top = bright_columns[0], bright_rows[0]
    return Box(left, top, bright_columns[-1] + 1 - left, bright_rows[-1] + 1 - top)


# Claps


def flashes(developed: Developed) -> tuple[float, ...]:
    """When the picture turns white, in seconds."""
    bright = [picture[0] > _BRIGHT for picture in developed.pictures(width=1, height=1)]
    return tuple(at / PICTURES_PER_SECOND for at in _beginnings(bright))


def clicks(developed: Developed) -> tuple[float, ...]:
    """When the sound rises to half of its peak, in seconds; what follows within half a second is the same."""
    samples = developed.sound
    loud = max(map(abs, samples)) / 2
    found: list[float] = []
    for at, sample in enumerate(samples):
        if abs(sample) >= loud and (not found or at / RATE - found[-1] > 0.5):
            found.append(at / RATE)
    return tuple(found)


def _beginnings(marks: Iterable[bool]) -> list[int]:
    before, found = False, []
    for at, mark in enumerate(marks):
        if mark and not before:
            found.append(at)
        before = mark
    return found


def clapping_picture(*, rate: str, claps: Iterable[int], seconds: float) -> str:
    """A source of black pictures, white for a moment from each of these picture numbers on."""
    white = "+".join(f"between(n\\,{number}\\,{number + 5})" for number in claps)
    return f"color=black:s=160x90:r={rate}:d={seconds},drawbox=c=white:t=fill:enable={white}"


def clapping_sound(*, claps: Iterable[float], seconds: float) -> str:
    """A source of a faint tone with a loud click at each of these seconds."""
    loud = "+".join(f"between(t\\,{at:.6f}\\,{at + 0.01:.6f})" for at in claps)
    return f"aevalsrc=(0.02+0.7*({loud}))*cos(2*PI*1000*t):s=48000:d={seconds}"
