import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.ingest.wav import wav_claim


def header(size: int) -> bytes:
    shape = struct.pack("<HHIIHH", 1, 2, 48_000, 192_000, 4, 16)
    return b"RIFF\0\0\0\0WAVELIST\x03\0\0\0abc\0fmt \x10\0\0\0" + shape + b"data" + struct.pack("<I", size)


@pytest.mark.parametrize(("size", "claim"), [(192_000, 1.0), (0, None), (0xFFFFFFFF, None)])
def test_the_header_is_taken_at_its_word_unless_it_was_left_open(size: int, claim: float | None) -> None:
    assert wav_claim(header(size)) == claim


@given(st.binary(max_size=200))
def test_rubbish_claims_nothing_and_breaks_nothing(rubbish: bytes) -> None:
    assert wav_claim(rubbish) is None
    wav_claim(b"RIFF\0\0\0\0WAVE" + rubbish)
