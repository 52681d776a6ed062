"""What Storage promises, asked of the disk, of a bucket in memory, and of a server that speaks S3."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from broadcast.errors import UnavailableError, UnknownError
from broadcast.storage import Storage, open_storage
from broadcast.storage.bucket import BucketStorage

LARGE = bytes(range(256)) * 50_000


@pytest.fixture(params=["disk", "memory", pytest.param("server", marks=pytest.mark.integration)])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "memory":
        return BucketStorage(MemoryStore())
    if request.param == "server":
        found: Storage = request.getfixturevalue("bucket_storage")
        return found
    return open_storage(f"file://{tmp_path / 'storage'}")


def test_bytes_come_back(storage: Storage) -> None:
    storage.put_bytes("packages/a/index.json", b"{}")
    storage.put_bytes("packages/a/index.json", b'{"recipe":1}')
    assert storage.get("packages/a/index.json") == b'{"recipe":1}'
    assert storage.size("packages/a/index.json") == 12
    assert storage.exists("packages/a/index.json")


def test_it_tells_when_a_blob_was_put_there(storage: Storage) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)  # some tell whole seconds only
    storage.put_bytes("blob", b"{}")
    assert storage.changed_at("blob") >= before
    with pytest.raises(UnknownError):
        storage.changed_at("other")


def test_a_range_is_exact(storage: Storage) -> None:
    storage.put_bytes("blob", bytes(range(256)))
    assert storage.get_range("blob", offset=10, size=3) == b"\x0a\x0b\x0c"
    assert storage.get_range("blob", offset=0, size=256) == bytes(range(256))
    assert storage.get_range("blob", offset=7, size=0) == b""


def test_a_range_beyond_the_end_is_a_fault(storage: Storage) -> None:
    storage.put_bytes("blob", b"short")
    with pytest.raises(UnavailableError):
        storage.get_range("blob", offset=3, size=3)


def test_a_file_put_stays_where_it_was(storage: Storage, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"sound")
    storage.put_file("kept", source)
    assert (storage.get("kept"), source.read_bytes()) == (b"sound", b"sound")


def test_a_file_adopted_is_in_the_storage_only(storage: Storage, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"sound")
    storage.adopt("originals/1/source", source)
    assert (storage.get("originals/1/source"), source.exists()) == (b"sound", False)


def test_a_file_larger_than_one_part_is_whole(storage: Storage, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(LARGE)
    storage.put_file("originals/1/large", source)
    assert storage.size("originals/1/large") == len(LARGE)
    assert storage.get_range("originals/1/large", offset=len(LARGE) - 5, size=5) == LARGE[-5:]
    with storage.local("originals/1/large") as path:
        assert path.read_bytes() == LARGE


def test_more_names_than_one_answer_lists_are_all_listed_and_forgotten(storage: Storage) -> None:
    for number in range(1_010):
        storage.put_bytes(f"many/{number}", b"")
    assert len(set(storage.keys("many"))) == 1_010
    storage.delete_prefix("many")
    assert list(storage.keys("many")) == []


def test_a_local_path_reads_the_same_bytes(storage: Storage) -> None:
    storage.put_bytes("originals/1/sound.wav", b"sound")
    with storage.local("originals/1/sound.wav") as path:
        assert (path.name, path.read_bytes()) == ("sound.wav", b"sound")


def test_what_is_not_there_is_unknown(storage: Storage) -> None:
    assert not storage.exists("packages/none")
    with pytest.raises(UnknownError):
        storage.get("packages/none")
    with pytest.raises(UnknownError):
        storage.get_range("packages/none", offset=0, size=1)
    with pytest.raises(UnknownError):
        storage.size("packages/none")
    with pytest.raises(UnknownError), storage.local("packages/none"):
        pass


def test_forgetting_is_quiet_and_by_folder(storage: Storage) -> None:
    for key in ("p/a/1", "p/a/2", "p/ab/1", "q"):
        storage.put_bytes(key, b"")
    storage.delete("q")
    storage.delete("q")
    storage.delete_prefix("p/a/")
    storage.delete_prefix("p/none")
    assert sorted(storage.keys("")) == ["p/ab/1"]
    assert sorted(storage.keys("p/ab")) == ["p/ab/1"]
    assert list(storage.keys("p/a")) == []


def test_everything_is_never_forgotten_at_once(storage: Storage) -> None:
    with pytest.raises(ValueError, match="is not a storage key"):
        storage.delete_prefix("")


@pytest.mark.parametrize("key", ["../out", "/etc/hostname", ".incoming/x"])
def test_no_key_leads_out(storage: Storage, key: str) -> None:
    with pytest.raises(ValueError, match="is not a storage key"):
        storage.put_bytes(key, b"")
    with pytest.raises(ValueError, match="is not a storage key"):
        storage.get_range(key, offset=0, size=1)


@pytest.mark.parametrize("url", ["", "file://relative", "ftp://host/x", "s3://"])
def test_another_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="is not a storage"):
        open_storage(url)


def test_a_bucket_opens_without_a_word_to_it() -> None:
    assert open_storage("s3://bucket/prefix").free_bytes() is None
