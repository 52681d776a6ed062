"""Uploads where the storage lies apart: a row of blobs, `uploads/ID/OFFSET-SIZE`.

The next piece may come to another web process, so nothing is kept on this machine but what a blob is
gathered in. Whoever adds twice at one place adds the same bytes twice: the longer blob counts.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from broadcast.db import new_id
from broadcast.ingest.offsets import check_offset
from broadcast.ingest.room import full_disk_told
from broadcast.media.units import Bytes
from broadcast.storage import Storage

BLOB = Bytes(16 << 20)
"""Bytes that are gathered before they are stored."""

_DIGITS = 15


class StoredParcels:
    """See Parcels."""

    def __init__(self, storage: Storage, folder: Path) -> None:
        self._storage = storage
        self._folder = folder

    def size(self, upload_id: str) -> Bytes:
        """See Parcels."""
        return _end(self._row(upload_id))

    @contextmanager
    def adding(self, upload_id: str, *, offset: Bytes) -> Iterator["BlobParcel"]:
        """See Parcels."""
        check_offset(self.size(upload_id), offset)
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self._folder) as gathered:
            parcel = BlobParcel(self._storage, _folder_of(upload_id), gathered, offset)
            try:
                yield parcel
            finally:
                parcel.store()

    def whole(self, upload_id: str) -> Path:
        """See Parcels; fetched blob by blob into a file of this machine, for this caller alone.

        Who asks for an upload's end again while its end is being made must not write under the feet of
        the first. Raises UnknownError where the blobs are given back meanwhile.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{new_id()}.part"
        try:
            with path.open("xb") as file, full_disk_told():
                for key in self._row(upload_id):
                    file.write(self._storage.get(key))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def forget(self, upload_id: str) -> None:
        """See Parcels."""
        self._storage.delete_prefix(_folder_of(upload_id))

    def _row(self, upload_id: str) -> list[str]:
        """The blobs that follow each other from the first byte on."""
        found = sorted(self._storage.keys(_folder_of(upload_id)), key=_place)
        row: list[str] = []
        for key in found:
            start, size = _place(key)
            if row and start == _place(row[-1])[0]:
                row[-1] = key
            elif start == _end(row) and size:
                row.append(key)
        return row


class BlobParcel:
    """Bytes added as blobs."""

    def __init__(self, storage: Storage, folder: str, gathered: IO[bytes], begin: Bytes) -> None:
        self._storage = storage
        self._folder = folder
        self._gathered = gathered
        self._at = begin
        self._size = 0
        self._stored: list[str] = []

    def write(self, chunk: bytes) -> None:
        """See Parcel."""
        with full_disk_told():
            self._gathered.write(chunk)
        self._size += len(chunk)
        if self._size >= BLOB:
            self.store()

    def store(self) -> None:
        """Keep what is gathered: from then on it is here."""
        if not self._size:
            return
        self._gathered.seek(0)
        key = f"{self._folder}/{self._at:0{_DIGITS}}-{self._size}"
        self._storage.put_bytes(key, self._gathered.read())
        self._stored.append(key)
        self._at = Bytes(self._at + self._size)
        self._forget_gathered()

    def take_back(self) -> None:
        """See Parcel."""
        for key in self._stored:
            self._storage.delete(key)
        self._forget_gathered()

    def _forget_gathered(self) -> None:
        self._gathered.seek(0)
        self._gathered.truncate()
        self._size = 0


def _folder_of(upload_id: str) -> str:
    return f"uploads/{upload_id}"


def _place(key: str) -> tuple[int, int]:
    start, _, size = key.rpartition("/")[2].partition("-")
    return int(start), int(size)


def _end(row: list[str]) -> Bytes:
    return Bytes(sum(_place(row[-1])) if row else 0)
