"""Drawn pictures and a sound, laid in one file: H.264 in Matroska, or in MP4 as a phone would send it."""

from collections.abc import Iterable
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream
from PIL import Image

from broadcast.media.grid import PICTURES_PER_SECOND

_SOUND_CODECS = {".mkv": "pcm_s16le", ".mp4": "aac"}
"""Matroska keeps the sound as it is, so that its length does too."""

_OPTIONS = {"preset": "ultrafast", "crf": "17", "threads": "2"}
"""Quick and nearly lossless, for it is encoded again; the threads are fixed because they change the bytes."""


def write_film(path: Path, *, pictures: Iterable[Image.Image], sound: Path) -> None:
    """Write 25 pictures a second, all of the first one's size, and a sound file; the suffix chooses."""
    with av.open(str(path), "w") as film:
        seen = iter(pictures)
        first = next(seen)
        picture_track = film.add_stream("libx264", rate=PICTURES_PER_SECOND, options=dict(_OPTIONS))
        picture_track.width, picture_track.height = first.size
        picture_track.pix_fmt = "yuv420p"
        sound_track = film.add_stream(_SOUND_CODECS[path.suffix], rate=48_000)
        _lay_sound(film, sound_track, sound)
        _lay_pictures(film, picture_track, (first, *seen))


def _lay_pictures(film: OutputContainer, track: VideoStream, pictures: Iterable[Image.Image]) -> None:
    for picture in pictures:
        film.mux(track.encode(av.VideoFrame.from_image(picture)))
    film.mux(track.encode())


def _lay_sound(film: OutputContainer, track: AudioStream, sound: Path) -> None:
    with av.open(str(sound)) as source:
        for frame in source.decode(audio=0):
            film.mux(track.encode(frame))
    film.mux(track.encode())
