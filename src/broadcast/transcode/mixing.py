"""Mixing the end of one piece into the beginning of the next, from what is aired of both."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from broadcast.media.grid import SEGMENT
from broadcast.media.package import PackageIndex, Rendition
from broadcast.media.units import Ticks
from broadcast.storage import Storage
from broadcast.transcode import argv
from broadcast.transcode.runner import Runner
from broadcast.transcode.splicing import COLD, WARM, bring, index_of, spliced

_BEFORE, _AFTER = "before.mp4", "after.mp4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Package `before` from segment `first` to its end, `lead` ticks, and the first segment of `after`.

    They sound together for `overlap`.
    """

    before: str
    after: str
    first: int
    lead: Ticks
    overlap: Ticks

    @property
    def ticks(self) -> Ticks:
        """How long it is."""
        return Ticks(self.lead + SEGMENT - self.overlap)


def mix(
    storage: Storage, wanted: Mix, *, folder: Path, ffmpeg: Path, progress: Callable[[float], None]
) -> PackageIndex:
    """Make its package in `folder`, without its index. Raises NotSplicedError, or what the storage raises."""
    after = index_of(storage, wanted.after)
    last = len(index_of(storage, wanted.before).renditions[Rendition.A128].segments)
    bring(storage, wanted.before, range(wanted.first - 1, last), folder / _BEFORE, of=Rendition.A128)
    bring(storage, wanted.after, range(2), folder / _AFTER, of=Rendition.A128)
    runner = Runner.on_stretch(folder / _BEFORE, folder=folder, ffmpeg=ffmpeg)
    runner.run(
        argv.mix(ffmpeg, before=_BEFORE, after=_AFTER, lead=Ticks(WARM + wanted.lead),
                 overlap=wanted.overlap, length=Ticks(WARM + wanted.ticks + COLD))
    )  # fmt: skip
    index = spliced(runner, wanted.ticks, like=after, progress=progress)
    for name in (_BEFORE, _AFTER):
        (folder / name).unlink()
    return index
