from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from obstore.store import MemoryStore

from broadcast.errors import ConflictError, LockedError
from broadcast.ingest import stored_parcels
from broadcast.ingest.parcels import LocalParcels, Parcels
from broadcast.ingest.stored_parcels import StoredParcels
from broadcast.media.units import Bytes
from broadcast.storage.bucket import BucketStorage

pytestmark = pytest.mark.integration


@pytest.fixture(params=["local", "memory", "server"])
def parcels(request: pytest.FixtureRequest, tmp_path: Path) -> Parcels:
    if request.param == "local":
        return LocalParcels(tmp_path)
    if request.param == "memory":
        return StoredParcels(BucketStorage(MemoryStore()), tmp_path)
    return StoredParcels(request.getfixturevalue("bucket_storage"), tmp_path)


def _add(parcels: Parcels, chunk: bytes, *, offset: int) -> None:
    with parcels.adding("one", offset=Bytes(offset)) as parcel:
        parcel.write(chunk)


def test_pieces_make_the_whole_and_are_forgotten(parcels: Parcels) -> None:
    assert parcels.size("one") == Bytes(0)
    _add(parcels, b"abc", offset=0)
    _add(parcels, b"", offset=3)
    _add(parcels, b"defg", offset=3)
    assert parcels.size("one") == Bytes(7)
    assert parcels.whole("one").read_bytes() == b"abcdefg"
    parcels.forget("one")
    parcels.forget("one")
    assert parcels.size("one") == Bytes(0)


def test_nothing_is_added_anywhere_but_at_the_end(parcels: Parcels) -> None:
    _add(parcels, b"abc", offset=0)
    for wrong in (0, 2, 4):
        with pytest.raises(ConflictError) as refusal:
            _add(parcels, b"x", offset=wrong)
        assert refusal.value.values == {"here": 3, "offset": wrong}
    assert parcels.whole("one").read_bytes() == b"abc"


def test_what_is_taken_back_was_never_there(parcels: Parcels) -> None:
    _add(parcels, b"abc", offset=0)
    with parcels.adding("one", offset=Bytes(3)) as parcel:
        parcel.write(b"damaged")
        parcel.take_back()
    assert parcels.whole("one").read_bytes() == b"abc"


def test_two_do_not_add_to_one_file_at_once(tmp_path: Path) -> None:
    parcels = LocalParcels(tmp_path)
    with (
        parcels.adding("one", offset=Bytes(0)),
        pytest.raises(LockedError),
        parcels.adding("one", offset=Bytes(0)),
    ):
        pass
    _add(parcels, b"after", offset=0)
    assert parcels.whole("one").read_bytes() == b"after"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(cuts=st.lists(st.binary(max_size=9), max_size=8), blob=st.integers(1, 8))
def test_however_it_is_cut_the_blobs_make_the_whole(
    cuts: list[bytes], blob: int, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_parcels, "BLOB", blob)
    parcels = StoredParcels(BucketStorage(MemoryStore()), tmp_path_factory.mktemp("quarantine"))
    sent = b""
    for cut in cuts:
        with parcels.adding("one", offset=parcels.size("one")) as parcel:
            for at in range(0, len(cut), 3):
                parcel.write(cut[at : at + 3])
        sent += cut
        assert parcels.size("one") == len(sent)
    assert parcels.whole("one").read_bytes() == sent
