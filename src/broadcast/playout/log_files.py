"""The kinds of file that an air log can be written as, and what is said of what it lacks."""

from typing import BinaryIO, Protocol

from broadcast.errors import InvalidError, marked
from broadcast.playout.airlog import Log, Missing, Progress, Written, write_mp4
from broadcast.playout.airlog_mp3 import write_mp3

REMARK_WORDS = {
    Missing.OFF_AIR: marked("The station was stopped; this time is left out."),
    Missing.ERASED: marked("“{title}” was erased since; the stand-by loop is heard in its place."),
}


class Writer(Protocol):
    """Writes a log into a file."""

    def __call__(self, log: Log, file: BinaryIO, *, progress: Progress = ...) -> Written:
        """Write; `progress` hears a share from 0 to 1."""


_WRITERS: dict[str, Writer] = {".mp4": write_mp4, ".mp3": write_mp3}


def writer_of(name: str) -> Writer:
    """The writer for a file of that name. Raises InvalidError."""
    suffix = f".{name.rpartition('.')[2].lower()}"
    if suffix not in _WRITERS:
        raise InvalidError(
            "unknown_kind_of_file",
            marked("The air log is written as MP4 or as MP3."),
            marked("Give a name that ends with .mp4 or .mp3."),
        )
    return _WRITERS[suffix]
