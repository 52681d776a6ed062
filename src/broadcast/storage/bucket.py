"""A storage in a bucket, or in anything else that obstore speaks to."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from obstore.store import ObjectStore

from broadcast.errors import UnknownError
from broadcast.media.units import Bytes
from broadcast.storage import faults
from broadcast.storage.keys import checked, folder


class BucketStorage:
    """Blobs as objects of one store; its own atomic puts keep a half-written one out of sight."""

    is_remote = True

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def put_bytes(self, key: str, data: bytes) -> None:
        """See Storage."""
        with faults.told(key):
            self._store.put(checked(key), data)

    def put_file(self, key: str, path: Path) -> None:
        """See Storage; sent in parts, never whole in memory."""
        with faults.told(key):
            self._store.put(checked(key), path)

    def adopt(self, key: str, path: Path) -> None:
        """See Storage."""
        self.put_file(key, path)
        path.unlink()

    def get(self, key: str) -> bytes:
        """See Storage."""
        with faults.told(key):
            return bytes(self._store.get(checked(key)).bytes())

    def get_range(self, key: str, *, offset: int, size: int) -> bytes:
        """See Storage."""
        checked(key)
        if size == 0:
            return b""
        with faults.told(key):
            found = bytes(self._store.get_range(key, start=offset, length=size))
            if len(found) != size:
                raise OSError(f"{len(found)} of {size} bytes from {offset}")
            return found

    def size(self, key: str) -> Bytes:
        """See Storage."""
        with faults.told(key):
            return Bytes(self._store.head(checked(key))["size"])

    def changed_at(self, key: str) -> datetime:
        """See Storage."""
        with faults.told(key):
            return self._store.head(checked(key))["last_modified"]

    def exists(self, key: str) -> bool:
        """See Storage."""
        try:
            self.size(key)
        except UnknownError:
            return False
        return True

    def delete(self, key: str) -> None:
        """See Storage."""
        with suppress(UnknownError), faults.told(key):
            self._store.delete(checked(key))

    def delete_prefix(self, prefix: str) -> None:
        """See Storage."""
        found = list(self.keys(checked(folder(prefix))))
        with suppress(UnknownError), faults.told(prefix):
            self._store.delete(found)

    def keys(self, prefix: str) -> Iterator[str]:
        """See Storage; asked for page by page."""
        with faults.told(prefix):
            for page in self._store.list(folder(prefix) or None):
                yield from (blob["path"] for blob in page)

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        """See Storage; fetched for the time of the context."""
        with tempfile.TemporaryDirectory(prefix="antenne-") as place:
            path = Path(place, checked(key).rpartition("/")[2])
            with faults.told(key), path.open("wb") as copy:
                for chunk in self._store.get(key):
                    copy.write(chunk)
            yield path

    def free_bytes(self) -> Bytes | None:
        """See Storage."""
        return None
