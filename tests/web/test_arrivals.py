"""A deposit's form, as browsers write it (RFC 7578; HTML, “multipart form data”)."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from broadcast.ingest.quarantine import Arrival
from broadcast.media.units import Bytes
from broadcast.web.arrivals import DepositReader

_NAMES = st.text(st.characters(codec="utf-8", exclude_characters='"\\\r\n', min_codepoint=32), min_size=1)


async def in_pieces(body: bytes, *, of: int) -> AsyncIterator[bytes]:
    for at in range(0, len(body), of):
        yield body[at : at + of]


def part(header: str, value: str) -> bytes:
    return f"--b\r\nContent-Disposition: form-data; {header}\r\n\r\n{value}\r\n".encode()


@given(_NAMES, _NAMES, st.integers(1, 60))
@example("L’été à Brest 🎙.m4a", "Cœur d’atelier", 7)
def test_names_and_words_in_any_writing_come_as_they_were_sent(name: str, title: str, of: int) -> None:
    body = part('name="title"', title) + part(f'name="file"; filename="{name}"', "son") + b"--b--\r\n"
    with TemporaryDirectory() as folder, Arrival(Path(folder), most=Bytes(9), expected=None) as arrival:
        reader = DepositReader("multipart/form-data; boundary=b", arrival)
        asyncio.run(reader.read(in_pieces(body, of=of)))
        arrived = arrival.complete()
        assert (reader.file_name, reader.fields) == (name, {"title": title})
        assert arrived.path.read_bytes() == b"son"
