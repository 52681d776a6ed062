"""Cutting a part out of a piece, to the tick: a package of its own, as loud as the whole has it."""

from collections.abc import Callable
from dataclasses import dataclass

from broadcast.media.grid import PICTURE
from broadcast.media.package import PackageIndex
from broadcast.media.source import Probed
from broadcast.media.units import Ticks
from broadcast.transcode import argv
from broadcast.transcode.film import encode_film
from broadcast.transcode.level import level_as
from broadcast.transcode.package import (
    SOUND_SHARE,
    clear_passing,
    sound_index,
    with_picture,
    write_silence,
)
from broadcast.transcode.ranges import range_of_part
from broadcast.transcode.runner import Runner


@dataclass(frozen=True, slots=True)
class Span:
    """[begins, ends) of what a package was made of."""

    begins: Ticks
    ends: Ticks

    @property
    def ticks(self) -> Ticks:
        """Its length, 0 or less where there is nothing in it."""
        return Ticks(self.ends - self.begins)


def span_in(whole: PackageIndex, *, begins: Ticks, ends: Ticks | None) -> Span:
    """What there is of [begins, ends) in a piece; None stands for its own end.

    That of a film begins with its first picture in it, so that sound and picture stay together and
    nothing of what was cut out is seen.
    """
    first = Ticks(-(-begins // PICTURE) * PICTURE) if whole.has_picture else begins
    last = whole.media_ticks if ends is None else Ticks(min(ends, whole.media_ticks))
    return Span(first, last)


def make_excerpt(
    runner: Runner, probed: Probed, span: Span, *, whole: PackageIndex, progress: Callable[[float], None]
) -> PackageIndex:
    """Make everything of a span that is not empty in the runner's folder.

    Its sound is to the sample that of a decode of the whole, with the one gain that the whole got.
    """
    share = SOUND_SHARE if probed.video else 1.0
    _decode(runner, probed, span)
    levelled = level_as(runner, whole, media=span.ticks, progress=lambda done: progress(share * done))
    index = sound_index(runner.folder, span.ticks, levelled)
    clear_passing(runner.folder)
    if probed.video is None:
        return index
    ranges = (range_of_part(probed, begins=span.begins, ends=span.ends),)
    encode_film(runner, probed, ranges, progress=lambda done: progress(share + done * (1 - share)))
    return with_picture(index, runner.folder)


def _decode(runner: Runner, probed: Probed, span: Span) -> None:
    """The master of the span: silence where the piece has no sound, or none any more."""
    master = runner.folder / argv.MASTER
    if probed.audio is not None:
        words = argv.decode_part(
            runner.ffmpeg, runner.source, probed=probed, begins=span.begins, ends=span.ends
        )
        runner.read(words)
    if not master.exists() or not master.stat().st_size:
        write_silence(master, span.ticks)
