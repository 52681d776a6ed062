"""MP4 and QuickTime files that lie, point elsewhere, or ask for too much."""

import struct

import pytest

from hostile.boxes import (
    adding,
    box,
    by_alias,
    by_url,
    changed,
    children,
    elsewhere,
    reference_film,
    tower,
    with_cover,
    word,
)
from hostile.judge import Judge
from hostile.streams import png
from ingest.conftest import SINE, Made

pytestmark = pytest.mark.media


@pytest.fixture(scope="module")
def m4a(made: Made) -> bytes:
    return made("good.m4a", *SINE)


def test_media_in_another_file_are_not_opened(judge: Judge, made: Made) -> None:
    """Whatever is heard is what stands in the deposit itself; a track that has nothing here is refused."""
    film = made("good.mov", *SINE, "-c:a", "pcm_s16le")
    local = judge.of(changed(film, b"dref", elsewhere(by_url(judge.canary.as_uri()))))
    remote = judge.of(changed(film, b"dref", elsewhere(by_url(f"http://127.0.0.1:{judge.port}/x"))))
    alias = judge.of(changed(film, b"dref", elsewhere(by_alias(str(judge.canary)))))
    assert [local.seconds, remote.seconds] == pytest.approx([2.0, 2.0], abs=0.05)
    assert alias.code == "unreadable"


def test_a_film_that_is_only_an_address_is_refused(judge: Judge) -> None:
    for url in (f"http://127.0.0.1:{judge.port}/film.mov", judge.canary.as_uri(), f"file:{judge.canary}"):
        assert judge.of(reference_film(url)).code == "nothing_to_play"


TEN_HOURS = 36_000
AAC_PACKETS = 87


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        pytest.param(b"mvhd", word(16, TEN_HOURS * 1_000), id="the film"),
        pytest.param(b"mdhd", word(16, TEN_HOURS * 44_100), id="the track"),
        pytest.param(b"elst", word(8, TEN_HOURS * 1_000), id="the edit list"),
        pytest.param(
            b"elst",
            lambda old: struct.pack(">IIIiI", 0, 2, TEN_HOURS * 1_000, -1, 0x10000) + old[8:],
            id="an empty edit",
        ),
        pytest.param(
            b"stts", lambda _old: struct.pack(">IIII", 0, 1, 0x7FFFFFFF, 1_024), id="a number of samples"
        ),
    ],
)
def test_ten_hours_are_not_believed(judge: Judge, m4a: bytes, kind: bytes, change: object) -> None:
    assert callable(change)
    outcome = judge.of(changed(m4a, kind, change))
    assert outcome.seconds == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        pytest.param(b"stsz", lambda _old: struct.pack(">III", 0, 371, 0xFFFFFFFF), id="4e9 sizes"),
        pytest.param(b"stsz", lambda _old: struct.pack(">III", 0, 1, 500_000_000), id="5e8 samples"),
        pytest.param(b"stco", lambda _old: struct.pack(">II", 0, 0xFFFFFFFF), id="4e9 places"),
        pytest.param(
            b"stts", lambda _old: struct.pack(">IIII", 0, 1, AAC_PACKETS, 0x7FFFFFFF), id="a day a sample"
        ),
        pytest.param(
            b"stts", lambda _old: struct.pack(">IIII", 0, 1, AAC_PACKETS, 600 * 44_100), id="10 min a sample"
        ),
        pytest.param(b"stsd", lambda _old: struct.pack(">II", 0, 0xFFFFFFFF), id="4e9 descriptions"),
        pytest.param(b"ftyp", lambda _old: b"qt  " * 100_000, id="a long brand"),
    ],
)
def test_tables_that_lie_break_nothing(judge: Judge, m4a: bytes, kind: bytes, change: object) -> None:
    assert callable(change)
    outcome = judge.of(changed(m4a, kind, change))
    assert outcome.code in {"", "unreadable", "nothing_to_play", "too_demanding"}
    assert outcome.seconds <= 2.1


def test_a_list_that_repeats_two_seconds_for_hours_is_refused(judge: Judge, m4a: bytes) -> None:
    """Each entry costs 12 bytes and would last for 2 s."""
    again = changed(m4a, b"elst", lambda old: struct.pack(">II", 0, 1_000) + old[8:20] * 1_000)
    assert judge.of(again).code == "too_demanding"


def test_a_thousand_tracks_are_too_many(judge: Judge, m4a: bytes) -> None:
    film = next(payload for kind, payload in children(m4a) if kind == b"moov")
    track = next(payload for kind, payload in children(film) if kind == b"trak")
    outcome = judge.of(changed(m4a, b"moov", adding(*[box(b"trak", track)] * 1_000)))
    assert outcome.code == "too_demanding"


def test_a_tower_of_boxes_is_not_climbed(judge: Judge, m4a: bytes) -> None:
    assert judge.of(box(b"ftyp", b"isom", bytes(4)) + box(b"moov", tower(10_000))).code == "unreadable"
    outcome = judge.of(changed(m4a, b"moov", adding(tower(500))))
    assert outcome.code in {"", "unreadable"}


def test_a_cover_of_16000_by_16000_is_not_decoded(judge: Judge, m4a: bytes) -> None:
    """The package has no use for it; covers are taken by another way, with a bound of their own."""
    assert judge.of(changed(m4a, b"udta", with_cover(png(16_000, 16_000), kind=14))).code == ""
