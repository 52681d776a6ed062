"""A voice over the beginning of music: some first segments of it, lowered while the voice is heard."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from broadcast.media.package import VIDEO, PackageIndex, Rendition
from broadcast.media.units import Ticks
from broadcast.storage import Storage
from broadcast.transcode import argv
from broadcast.transcode.runner import Runner
from broadcast.transcode.splicing import COLD, WARM, bring, bring_picture, index_of, spliced

_VOICE, _MUSIC = "voice.mp4", "music.mp4"


def talk(  # noqa: PLR0913  # who over what, for how long, and with what it is made
    storage: Storage, *, voice: str, music: str, lasts: Ticks, segments: int, rises: Ticks, folder: Path,
    ffmpeg: Path, progress: Callable[[float], None],
) -> PackageIndex:  # fmt: skip
    """The first `segments` of `music` with the whole of `voice`, as a package in `folder`, without its index.

    The music is low for `lasts`, then rises. Raises NotSplicedError, or what the storage raises.
    """
    under = index_of(storage, music)
    spoken = len(index_of(storage, voice).renditions[Rendition.A128].segments)
    bring(storage, voice, range(spoken), folder / _VOICE, of=Rendition.A128)
    bring(storage, music, range(segments + 1), folder / _MUSIC, of=Rendition.A128)
    length = sum(under.segment_ticks(number) for number in range(segments))
    runner = Runner.on_stretch(folder / _MUSIC, folder=folder, ffmpeg=ffmpeg)
    runner.run(
        argv.talk(ffmpeg, voice=_VOICE, music=_MUSIC, after=WARM, lasts=lasts, rises=rises,
                  length=Ticks(WARM + length + COLD))
    )  # fmt: skip
    index = spliced(runner, Ticks(length), like=under, progress=progress)
    for name in (_VOICE, _MUSIC):
        (folder / name).unlink()
    pictures = {
        name: bring_picture(storage, music, range(segments), folder, of=name)
        for name in VIDEO
        if name in under.renditions
    }
    return replace(index, renditions=index.renditions | pictures)
