"""Mixing the end of one piece into the beginning of the next, from what is aired of both.

It is decoded from their `a128`, which has its gain and its peaks held already: no deposit is opened again,
a seam costs a second whatever the pieces last, and it lies on their grid to the tick. A full segment of
what comes before is encoded with it and a quantum of what follows, then cut off: so the encoders are
warm, and every frame overlaps with its neighbour in the piece as if it had been encoded with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from broadcast.errors import BroadcastError, marked
from broadcast.library import keys
from broadcast.media.fmp4 import index_file, joined, prefix
from broadcast.media.grid import QUANTUM, SEGMENT, padded
from broadcast.media.loudness import CEILING, Treatment
from broadcast.media.mp3 import MP3_FRAME, MP3_FRAME_BYTES
from broadcast.media.package import AUDIO, Loudness, PackageIndex, Rendition, RenditionIndex
from broadcast.media.units import Bytes, Dbtp, Ticks
from broadcast.storage import Storage
from broadcast.transcode import argv
from broadcast.transcode.encode import encode
from broadcast.transcode.level import NOTHING_HEARD
from broadcast.transcode.recipe import RECIPE
from broadcast.transcode.runner import Runner

_BEFORE, _AFTER = "before.mp4", "after.mp4"
_TRIES = 4
_LOWER_DB = 0.3
_WARM = SEGMENT
"""What is encoded before it and cut off: whole frames of AAC and of MP3."""


class NotMixedError(BroadcastError):
    """The seam cannot be made as it must be; the plain join airs."""


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
    """Make its package in `folder`, without its index. Raises NotMixedError, or what the storage raises."""
    last = len(_index(storage, wanted.before).segments)
    _bring(storage, wanted.before, range(wanted.first - 1, last), folder / _BEFORE)
    _bring(storage, wanted.after, range(2), folder / _AFTER)
    runner = Runner.on_stretch(folder / _BEFORE, folder=folder, ffmpeg=ffmpeg)
    runner.run(
        argv.mix(ffmpeg, before=_BEFORE, after=_AFTER, lead=Ticks(_WARM + wanted.lead),
                 overlap=wanted.overlap, length=_whole(wanted))
    )  # fmt: skip
    heard, limited = _encoded(runner, _whole(wanted), progress)
    renditions = {name: _cut_sound(folder / argv.file_of(name), wanted.ticks) for name in AUDIO}
    own = _index(storage, wanted.after)
    if renditions[Rendition.A128].init != own.init:
        raise NotMixedError(
            "seam_of_another_recipe", marked("The two pieces were prepared in different ways.")
        )
    size = _cut_mp3(folder / argv.MP3, wanted.ticks)
    for name in (*argv.PASSING, _BEFORE, _AFTER):
        (folder / name).unlink(missing_ok=True)
    return PackageIndex(
        recipe=RECIPE,
        ticks=wanted.ticks,
        media_ticks=wanted.ticks,
        renditions=renditions,
        mp3_size=size,
        loudness=heard[Rendition.A128],
        source_loudness=NOTHING_HEARD,
        gain_db=0.0,
        limited=limited,
    )


def _whole(wanted: Mix) -> Ticks:
    """With what is cut off again."""
    return Ticks(_WARM + wanted.ticks + QUANTUM)


def _index(storage: Storage, package: str) -> RenditionIndex:
    return PackageIndex.from_json(storage.get(keys.index(package))).renditions[Rendition.A128]


def _bring(storage: Storage, package: str, segments: range, path: Path) -> None:
    """Some segments of a package as a file of their own."""
    index, key = _index(storage, package), keys.rendition(package, Rendition.A128)
    first, last = index.segments[segments.start], index.segments[segments.stop - 1]
    init = storage.get_range(key, offset=0, size=index.init_size)
    size = last.offset + last.size - first.offset
    path.write_bytes(init + storage.get_range(key, offset=first.offset, size=size))


def _encoded(
    runner: Runner, length: Ticks, progress: Callable[[float], None]
) -> tuple[Mapping[str, Loudness], bool]:
    """Every output, under the ceiling: the limiter holds only what two pieces together are over it.

    Raises NotMixedError where it cannot.
    """
    master, ceiling = argv.MASTER, CEILING
    for _ in range(_TRIES):
        heard = encode(
            runner, master=master, gains_db=dict.fromkeys(argv.OUTPUTS, 0.0), length=length, progress=progress
        )
        over = max(one.true_peak or CEILING for one in heard.values()) - CEILING
        if over <= 0:
            return heard, master == argv.LIMITED
        ceiling = Dbtp(ceiling - over - _LOWER_DB)
        master = argv.LIMITED
        runner.run(argv.limit(runner.ffmpeg, treatment=Treatment(0.0, ceiling), shortest=padded(length)))
    raise NotMixedError("seam_too_loud", marked("The two pieces are too loud together."))


def _cut_sound(path: Path, length: Ticks) -> RenditionIndex:
    """Only `length` ticks of a rendition's file, from behind the warm segment on."""
    whole = path.read_bytes()
    init, index = index_file(whole)
    kept = prefix(whole[index.segments[1].offset :], ticks=length)
    path.write_bytes(b"".join(joined([init + kept])))
    return index_file(path.read_bytes())[1]


def _cut_mp3(path: Path, length: Ticks) -> Bytes:
    """The frames that begin in it, and two more for where the air rounds."""
    first, count = _WARM // MP3_FRAME, -(-length // MP3_FRAME) + 2
    frames = path.read_bytes()[first * MP3_FRAME_BYTES : (first + count) * MP3_FRAME_BYTES]
    path.write_bytes(frames)
    return Bytes(len(frames))
