"""Room put aside beside the station's own database, and given up when the disk is full.

The air goes on as long as the database takes rows, and those are small: with the reserve's room it does so
for weeks, while somebody makes room (decision 40). A database elsewhere has none.
"""

import os
import shutil
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy.engine import ExceptionContext

from broadcast.media.units import Bytes

SIZE = Bytes(32 << 20)
LEAST_FREE = Bytes(4 * SIZE)
"""With less than this free, no reserve is put aside and no deposit is prepared."""

_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE}
"""What SQLite says of a full disk, of a full quota, and where its shared memory cannot grow."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reserve:
    """A file of that size, on the disk whose room it keeps."""

    path: Path

    @property
    def is_whole(self) -> bool:
        """Whether it is there."""
        try:
            return self.path.stat().st_size >= SIZE
        except OSError:
            return False

    def put_aside(self) -> bool:
        """Make it where it is not and there is room enough; whether it is there then."""
        if self.is_whole:
            return True
        if shutil.disk_usage(self.path.parent).free < LEAST_FREE:
            return False
        try:
            _fill(self.path)
        except OSError as fault:
            _log.warning("the reserve could not be put aside", fault=repr(fault))
            self.give_up()
        return self.is_whole

    def give_up(self) -> None:
        """Give its room to whoever writes next."""
        with suppress(OSError):
            self.path.unlink()
            _log.error("the disk is full: the reserve was given up", reserve=self.path.name)

    def make_way(self) -> None:
        """Give it up where it is nearly all the room there is: a station that starts needs some at once."""
        if self.is_whole and shutil.disk_usage(self.path.parent).free < SIZE:
            self.give_up()

    def on_fault(self, context: ExceptionContext) -> None:
        """Give it up where the database found no room: whoever was refused asks again within seconds."""
        if getattr(context.original_exception, "sqlite_errorcode", None) in _FULL:
            self.give_up()


def reserve_of(database: str | None) -> Reserve | None:
    """The reserve of an SQLite database, by its file's name; None of one in memory."""
    return Reserve(Path(f"{database}-reserve")) if database and database != ":memory:" else None


def _fill(path: Path) -> None:
    """Have the disk set the room aside: bytes that were never written take none on many file systems."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(descriptor, 0, SIZE)
        else:
            os.write(descriptor, os.urandom(SIZE))
    finally:
        os.close(descriptor)
