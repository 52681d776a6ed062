"""Mixing the end of one piece into the beginning of the next, from what is aired of both."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from broadcast.media.grid import SEGMENT, segment_lengths
from broadcast.media.package import VIDEO, PackageIndex, Rendition
from broadcast.media.units import Ticks
from broadcast.storage import Storage
from broadcast.transcode import argv
from broadcast.transcode.runner import Runner
from broadcast.transcode.showing import show
from broadcast.transcode.splicing import COLD, WARM, bring, index_of, spliced

_BEFORE, _AFTER = "before.mp4", "after.mp4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Package `before` from segment `first` to its end, `lead` ticks, and the first segment of `after`.

    They sound together for `overlap`. On a television each is shown by its card, one after the other.
    """

    before: str
    after: str
    first: int
    lead: Ticks
    overlap: Ticks
    cards: tuple[str, str] | None = None

    @property
    def ticks(self) -> Ticks:
        """How long it is."""
        return Ticks(self.lead + SEGMENT - self.overlap)

    @property
    def middle(self) -> Ticks:
        """Where both are as loud, and the card changes."""
        return Ticks(self.lead - self.overlap // 2)


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
    if wanted.cards is None:
        return index
    lengths = segment_lengths(index.ticks)
    shown = {
        name: show(storage, wanted.cards, of=name, lengths=lengths, cut=wanted.middle, folder=folder)
        for name in VIDEO
    }
    return replace(index, renditions=index.renditions | shown)
