"""Room on the disk and the largest deposit: asked before a byte is taken, and told in words."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from broadcast.errors import DiskFullError, TooLargeError, marked
from broadcast.media.units import Bytes

KEPT_FREE = Bytes(512 << 20)
"""Free bytes a station keeps for itself: no deposit begins that would leave less."""


def check_room(folder: Path, *, expected: Bytes, most: Bytes) -> None:
    """Raise TooLargeError over the station's limit, DiskFullError where `expected` bytes have no room."""
    if expected > most:
        raise too_large(most)
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < KEPT_FREE + expected:
        raise _disk_full()


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Turn the system's word for a full disk into DiskFullError."""
    try:
        yield
    except OSError as fault:
        if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise _disk_full() from fault
        raise


def too_large(most: Bytes) -> TooLargeError:
    """The refusal of a file over the station's limit."""
    return TooLargeError(
        "too_large",
        marked("The file is too large: this station takes up to {limit} MB."),
        marked("Cut it into parts, or save it in a smaller format."),
        limit=most >> 20,
    )


def _disk_full() -> DiskFullError:
    return DiskFullError(
        "disk_full",
        marked("The station has no room left for this file."),
        marked("Tell the people who run it, and try again later: nothing else was lost."),
    )
