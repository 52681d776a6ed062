import errno
import os
import time
from pathlib import Path

import pytest

from broadcast.errors import DiskFullError, UnavailableError, UnknownError
from broadcast.storage.disk import INCOMING, DiskStorage
from broadcast.storage.faults import told


def files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


def test_a_local_path_is_the_file_itself(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    storage.put_bytes("a/b", b"1")
    with storage.local("a/b") as path:
        assert path == tmp_path / "a" / "b"


def test_adopting_within_one_disk_copies_nothing(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"sound")
    inode = source.stat().st_ino
    DiskStorage(tmp_path / "storage").adopt("kept", source)
    assert (tmp_path / "storage" / "kept").stat().st_ino == inode


def test_a_folder_left_empty_goes(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    storage.put_bytes("p/a/b/1", b"")
    storage.put_bytes("p/2", b"")
    storage.delete("p/a/b/1")
    assert files(tmp_path) == [INCOMING, "p", "p/2"]
    storage.delete_prefix("p")
    assert files(tmp_path) == [INCOMING]


def test_a_source_that_vanished_leaves_nothing_behind(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path / "storage")
    with pytest.raises(UnknownError):
        storage.adopt("kept", tmp_path / "none")
    assert files(tmp_path / "storage") == [INCOMING]


def test_a_failed_placing_loses_nothing(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path / "storage")
    storage.put_bytes("kept", b"in the way of a folder")
    source = tmp_path / "source"
    source.write_bytes(b"sound")
    with pytest.raises(UnavailableError):
        storage.adopt("kept/below", source)
    assert source.read_bytes() == b"sound"
    assert files(tmp_path / "storage") == [INCOMING, "kept"]


def test_only_old_halves_are_swept(tmp_path: Path) -> None:
    incoming = tmp_path / INCOMING
    incoming.mkdir()
    for name in ("old", "new"):
        (incoming / name).touch()
    long_ago = time.time() - 100_000
    os.utime(incoming / "old", (long_ago, long_ago))
    DiskStorage(tmp_path)
    assert files(tmp_path) == [INCOMING, f"{INCOMING}/new"]


def test_room_is_told(tmp_path: Path) -> None:
    free = DiskStorage(tmp_path).free_bytes()
    assert free is not None
    assert free > 0


def test_a_full_disk_is_told_as_such() -> None:
    with pytest.raises(DiskFullError), told("key"):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_any_other_fault_is_told_without_its_cause() -> None:
    with pytest.raises(UnavailableError) as found, told("key"):
        raise OSError(errno.EIO, "bad block on /dev/sda1")
    assert "/dev" not in str(found.value)
