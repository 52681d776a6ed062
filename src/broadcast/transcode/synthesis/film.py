"""Drawn pictures and a sound, laid in one file: H.264 in Matroska, or in MP4 as a phone would send it."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from PIL import Image

from broadcast.media.grid import PICTURES_PER_SECOND

_SOUND_CODECS = {".mkv": "pcm_s16le", ".mp4": "aac"}
"""Matroska keeps the sound as it is, so that its length does too."""

_OPTIONS = {"preset": "ultrafast", "crf": "17"}
"""Quick and nearly lossless, for it is encoded again."""

_THREADS = 2
"""Fixed, for the number of threads changes the bytes."""


def write_film(path: Path, *, pictures: Iterable[Image.Image], sound: Path) -> None:
    """Write 25 pictures a second, all of the first one's size, and a WAV file; the suffix gives the kind."""
    drawn = iter(pictures)
    first = next(drawn)
    with av.open(str(path), "w") as film, av.open(str(sound)) as heard:
        seen_track = film.add_stream("libx264", rate=PICTURES_PER_SECOND, options=dict(_OPTIONS))
        seen_track.width, seen_track.height = first.size
        seen_track.pix_fmt = "yuv420p"
        seen_track.thread_count = _THREADS
        sound_track: AudioStream = film.add_stream(  # type: ignore[assignment]  # the codec is a sound's
            _SOUND_CODECS[path.suffix], rate=heard.streams.audio[0].rate
        )
        frames = heard.decode(audio=0)
        for packet in _interleaved(seen_track, sound_track, pictures=chain((first,), drawn), frames=frames):
            film.mux(packet)


def _interleaved(
    seen_track: VideoStream,
    sound_track: AudioStream,
    *,
    pictures: Iterator[Image.Image],
    frames: Iterable[av.AudioFrame],
) -> Iterator["av.Packet[Any]"]:
    """The packets of both, each picture about where its sound is."""
    shown = 0
    for frame in frames:
        yield from sound_track.encode(frame)
        due = int((frame.time or 0.0) * PICTURES_PER_SECOND) + 1 - shown
        for picture in islice(pictures, due):
            shown += 1
            yield from seen_track.encode(av.VideoFrame.from_image(picture))
    yield from sound_track.encode()
    for picture in pictures:
        yield from seen_track.encode(av.VideoFrame.from_image(picture))
    yield from seen_track.encode()


def write_still_film(path: Path, *, picture: bytes, count: int, sound: Path) -> None:
    """Write a film of one picture (JPEG), shown `count` times, and a WAV file."""
    with Image.open(BytesIO(picture)) as opened:
        still = opened.convert("RGB")
    write_film(path, pictures=repeat(still, count), sound=sound)
