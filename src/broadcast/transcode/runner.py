"""The one place where ffmpeg is started: in the cage, with limits that follow from the piece."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadcast.cage import Limits, Sight, run
from broadcast.errors import RefusedError
from broadcast.media.source import Probed
from broadcast.media.units import TICKS_PER_SECOND, Bytes, Seconds, Ticks, seconds_of, ticks_of
from broadcast.transcode.argv import Words
from broadcast.transcode.recipe import (
    FILM_CPU,
    FILM_MEMORY,
    LONGEST,
    MASTER_FRAME,
    SHORT_ENOUGH,
    SHORTEST_TIME,
    SOUND_CPU,
    SOUND_MEMORY,
    THINNEST,
)

_FEWEST_BYTES = 250
"""What a second of the thinnest speech takes: no file is longer than its size allows."""
_BUSY = 4
"""How much longer than its CPU time a run may take on a machine that does other things too."""

_CARD_SIZE = Bytes(64 << 20)

_OWN_COMPLAINTS = (
    "Error while opening encoder",
    "Error encoding a frame",
    "Error submitting a packet to the muxer",
    "Error muxing a packet",
    "Error opening output",
)
"""What ffmpeg says of what it makes; of what it reads, it names the decoder or the input."""
_NO_NUMBERS = "NaN"
"""In what encoders say of a deposit whose samples are no numbers: it was decoded to the letter."""

Progress = Callable[[Seconds], None]


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs ffmpeg's words on one source and one folder."""

    ffmpeg: Path
    source: Path
    folder: Path
    limits: Limits
    most: Ticks = LONGEST
    """The longest the piece can be: a few bytes may ask for hours, by holes or by a list that repeats."""

    @classmethod
    def on(cls, source: Path, *, probed: Probed, folder: Path, ffmpeg: Path) -> "Runner":
        """A runner whose limits suit the piece: a lie about its length buys no more than its size does."""
        size = source.stat().st_size
        most = Ticks(min(LONGEST, ticks_of(SHORT_ENOUGH + size / THINNEST)))
        longest = min(seconds_of(LONGEST), size / _FEWEST_BYTES)
        bound = min(longest, (probed.duration or longest) * 1.1) + 1
        is_film = probed.video is not None
        cpu = SHORTEST_TIME + bound * (FILM_CPU if is_film else SOUND_CPU)
        limits = Limits(
            memory=FILM_MEMORY if is_film else SOUND_MEMORY,
            cpu=Seconds(cpu),
            wall=Seconds(cpu * _BUSY),
            file_size=Bytes((most + 120 * TICKS_PER_SECOND) * MASTER_FRAME),
        )
        return cls(ffmpeg, source, folder, limits, most)

    @classmethod
    def on_picture(cls, picture: Path, *, folder: Path, ffmpeg: Path) -> "Runner":
        """A runner for a picture of our own."""
        cpu = SHORTEST_TIME
        limits = Limits(memory=FILM_MEMORY, cpu=cpu, wall=Seconds(cpu * _BUSY), file_size=_CARD_SIZE)
        return cls(ffmpeg, picture, folder, limits)

    @classmethod
    def on_stretch(cls, stretch: Path, *, folder: Path, ffmpeg: Path) -> "Runner":
        """A runner for some seconds of sound of our own."""
        return cls.on_picture(stretch, folder=folder, ffmpeg=ffmpeg)

    def read(self, words: Words, *, progress: Progress = lambda _at: None) -> str:
        """Run on the deposit itself; give the log. `progress` hears how far in the piece it is.

        Raises what `cage.run` does; OwnFaultError only where what ffmpeg makes of it failed.
        """
        return self._run(words, progress=progress, is_ours=is_of_the_encoder)

    def run(self, words: Words, *, progress: Progress = lambda _at: None) -> str:
        """Run on what the station made before; give the log.

        Raises OwnFaultError where it fails: the deposit can be decoded.
        """
        return self._run(words, progress=progress, is_ours=_holds_numbers)

    def _run(
        self,
        words: Words,
        *,
        progress: Progress,
        is_ours: Callable[[RefusedError, Sequence[str]], bool],
    ) -> str:
        def heard(line: str) -> None:
            name, _, value = line.partition("=")
            if name == "out_time_us" and value.strip().isdigit():
                progress(Seconds(int(value) / 1_000_000))

        sight = Sight(read=(self.source,), folder=self.folder)
        return run(words, sight=sight, limits=self.limits, on_line=heard, is_ours=is_ours)


def _holds_numbers(_refusal: RefusedError, complaints: Sequence[str]) -> bool:
    """Whether what was decoded could be encoded at all."""
    return not any(_NO_NUMBERS in complaint for complaint in complaints)


def is_of_the_encoder(refusal: RefusedError, complaints: Sequence[str]) -> bool:
    """Whether ffmpeg failed at writing, not at reading; a file that asks for too much is at fault itself."""
    return refusal.code == "unreadable" and any(
        own in complaint for complaint in complaints for own in _OWN_COMPLAINTS
    )
