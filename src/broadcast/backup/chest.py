"""The file: a tar of blobs, then tables, then a last member that says that all of it is there.

`antenne.json` comes first and says what it is. What was cut off has no end, and is refused before anything
of it is put into the database.
"""

import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from broadcast.errors import InvalidError, marked

FORMAT = 1
HEAD, SECRET, END = "antenne.json", "secret-key", "end.json"
BLOBS, TABLES = "blobs/", "tables/"
_SECRETLY = 0o600


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says of itself: `revision` is its database's."""

    revision: str
    made_at: str
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Counted:
    """What it holds."""

    rows: int = 0
    blobs: int = 0


class Filling:
    """A backup that is being written."""

    def __init__(self, tar: tarfile.TarFile, *, now: datetime) -> None:
        self._tar = tar
        self._now = now

    def text(self, name: str, words: str) -> None:
        """A small member."""
        data = words.encode()
        self.file(name, io.BytesIO(data), size=len(data))

    def file(self, name: str, file: IO[bytes], *, size: int) -> None:
        """A member read from a file's present place on."""
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = size, int(self._now.timestamp()), _SECRETLY
        self._tar.addfile(member, file)


@contextmanager
def filled(path: Path, *, now: datetime) -> Iterator[Filling]:
    """Write a backup: it has its name once it is whole and on the disk, and nobody else may read it."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=_SECRETLY)
    try:
        with part.open("wb") as file:
            with tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                yield Filling(tar, now=now)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def opened(path: Path) -> Iterator[tuple[Head, Iterator[tuple[str, IO[bytes]]]]]:
    """Its head, and its other members in their order, each to be read before the next is asked for.

    Raises InvalidError where it is no backup, or not a whole one.
    """
    head = None
    try:
        with tarfile.open(path, mode="r|") as tar:
            members = _members(tar)
            name, file = next(members, ("", io.BytesIO()))
            head = _head(file.read() if name == HEAD else b"")
            yield head, members
    except (tarfile.TarError, EOFError) as fault:
        raise (cut_off() if head else _no_backup()) from fault


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in tar:
        file = tar.extractfile(member)
        if file is not None:
            yield member.name, file


def head_text(head: Head) -> str:
    """As it is written."""
    return json.dumps(asdict(head))


def _head(data: bytes) -> Head:
    try:
        head = Head(**json.loads(data))
    except (ValueError, TypeError) as fault:
        raise _no_backup() from fault
    if head.format != FORMAT:
        raise too_new()
    return head


def too_new() -> InvalidError:
    """Say that this version cannot read it."""
    return InvalidError(
        "backup_too_new",
        marked("This backup was made by a newer Antenne."),
        marked("Upgrade this station to the version that made it, then restore it."),
    )


def cut_off() -> InvalidError:
    """Say that it is not whole."""
    return InvalidError(
        "backup_cut_off",
        marked("The end of this backup is missing."),
        marked("Use another one. Nothing of it was put into the database."),
    )


def _no_backup() -> InvalidError:
    return InvalidError(
        "no_backup",
        marked("This file is not a backup of a station."),
        marked("Choose a file that “antenne backup” wrote."),
    )
