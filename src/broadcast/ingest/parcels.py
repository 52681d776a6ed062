"""The bytes of uploads that come in pieces: how many are here, and taking more.

What counts as here is what would outlast a power cut. One at a time adds to an upload; a lock dies with
its holder. On one machine an upload is one file; where the storage lies apart, so that the next piece
may come to another web process, it is a row of blobs (`StoredParcels`).
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from io import FileIO
from pathlib import Path
from typing import Protocol

from broadcast.ingest.offsets import check_offset, locked
from broadcast.ingest.room import full_disk_told
from broadcast.ingest.stored_parcels import StoredParcels
from broadcast.media.units import Bytes
from broadcast.parts import Parts

SUFFIX = ".upload"


class Parcel(Protocol):
    """Bytes being added to an upload."""

    def write(self, chunk: bytes) -> None:
        """Add some. Raises DiskFullError."""

    def take_back(self) -> None:
        """Forget what was added since it was opened."""


class Parcels(Protocol):
    """The bytes of all uploads."""

    def size(self, upload_id: str) -> Bytes:
        """How many bytes are here."""

    def adding(self, upload_id: str, *, offset: Bytes) -> AbstractContextManager[Parcel]:
        """Open it for more. Raises LockedError, and ConflictError where it does not end at `offset`."""

    def whole(self, upload_id: str) -> Path:
        """A file of this machine with all bytes, in the quarantine."""

    def forget(self, upload_id: str) -> None:
        """Give back its room; nothing there is no error."""


class LocalParcels:
    """Uploads as files in the quarantine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def size(self, upload_id: str) -> Bytes:
        """See Parcels."""
        path = self.whole(upload_id)
        return Bytes(path.stat().st_size if path.exists() else 0)

    @contextmanager
    def adding(self, upload_id: str, *, offset: Bytes) -> Iterator["FileParcel"]:
        """See Parcels."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self.whole(upload_id).open("ab", buffering=0) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise locked() from None
            check_offset(Bytes(os.fstat(file.fileno()).st_size), offset)
            try:
                yield FileParcel(file, offset)
            finally:
                with full_disk_told():
                    os.fsync(file.fileno())

    def whole(self, upload_id: str) -> Path:
        """See Parcels; it is that file itself."""
        return self._folder / f"{upload_id}{SUFFIX}"

    def forget(self, upload_id: str) -> None:
        """See Parcels."""
        self.whole(upload_id).unlink(missing_ok=True)


class FileParcel:
    """Bytes added at the end of a file."""

    def __init__(self, file: FileIO, begin: Bytes) -> None:
        self._file = file
        self._begin = begin

    def write(self, chunk: bytes) -> None:
        """See Parcel."""
        left = memoryview(chunk)
        with full_disk_told():
            while left:
                left = left[self._file.write(left) :]

    def take_back(self) -> None:
        """See Parcel."""
        self._file.truncate(self._begin)


def parcels_of(parts: Parts) -> Parcels:
    """Where this station keeps uploads while they come."""
    if parts.storage.is_remote:
        return StoredParcels(parts.storage, parts.settings.quarantine)
    return LocalParcels(parts.settings.quarantine)
