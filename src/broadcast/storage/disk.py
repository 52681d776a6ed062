"""A storage in a folder on this machine.

Plain system calls rather than obstore's LocalStore: a range of 62 kB (one segment of `a128`) costs
9 µs against 38 µs, and this is what the station does for every listener every few seconds. Keeping
files open between reads would save 2 µs more, and would hold deleted files' room: not worth it.
"""

import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from broadcast.errors import UnknownError
from broadcast.media.units import Bytes
from broadcast.storage import faults
from broadcast.storage.keys import checked, folder

INCOMING = ".incoming"
_ABANDONED_AFTER_S = 86_400
_PLACING_TRIES = 10
_NO_LINK = {errno.EXDEV, errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK}


class DiskStorage:
    """Blobs as files below `root`, which is made if need be; half-written ones lie in `.incoming`."""

    is_remote = False

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._incoming = root / INCOMING
        with faults.told(INCOMING):
            self._incoming.mkdir(parents=True, exist_ok=True)
            _sweep(self._incoming)

    def put_bytes(self, key: str, data: bytes) -> None:
        """See Storage."""
        with self._arriving(key) as part:
            part.write_bytes(data)

    def put_file(self, key: str, path: Path) -> None:
        """See Storage."""
        with self._arriving(key) as part:
            shutil.copyfile(path, part)

    def adopt(self, key: str, path: Path) -> None:
        """See Storage; a second link within one file system, so that a fault loses nothing; else a copy."""
        with self._arriving(key) as part:
            try:
                part.hardlink_to(path)
            except OSError as fault:
                if fault.errno not in _NO_LINK:
                    raise
                shutil.copyfile(path, part)
        path.unlink(missing_ok=True)

    def get(self, key: str) -> bytes:
        """See Storage."""
        with faults.told(key):
            return self._path(key).read_bytes()

    def get_range(self, key: str, *, offset: int, size: int) -> bytes:
        """See Storage."""
        with faults.told(key):
            found = _read(f"{self._root}/{checked(key)}", offset=offset, size=size)
            if len(found) != size:
                raise OSError(errno.EIO, f"{len(found)} of {size} bytes from {offset}")
            return found

    def size(self, key: str) -> Bytes:
        """See Storage."""
        with faults.told(key):
            return Bytes(self._file(key).stat().st_size)

    def changed_at(self, key: str) -> datetime:
        """See Storage."""
        with faults.told(key):
            return datetime.fromtimestamp(self._file(key).stat().st_mtime, UTC)

    def exists(self, key: str) -> bool:
        """See Storage."""
        with faults.told(key):
            return self._path(key).is_file()

    def delete(self, key: str) -> None:
        """See Storage."""
        path = self._path(key)
        with suppress(UnknownError), faults.told(key):
            path.unlink()
        self._prune(path.parent)

    def delete_prefix(self, prefix: str) -> None:
        """See Storage."""
        path = self._path(folder(prefix))
        with suppress(UnknownError), faults.told(prefix):
            shutil.rmtree(path)
        self._prune(path.parent)

    def keys(self, prefix: str) -> Iterator[str]:
        """See Storage."""
        root = Path(self._root)
        for place, folders, files in os.walk(root / folder(prefix)):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in files:
                yield (Path(place) / name).relative_to(root).as_posix()

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        """See Storage; the file itself, nothing is copied."""
        with faults.told(key):
            path = self._file(key)
        yield path

    def free_bytes(self) -> Bytes | None:
        """See Storage; what an ordinary user may still write."""
        with faults.told(""):
            return Bytes(shutil.disk_usage(self._root).free)

    def _path(self, key: str) -> Path:
        return Path(self._root, checked(key))

    def _file(self, key: str) -> Path:
        path = self._path(key)
        if not path.is_file():
            raise FileNotFoundError(errno.ENOENT, key)
        return path

    @contextmanager
    def _arriving(self, key: str) -> Iterator[Path]:
        """Give a place for the bytes; they are under `key`, for good, when the context ends well."""
        path = self._path(key)
        part = self._incoming / secrets.token_hex(16)
        try:
            with faults.told(key):
                yield part
                _sync(part)
                _place(part, path)
                _sync(path.parent)
        finally:
            part.unlink(missing_ok=True)

    def _prune(self, place: Path) -> None:
        """Remove the folders that have become empty, up to the root."""
        root = Path(self._root)
        with suppress(OSError):
            while place != root:
                place.rmdir()
                place = place.parent


def _read(path: str, *, offset: int, size: int) -> bytes:
    """Read up to `size` bytes; fewer only at the end of the file (a single pread stops at 2 GiB)."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        found = os.pread(descriptor, size, offset)
        while len(found) < size and (more := os.pread(descriptor, size - len(found), offset + len(found))):
            found += more
        return found
    finally:
        os.close(descriptor)


def _sync(path: Path) -> None:
    """Have a file's bytes, or a folder's names, on the disk itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _place(part: Path, path: Path) -> None:
    """Move into place; a neighbour's `_prune` may take the folder away between the two calls."""
    for left in reversed(range(_PLACING_TRIES)):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.replace(path)
        except FileNotFoundError:
            if not left:
                raise
        else:
            return


def _sweep(incoming: Path) -> None:
    """Remove what a killed process left half-written long ago."""
    oldest = time.time() - _ABANDONED_AFTER_S
    for part in incoming.iterdir():
        with suppress(FileNotFoundError):
            if part.stat().st_mtime < oldest:
                part.unlink()
