"""Letting a piece go out where it is cut: one segment, its sound faded, its picture the same bytes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from broadcast.media.grid import SEGMENT
from broadcast.media.package import VIDEO, PackageIndex, Rendition
from broadcast.media.units import Ticks
from broadcast.storage import Storage
from broadcast.transcode import argv
from broadcast.transcode.runner import Runner
from broadcast.transcode.splicing import WARM, bring, bring_picture, index_of, spliced

_STRETCH = "stretch.mp4"


def fade(  # noqa: PLR0913  # of what, for how long, and with what it is made
    storage: Storage, package: str, *, segment: int, lasts: Ticks, folder: Path, ffmpeg: Path,
    progress: Callable[[float], None],
) -> PackageIndex:  # fmt: skip
    """A full segment of a package, not its first, out over its last `lasts` ticks, as a package in `folder`.

    Without its index. The picture goes on to the cut: to darken it would cost an encoding. Raises
    NotSplicedError, or what the storage raises.
    """
    piece = index_of(storage, package)
    bring(storage, package, range(segment - 1, segment + 1), folder / _STRETCH, of=Rendition.A128)
    runner = Runner.on_stretch(folder / _STRETCH, folder=folder, ffmpeg=ffmpeg)
    runner.run(argv.fade(ffmpeg, _STRETCH, ends=Ticks(WARM + SEGMENT), lasts=lasts))
    index = spliced(runner, SEGMENT, like=piece, progress=progress)
    (folder / _STRETCH).unlink()
    shown = [name for name in VIDEO if name in piece.renditions]
    alone = range(segment, segment + 1)
    pictures = {name: bring_picture(storage, package, alone, folder, of=name) for name in shown}
    return replace(index, renditions=index.renditions | pictures)
