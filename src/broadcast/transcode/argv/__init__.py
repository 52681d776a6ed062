"""The words for ffmpeg, as pure values. They stand nowhere else.

Every name of a file is relative to the run's own folder, except the source, which is absolute and goes
through the `file:` protocol so that no name can be an option or an address. Every input's demuxer is
pinned and may open nothing but files and pipes.
"""

from broadcast.transcode.argv.decode import decode, decode_part
from broadcast.transcode.argv.film import encode_card, encode_range
from broadcast.transcode.argv.meters import NEARLY_FULL_DB
from broadcast.transcode.argv.mixing import fade, mix, talk
from broadcast.transcode.argv.sound import (
    MASTER_METER,
    MP3_OUTPUT,
    OUTPUTS,
    OVERS_WINDOW_SECONDS,
    count_clips,
    encode_sound,
    limit,
    measure_master,
    measure_sound,
)
from broadcast.transcode.argv.words import (
    CLIPS,
    DECODED_PICTURES,
    EXCERPT,
    LIMITED,
    LOUDNESS_AFTER,
    LOUDNESS_BEFORE,
    LOWS,
    MASTER,
    MP3,
    OVERS,
    PASSING,
    STILL,
    WINDOWS,
    Words,
    file_of,
)

__all__ = [
    "CLIPS",
    "DECODED_PICTURES",
    "EXCERPT",
    "LIMITED",
    "LOUDNESS_AFTER",
    "LOUDNESS_BEFORE",
    "LOWS",
    "MASTER",
    "MASTER_METER",
    "MP3",
    "MP3_OUTPUT",
    "NEARLY_FULL_DB",
    "OUTPUTS",
    "OVERS",
    "OVERS_WINDOW_SECONDS",
    "PASSING",
    "STILL",
    "WINDOWS",
    "Words",
    "count_clips",
    "decode",
    "decode_part",
    "encode_card",
    "encode_range",
    "encode_sound",
    "fade",
    "file_of",
    "limit",
    "measure_master",
    "measure_sound",
    "mix",
    "talk",
]
