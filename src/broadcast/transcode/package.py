"""Making a package: one decode that measures all, one constant gain, every rendition, in one folder.

What stays in the folder is the package's files (without `index.json`, which whoever keeps them writes
last); the master and the listings are gone.
"""

import mmap
from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from broadcast.cage import too_demanding
from broadcast.errors import RefusedError, marked
from broadcast.media.fmp4 import index_file
from broadcast.media.grid import QUANTUM, SHORTEST, padded
from broadcast.media.package import AUDIO, VIDEO, Loudness, PackageIndex, Rendition, RenditionIndex
from broadcast.media.source import Probed
from broadcast.media.units import Bytes, Seconds, Ticks, seconds_of, ticks_of
from broadcast.transcode import argv
from broadcast.transcode.curve import Curve, curve_of, loudness_json, with_maxima
from broadcast.transcode.film import encode_film
from broadcast.transcode.findings import findings
from broadcast.transcode.level import NOTHING_HEARD, Levelled, level
from broadcast.transcode.listing import lines_of
from broadcast.transcode.lows import Lows, lows_of
from broadcast.transcode.measure import Window, loudness_by_name, pictures_end, windows
from broadcast.transcode.peaks import peaks_json
from broadcast.transcode.ranges import ranges_of
from broadcast.transcode.recipe import CARD_QUANTA, LONGEST, MASTER_FRAME, RECIPE
from broadcast.transcode.runner import Runner
from broadcast.transcode.warned import Warned

PEAKS = "peaks.json"
LOUDNESS = "loudness.json"
_WINDOW = ticks_of(0.1)
_WIDE_WINDOW = ticks_of(0.5)
_WIDE_FROM = Seconds(1_200.0)
_DECODED, _FILM_DECODED = 0.3, 0.5
SOUND_SHARE = 0.3
"""Of the work on a film: its sound."""


@dataclass(frozen=True, slots=True)
class Made:
    """A package's index, and what its depositor should know. `pictures` is where its pictures end."""

    index: PackageIndex
    warnings: tuple[Warned, ...]
    pictures: Ticks


@dataclass(frozen=True, slots=True)
class _Decoded:
    """What the one decode told: the length, and the sound's figures, on the whole and over time."""

    length: Ticks
    pictures: Ticks
    loudness: Loudness
    curve: Curve
    windows: tuple[Window, ...]
    lows: Lows


def make_package(
    source: Path, *, probed: Probed, folder: Path, ffmpeg: Path, progress: Callable[[float], None]
) -> Made:
    """Make everything in `folder`. Raises RefusedError where nothing of the source can be aired.

    `progress` hears a share from 0 to 1, and may raise to stop the work.
    """
    runner = Runner.on(source, probed=probed, folder=folder, ffmpeg=ffmpeg)
    share = SOUND_SHARE if probed.video else 1.0
    made = make_sound(runner, probed, progress=lambda done: progress(share * done))
    if probed.video is None:
        return made
    ranges = ranges_of(probed, length=made.index.ticks, pictures=made.pictures)
    encode_film(runner, probed, ranges, progress=lambda done: progress(share + done * (1 - share)))
    return replace(made, index=with_picture(made.index, folder))


def make_sound(runner: Runner, probed: Probed, *, progress: Callable[[float], None]) -> Made:
    """All but the pictures, in the runner's folder: the sound of a film can be heard before it is seen."""
    folder = runner.folder
    share = _FILM_DECODED if probed.video else _DECODED
    claimed = probed.duration or Seconds(60.0)
    decoded = _decode(runner, probed, lambda at: progress(share * min(1.0, at / claimed)))
    levelled = level(
        runner,
        source=decoded.loudness,
        before=decoded.curve,
        media=decoded.length,
        progress=lambda done: progress(share + done * (1 - share)),
    )
    (folder / PEAKS).write_text(peaks_json(decoded.windows, gain_db=levelled.gain_db))
    (folder / LOUDNESS).write_text(loudness_json(decoded.curve, levelled.after, outputs=levelled.outputs))
    index = sound_index(folder, decoded.length, levelled)
    clear_passing(folder)
    warnings = findings(
        probed,
        decoded=decoded.length,
        source=levelled.source,
        windows=decoded.windows,
        lows=decoded.lows,
        gain_db=levelled.gain_db,
    )
    return Made(index, warnings, decoded.pictures)


def with_picture(index: PackageIndex, folder: Path) -> PackageIndex:
    """The index of a film whose pictures have come to lie in `folder` beside its sound."""
    return replace(index, renditions=index.renditions | {name: _indexed(folder, name) for name in VIDEO})


def make_card(picture: Path, *, folder: Path, ffmpeg: Path) -> PackageIndex:
    """A still picture as one segment of the longest length in both sizes; it has no sound."""
    length = Ticks(CARD_QUANTA * QUANTUM)
    Runner.on_picture(picture, folder=folder, ffmpeg=ffmpeg).run(
        argv.encode_card(ffmpeg, picture, length=length)
    )
    return PackageIndex(
        recipe=RECIPE,
        ticks=length,
        media_ticks=length,
        renditions={name: _indexed(folder, name) for name in VIDEO},
        mp3_size=Bytes(0),
        loudness=NOTHING_HEARD,
        source_loudness=NOTHING_HEARD,
        gain_db=0.0,
        limited=False,
    )


def _decode(runner: Runner, probed: Probed, progress: Callable[[Seconds], None]) -> _Decoded:
    window = _WIDE_WINDOW if (probed.duration or 0) > _WIDE_FROM else _WINDOW
    log = runner.read(
        argv.decode(
            runner.ffmpeg,
            runner.source,
            probed=probed,
            window=window,
            shortest=SHORTEST,
            most=runner.most,
        ),
        progress=progress,
    )
    folder = runner.folder
    sound, picture = Ticks(0), Ticks(0)
    curve = curve_of(())
    found: tuple[Window, ...] = ()
    lows = Lows()
    if probed.audio is not None:
        sound = Ticks((folder / argv.MASTER).stat().st_size // MASTER_FRAME)
        curve = curve_of(lines_of(folder / argv.LOUDNESS_BEFORE))
        found = _windows(runner, length=window)
        lows = lows_of(array("h", (folder / argv.LOWS).read_bytes()), found)
    if probed.video is not None:
        picture = pictures_end(lines_of(folder / argv.DECODED_PICTURES))[1]
    length = Ticks(max(sound, picture))
    _check_length(length, most=runner.most)
    if not sound:
        write_silence(folder / argv.MASTER, length)
    figures = loudness_by_name(log).get("source", NOTHING_HEARD)
    heard = with_maxima(figures, curve, media=seconds_of(length))
    return _Decoded(length, picture, heard, curve, found, lows)


def _windows(runner: Runner, *, length: Ticks) -> tuple[Window, ...]:
    """What the decode said of each window; where one touches full scale, how often it does."""
    listing = runner.folder / argv.WINDOWS
    found = tuple(windows(lines_of(listing)))
    if not any(window.peak > argv.NEARLY_FULL_DB for window in found):
        return found
    runner.run(argv.count_clips(runner.ffmpeg, window=length))
    return tuple(windows(lines_of(listing), clips=lines_of(runner.folder / argv.CLIPS)))


def _check_length(length: Ticks, *, most: Ticks) -> None:
    if not length:
        raise RefusedError(
            "unreadable",
            marked("This file cannot be played: it is damaged, or not what it seems to be."),
            marked("Check that it plays on your device, then send the original again."),
        )
    if length > LONGEST:
        raise RefusedError(
            "too_long",
            marked("This piece is longer than {hours} hours."),
            marked("Cut it into parts and send them one by one."),
            hours=int(seconds_of(LONGEST) // 3600),
        )
    if length > most:
        raise too_demanding()


def write_silence(path: Path, length: Ticks) -> None:
    """A master of zeros, which takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(length * MASTER_FRAME)


def sound_index(folder: Path, media: Ticks, levelled: Levelled) -> PackageIndex:
    """The index of the sounds that have come to lie in `folder`, `media` ticks long."""
    return PackageIndex(
        recipe=RECIPE,
        ticks=padded(media),
        media_ticks=media,
        renditions={name: _indexed(folder, name) for name in AUDIO},
        mp3_size=Bytes((folder / argv.MP3).stat().st_size),
        loudness=levelled.heard,
        source_loudness=levelled.source,
        gain_db=levelled.gain_db,
        limited=levelled.limited,
        held=levelled.held,
        trims_db=levelled.trims_db,
    )


def _indexed(folder: Path, name: Rendition) -> RenditionIndex:
    with (folder / argv.file_of(name)).open("rb") as file:
        if not file.seek(0, 2):
            raise ValueError(f"{name} is empty")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
            return index_file(memoryview(view).toreadonly())[1]


def clear_passing(folder: Path) -> None:
    """Remove what was needed only while the package was made."""
    for name in argv.PASSING:
        (folder / name).unlink(missing_ok=True)
