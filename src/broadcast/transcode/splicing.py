"""A stretch between two pieces of the air, made anew from what is aired of them: a seam, a fade.

It is decoded from their `a128`, which has its gain and its peaks held already: no deposit is opened again,
it costs a second whatever the pieces last, and it lies on their grid to the tick. A full segment of what
comes before is encoded with it and a quantum of what follows, then cut off: so the encoders are warm, and
every frame overlaps with its neighbour in the piece as if it had been encoded with it.
"""

from collections.abc import Callable, Mapping
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

WARM = SEGMENT
"""What is encoded before it and cut off: whole frames of AAC and of MP3."""
COLD = QUANTUM
"""What is encoded behind it and cut off."""
_TRIES = 4
_LOWER_DB = 0.3


class NotSplicedError(BroadcastError):
    """The stretch cannot be made as it must be; the plain join airs."""


def index_of(storage: Storage, package: str) -> PackageIndex:
    """The index of a package."""
    return PackageIndex.from_json(storage.get(keys.index(package)))


def bring(storage: Storage, package: str, segments: range, path: Path, *, of: Rendition) -> None:
    """Some segments of a rendition as a file of their own."""
    index, key = index_of(storage, package).renditions[of], keys.rendition(package, of)
    first, last = index.segments[segments.start], index.segments[segments.stop - 1]
    init = storage.get_range(key, offset=0, size=index.init_size)
    size = last.offset + last.size - first.offset
    path.write_bytes(init + storage.get_range(key, offset=first.offset, size=size))


def bring_picture(
    storage: Storage, package: str, segments: range, folder: Path, *, of: Rendition
) -> RenditionIndex:
    """Full segments of a film's rendition as they are, as a file of a package."""
    path = folder / argv.file_of(of)
    bring(storage, package, segments, path, of=of)
    path.write_bytes(b"".join(joined([path.read_bytes()])))
    return index_file(path.read_bytes())[1]


def spliced(
    runner: Runner, length: Ticks, *, like: PackageIndex, progress: Callable[[float], None]
) -> PackageIndex:
    """Every sound of `length` ticks from `MASTER`, which holds WARM before them and COLD behind.

    Raises NotSplicedError where they are too loud, or do not begin like a piece's beside which they air.
    """
    heard, limited = _encoded(runner, Ticks(WARM + length + COLD), progress)
    renditions = {name: _cut_sound(runner.folder / argv.file_of(name), length) for name in AUDIO}
    if renditions[Rendition.A128].init != like.renditions[Rendition.A128].init:
        raise NotSplicedError(
            "seam_of_another_recipe", marked("The two pieces were prepared in different ways.")
        )
    size = _cut_mp3(runner.folder / argv.MP3, length)
    for name in argv.PASSING:
        (runner.folder / name).unlink(missing_ok=True)
    return PackageIndex(
        recipe=RECIPE,
        ticks=length,
        media_ticks=length,
        renditions=renditions,
        mp3_size=size,
        loudness=heard[Rendition.A128],
        source_loudness=NOTHING_HEARD,
        gain_db=0.0,
        limited=limited,
    )


def _encoded(
    runner: Runner, length: Ticks, progress: Callable[[float], None]
) -> tuple[Mapping[str, Loudness], bool]:
    """Every output, under the ceiling: the limiter holds only what two pieces together are over it.

    Raises NotSplicedError where it cannot.
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
    raise NotSplicedError("seam_too_loud", marked("The two pieces are too loud together."))


def _cut_sound(path: Path, length: Ticks) -> RenditionIndex:
    """Only `length` ticks of a rendition's file, from behind the warm segment on."""
    whole = path.read_bytes()
    init, index = index_file(whole)
    kept = prefix(whole[index.segments[1].offset :], ticks=length)
    path.write_bytes(b"".join(joined([init + kept])))
    return index_file(path.read_bytes())[1]


def _cut_mp3(path: Path, length: Ticks) -> Bytes:
    """The frames that begin in it, and two more for where the air rounds."""
    first, count = WARM // MP3_FRAME, -(-length // MP3_FRAME) + 2
    frames = path.read_bytes()[first * MP3_FRAME_BYTES : (first + count) * MP3_FRAME_BYTES]
    path.write_bytes(frames)
    return Bytes(len(frames))
