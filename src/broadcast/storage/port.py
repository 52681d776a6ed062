"""What the station asks of a storage: blobs by key, whole or not there at all."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from broadcast.media.units import Bytes


class Storage(Protocol):
    """Blobs by key.

    Every method may raise UnknownError where there is no such key, DiskFullError where there is no
    room, UnavailableError where the storage does not answer, and ValueError for what is no key.
    A reader sees a blob whole or not at all; a second writer replaces it.
    """

    is_remote: bool
    """Whether it lies apart from this machine, so that every process of the station sees the same."""

    def put_bytes(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`; when this returns, a power cut does not lose it."""

    def put_file(self, key: str, path: Path) -> None:
        """Keep a copy of a local file; the file stays where it was."""

    def adopt(self, key: str, path: Path) -> None:
        """Take a local file over: afterwards it is in the storage only."""

    def get(self, key: str) -> bytes:
        """Read the whole blob."""

    def get_range(self, key: str, *, offset: int, size: int) -> bytes:
        """Read exactly `size` bytes from `offset`; UnavailableError if the blob ends before that."""

    def size(self, key: str) -> Bytes:
        """Tell how long the blob is."""

    def changed_at(self, key: str) -> datetime:
        """Tell when the blob was last put there, with a zone."""

    def exists(self, key: str) -> bool:
        """Tell whether there is such a blob."""

    def delete(self, key: str) -> None:
        """Forget a blob; one that is not there is no error."""

    def delete_prefix(self, prefix: str) -> None:
        """Forget every blob in the folder `prefix`, which must not be empty (ValueError)."""

    def keys(self, prefix: str) -> Iterator[str]:
        """List every key in the folder `prefix`, in no promised order."""

    def local(self, key: str) -> AbstractContextManager[Path]:
        """Give a path to read the blob from while the context lasts; never write to it."""

    def free_bytes(self) -> Bytes | None:
        """Tell how much room is left; None where that has no limit that could be asked."""
