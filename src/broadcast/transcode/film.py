"""Encoding a film's ranges, each in a folder of its own, and laying them end to end."""

import mmap
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from broadcast.media.fmp4 import joined
from broadcast.media.package import VIDEO
from broadcast.media.source import Probed
from broadcast.media.units import seconds_of
from broadcast.transcode import argv
from broadcast.transcode.ranges import FilmRange
from broadcast.transcode.runner import Runner
from broadcast.transcode.tools import filters_of

Progress = Callable[[float], None]


def encode_range(runner: Runner, probed: Probed, span: FilmRange, *, progress: Progress) -> None:
    """Both sizes of a range, and its still where it has one, in the runner's folder."""
    whole = seconds_of(span.ticks)
    words = argv.encode_range(
        runner.ffmpeg, runner.source, probed=probed, span=span, filters=filters_of(runner.ffmpeg)
    )
    runner.read(words, progress=lambda at: progress(min(1.0, at / whole)))


def encode_film(runner: Runner, probed: Probed, ranges: Sequence[FilmRange], *, progress: Progress) -> None:
    """The whole film in the runner's folder, range after range."""
    folders = [runner.folder / f"range-{span.number}" for span in ranges]
    try:
        for span, folder in zip(ranges, folders, strict=True):
            folder.mkdir()
            encode_range(
                replace(runner, folder=folder),
                probed,
                span,
                progress=_within(progress, span, count=len(ranges)),
            )
        _gather(folders, runner.folder)
    finally:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


def _gather(folders: Sequence[Path], whole: Path) -> None:
    """One film, and its still, from the folders of its ranges."""
    for rendition in VIDEO:
        name = argv.file_of(rendition)
        join([folder / name for folder in folders], whole / name)
    for folder in folders:
        if (folder / argv.STILL).exists():
            (folder / argv.STILL).rename(whole / argv.STILL)


def _within(progress: Progress, span: FilmRange, *, count: int) -> Progress:
    """The progress of one range as that of the whole film."""
    return lambda share: progress((span.number + share) / count)


def join(parts: Sequence[Path], whole: Path) -> None:
    """Write one rendition's file from those of its ranges. Raises ValueError where they do not fit."""
    with whole.open("wb") as file:
        for piece in joined(_viewed(parts)):
            file.write(piece)


def _viewed(paths: Iterable[Path]) -> Iterator[memoryview]:
    """Each file in turn, open only while it is looked at: a long film has hundreds."""
    for path in paths:
        with (
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
            memoryview(mapped) as view,
        ):
            yield view
