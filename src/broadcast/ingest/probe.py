"""What a deposit says of itself, read in the cage with the demuxer that `sniff` chose."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from broadcast.cage import Limits, Sight, run, unreadable
from broadcast.errors import RefusedError, marked
from broadcast.ingest.sniff import HEAD_BYTES, sniff, tag_length
from broadcast.ingest.wav import wav_claim
from broadcast.media.chapters import chapters_of
from broadcast.media.source import MOST_PIXELS, RATES, AudioTrack, CaptionTrack, Demuxer, Probed, VideoTrack
from broadcast.media.units import Bytes, Seconds

_INSIDE = Path(__file__).with_name("probe_inside.py")
_LIMITS = Limits(memory=Bytes(512 << 20), cpu=Seconds(30.0), wall=Seconds(120.0), file_size=Bytes(1 << 20))
_STATING = {Demuxer.WAV, Demuxer.FLAC, Demuxer.MOV, Demuxer.MATROSKA, Demuxer.OGG, Demuxer.AIFF}
"""Formats whose length is written down when they are closed; the others' is guessed from a bit rate."""
_MP3_COUNTS = (b"Xing", b"Info", b"VBRI")
_FIRST_FRAME = 2_048


@dataclass(frozen=True, slots=True)
class _Told:
    """What comes out of the cage."""

    duration: float | None
    lengths: dict[int, float]
    tags: dict[str, str]
    audio: tuple[AudioTrack, ...]
    video: tuple[VideoTrack, ...]
    captions: tuple[CaptionTrack, ...]
    has_cover: bool
    chapters: tuple[tuple[float, str], ...] = ()


_TOLD = TypeAdapter(_Told)


def probe(source: Path) -> Probed:
    """Open a deposit and tell its tracks. Raises RefusedError where there is nothing to air in it."""
    with source.open("rb") as file:
        head = file.read(HEAD_BYTES)
        demuxer = sniff(head)
        file.seek(tag_length(head))
        first_frame = file.read(_FIRST_FRAME)
    told = _ask(source, demuxer)
    sounds = tuple(track for track in told.audio if track.channels and track.rate in RATES)
    pictures = tuple(track for track in told.video if track.width and track.height)
    if not sounds and not pictures:
        raise _nothing_to_play()
    for picture in pictures:
        _check_size(picture)
    audio = next((track for track in sounds if track.is_default), sounds[0] if sounds else None)
    aired = [track.index for track in (audio, *pictures[:1]) if track is not None]
    claimed = max(_claim(told, aired=aired), wav_claim(head) or 0.0)
    return Probed(
        demuxer=demuxer,
        duration=Seconds(claimed) if claimed > 0 else None,
        is_duration_stated=demuxer in _STATING or any(word in first_frame for word in _MP3_COUNTS),
        audio=audio,
        video=pictures[0] if pictures else None,
        audio_tracks=sounds,
        video_tracks=pictures,
        captions=told.captions,
        tags=told.tags,
        has_cover=told.has_cover,
        chapters=chapters_of(told.chapters),
    )


def _ask(source: Path, demuxer: Demuxer) -> _Told:
    lines: list[str] = []
    libraries = (Path(sys.prefix), Path(sys.base_prefix))
    run(
        [sys.executable, "-I", str(_INSIDE), str(source), demuxer, str(MOST_PIXELS)],
        sight=Sight(read=(source, _INSIDE, *libraries)),
        limits=_LIMITS,
        on_line=lines.append,
        is_ours=_cannot_start,
    )
    try:
        return _TOLD.validate_json("".join(lines))
    except ValidationError:
        raise unreadable() from None


def _cannot_start(_refusal: RefusedError, complaints: Sequence[str]) -> bool:
    """Whether the reader lacks a part of its own."""
    return any(complaint.startswith(("ImportError", "ModuleNotFoundError")) for complaint in complaints)


def _claim(told: _Told, *, aired: Sequence[int]) -> float:
    """What the tracks to air say of themselves, else what the whole file says: captions may outlast both."""
    lengths = [told.lengths.get(index, 0.0) for index in aired]
    return max(lengths) if all(lengths) else told.duration or 0.0


def _check_size(picture: VideoTrack) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise RefusedError(
            "film_too_large",
            marked("The picture of this film is larger than the station takes: {width} × {height}."),
            marked("Save it in 4K or smaller, and send it again."),
            width=picture.width,
            height=picture.height,
        )


def _nothing_to_play() -> RefusedError:
    return RefusedError(
        "nothing_to_play",
        marked("There is neither sound nor video in this file."),
        marked("Check that it plays on your device, then send the original again."),
    )
