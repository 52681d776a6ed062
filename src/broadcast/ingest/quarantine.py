"""Quarantine: where a deposit's bytes are written while they come, and wait until they are understood.

Bytes go to `NAME.part`, counted and digested on the way, never held in memory. Once all are there the
file takes the item's name; whatever goes wrong before that leaves nothing behind.
"""

import errno
import hashlib
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from broadcast.db import new_id
from broadcast.errors import DiskFullError, InvalidError, TooLargeError, marked
from broadcast.media.units import Bytes

RESERVE = Bytes(512 << 20)
"""Free bytes a station keeps for itself: no deposit begins that would leave less."""
ABANDONED_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Arrived:
    """A whole deposit in quarantine."""

    path: Path
    sha256: str
    size: Bytes


class Arrival:
    """A deposit while it comes. Leaving it without `complete` removes what was written."""

    def __init__(self, folder: Path, *, most: Bytes, expected: Bytes | None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if expected is not None and expected > most:
            raise too_large(most)
        if shutil.disk_usage(folder).free < RESERVE + (expected or 0):
            raise _disk_full()
        self._most = most
        self._path = folder / f"{new_id()}.part"
        self._digest = hashlib.sha256()
        self._size = 0
        self._file: IO[bytes] | None = None
        self._is_complete = False

    def __enter__(self) -> Self:
        self._file = self._path.open("xb")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
        if not self._is_complete:
            self._path.unlink(missing_ok=True)

    def write(self, chunk: bytes) -> None:
        """Take some bytes. Raises TooLargeError, DiskFullError."""
        if self._file is None:
            raise ValueError("not open")
        self._size += len(chunk)
        if self._size > self._most:
            raise too_large(self._most)
        self._digest.update(chunk)
        try:
            self._file.write(chunk)
        except OSError as fault:
            if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise _disk_full() from fault
            raise

    def complete(self) -> Arrived:
        """Close the file and keep it. Raises InvalidError of an empty one."""
        if self._file is None or self._size == 0:
            raise InvalidError(
                "empty_file",
                marked("The file is empty."),
                marked("Choose the file again, or record it anew."),
            )
        try:
            self._file.close()
        except OSError as fault:
            raise _disk_full() from fault
        self._is_complete = True
        return Arrived(self._path, self._digest.hexdigest(), Bytes(self._size))


def place_of(folder: Path, item_id: str) -> Path:
    """Where an item's deposit waits."""
    return folder / item_id


def sweep(folder: Path, *, now: datetime) -> int:
    """Remove what arrivals left behind that died a day ago; gives how many."""
    oldest = now.timestamp() - ABANDONED_SECONDS
    removed = 0
    for path in folder.glob("*.part"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def too_large(most: Bytes) -> TooLargeError:
    """The refusal of a file over the station's limit."""
    return TooLargeError(
        "too_large",
        marked("The file is too large: this station takes up to {limit} MB."),
        marked("Cut it in parts, or save it in a smaller format."),
        limit=most >> 20,
    )


def _disk_full() -> DiskFullError:
    return DiskFullError(
        "disk_full",
        marked("The station has no room left for this file."),
        marked("Tell the people who run it, and try again later: nothing else was lost."),
    )
