"""Taking a backup while the station runs: one snapshot of the database, then the blobs it speaks of.

Blobs never change under their keys, so whatever the snapshot names is there to be copied, unless it was
cleared in the moments between.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import structlog
from sqlalchemy import text

from broadcast.backup.chest import BLOBS, END, HEAD, SECRET, TABLES, Counted, Filling, Head, filled, head_text
from broadcast.backup.rows import VERSION_TABLE, lines_of, tables_of
from broadcast.errors import UnavailableError, UnknownError, marked
from broadcast.parts import Parts

_log = structlog.get_logger()
_ROOMS = ("originals", "packages", "covers", "cards", "stills", "tags")
"""Of the storage: all. Packages could be made again, but not for sure of the same bytes."""


def take(parts: Parts, path: Path, *, progress: Callable[[int], None] = lambda _size: None) -> Counted:
    """Write the station into one file; `progress` hears of each blob's bytes.

    Raises UnavailableError where the database cannot be read or the file not be written.
    """
    with _told(path), ExitStack() as open_files:
        parts.settings.workshop.mkdir(parents=True, exist_ok=True)
        head, tables, rows = _snapshot(parts, open_files)
        with filled(path, now=parts.clock.now()) as filling:
            filling.text(HEAD, head_text(head))
            secret = parts.settings.data / "secret-key"
            if secret.exists():
                filling.text(SECRET, secret.read_text())
            blobs = sum(_put(parts, filling, key, progress) for room in _ROOMS for key in _keys(parts, room))
            for name, file in tables.items():
                size = file.seek(0, os.SEEK_END)
                file.seek(0)
                filling.file(f"{TABLES}{name}", file, size=size)
            counted = Counted(rows, blobs)
            filling.text(END, json.dumps(asdict(counted)))
    return counted


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise UnavailableError(
            "backup_not_written",
            marked("The backup could not be written to {path}."),
            marked("Check whether there is room, and whether this account may write there."),
            path=str(path),
        ) from fault


def _snapshot(parts: Parts, open_files: ExitStack) -> tuple[Head, dict[str, IO[bytes]], int]:
    """Every table as a passing file, all of one moment; how many rows."""
    engine = parts.database.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        revision = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608  # a constant
        files: dict[str, IO[bytes]] = {}
        rows = 0
        for table in tables_of(connection):
            file = open_files.enter_context(TemporaryFile(dir=parts.settings.workshop))  # noqa: SIM115  # the stack closes it
            files[table.name] = file
            for line in lines_of(connection, table):
                file.write(line.encode())
                rows += 1
    return Head(str(revision), parts.clock.now().isoformat()), files, rows


def _keys(parts: Parts, room: str) -> list[str]:
    return sorted(parts.storage.keys(room))


def _put(parts: Parts, filling: Filling, key: str, progress: Callable[[int], None]) -> int:
    """One blob; 0 where it was cleared since it was listed."""
    try:
        with parts.storage.local(key) as path, path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            filling.file(f"{BLOBS}{key}", file, size=size)
    except UnknownError:
        _log.info("cleared_while_backing_up", key=key)
        return 0
    progress(size)
    return 1
