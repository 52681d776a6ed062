"""Quarantine: where a deposit's bytes are written while they come, and wait until they are understood.

Bytes go to `NAME.part`, counted and digested on the way, never held in memory. Once all are there the
file takes the item's name; whatever goes wrong before that leaves nothing behind.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from broadcast.db import new_id
from broadcast.errors import InvalidError, marked
from broadcast.ingest.room import check_room, full_disk_told, too_large
from broadcast.media.units import Bytes

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
        check_room(folder, expected=expected or Bytes(0), most=most)
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
        with full_disk_told():
            self._file.write(chunk)

    def complete(self) -> Arrived:
        """Close the file and keep it. Raises InvalidError of an empty one."""
        if self._file is None or self._size == 0:
            raise empty_file()
        with full_disk_told():
            self._file.close()
        self._is_complete = True
        return Arrived(self._path, self._digest.hexdigest(), Bytes(self._size))


def empty_file() -> InvalidError:
    """The refusal of a file without a byte."""
    return InvalidError(
        "empty_file",
        marked("The file is empty."),
        marked("Choose the file again, or record it again."),
    )


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read a little at a time."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
