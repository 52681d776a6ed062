import base64
import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.errors import BroadcastError, InvalidError, MediaTypeError, PreconditionError
from broadcast.ingest import tus

NAMES = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=20)


def _coded(words: dict[str, str]) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in words.items())


@given(
    st.dictionaries(
        NAMES, st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=50), max_size=8
    )
)
def test_metadata_come_back_as_they_were_said(words: dict[str, str]) -> None:
    assert tus.metadata(_coded(words)) == tus.metadata(tus.metadata_line(words)) == words


def test_what_no_database_keeps_is_left_out() -> None:
    assert tus.metadata(_coded({"title": "a\0b"})) == {"title": "ab"}


@given(st.text(max_size=200))
def test_any_header_is_read_or_refused_in_words(told: str) -> None:
    for read in (tus.metadata, tus.checksum, lambda text: tus.count(text, header="Upload-Offset")):
        try:
            read(told)
        except BroadcastError as refusal:
            assert refusal.message  # noqa: PT017  # either way is well


@pytest.mark.parametrize(("told", "here"), [("0", 0), ("1073741824", 1 << 30)])
def test_counts(told: str, here: int) -> None:
    assert tus.count(told, header="Upload-Offset") == here


@pytest.mark.parametrize("told", [None, "", "-1", "1.5", "+1", "٣", "9" * 19, "9" * 40])
def test_what_is_no_count_is_refused(told: str | None) -> None:
    with pytest.raises(InvalidError) as refusal:
        tus.count(told, header="Upload-Length")
    assert refusal.value.values == {"header": "Upload-Length"}


@pytest.mark.parametrize("algorithm", tus.CHECKSUMS)
def test_a_checksum_holds_for_its_own_body_only(algorithm: str) -> None:
    digest = hashlib.new(algorithm, b"body").digest()
    wanted = tus.checksum(f"{algorithm} {base64.b64encode(digest).decode()}")
    assert wanted is not None
    assert wanted.holds(digest)
    assert not wanted.holds(hashlib.new(algorithm, b"other").digest())


@pytest.mark.parametrize("told", ["crc32 AAAA", "sha1", "sha1 ????", "sha1 AAAA"])
def test_a_checksum_that_cannot_be_reckoned_is_refused(told: str) -> None:
    with pytest.raises(InvalidError):
        tus.checksum(told)


def test_another_version_and_another_kind_of_body_are_refused() -> None:
    for told in (None, "0.2.2"):
        with pytest.raises(PreconditionError):
            tus.check_version(told)
    tus.check_version("1.0.0")
    with pytest.raises(MediaTypeError):
        tus.check_body_type("text/plain")
    tus.check_body_type("application/offset+octet-stream")


def test_the_end_of_waiting_is_an_http_date() -> None:
    assert tus.http_date(datetime(2026, 12, 1, 17, 0, tzinfo=UTC)) == "Tue, 01 Dec 2026 17:00:00 GMT"
