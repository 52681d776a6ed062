"""The words for ffmpeg, as pure values. They stand nowhere else.

Every name of a file is relative to the run's own folder, except the source, which is absolute and goes
through the `file:` protocol so that no name can be an option or an address. Every input's demuxer is
pinned and may open nothing but files and pipes.
"""

from broadcast.transcode.argv.decode import decode
from broadcast.transcode.argv.film import encode_card, encode_film
from broadcast.transcode.argv.sound import encode_sound, limit, measure_sound
from broadcast.transcode.argv.words import (
    DECODED_PICTURES,
    LIMITED,
    MASTER,
    MP3,
    STILL,
    WINDOWS,
    Words,
    file_of,
)

__all__ = [
    "DECODED_PICTURES",
    "LIMITED",
    "MASTER",
    "MP3",
    "STILL",
    "WINDOWS",
    "Words",
    "decode",
    "encode_card",
    "encode_film",
    "encode_sound",
    "file_of",
    "limit",
    "measure_sound",
]
