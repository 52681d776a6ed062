"""Matroska files from nothing (RFC 8794, RFC 9559): eight kHz of mono, and whatever is asked besides."""

import struct
from collections.abc import Sequence

SECOND = 16_000
"""Bytes of a second: 8 kHz, 16 bit, mono."""


def element(kind: int, *payload: bytes) -> bytes:
    body = b"".join(payload)
    return _id(kind) + struct.pack(">Q", len(body) | 1 << 56) + body


def lying(kind: int, size: int, body: bytes = b"") -> bytes:
    """An element that claims `size` bytes, whatever it has."""
    return _id(kind) + struct.pack(">Q", size | 1 << 56) + body


def number(kind: int, value: int) -> bytes:
    return element(kind, struct.pack(">Q", value))


def text(kind: int, words: str) -> bytes:
    return element(kind, words.encode())


def _id(kind: int) -> bytes:
    return kind.to_bytes((kind.bit_length() + 7) // 8, "big")


def matroska(
    *more: bytes,
    seconds: int = 1,
    apart: int = 1,
    duration: float | None = None,
    about: bytes = b"",
    tracks: bytes = b"",
) -> bytes:
    """A whole file; `more` stands before the sound, whose seconds begin every `apart`."""
    header = element(
        0x1A45DFA3, number(0x4286, 1), number(0x42F7, 1), number(0x42F2, 4), number(0x42F3, 8),
        text(0x4282, "matroska"), number(0x4287, 4), number(0x4285, 2),
    )  # fmt: skip
    facts = number(0x2AD7B1, 1_000_000) + text(0x4D80, "test") + text(0x5741, "test") + about
    if duration is not None:
        facts += element(0x4489, struct.pack(">d", duration * 1_000))
    clusters = b"".join(_cluster(second * apart) for second in range(seconds))
    listed = element(0x1654AE6B, track(1), tracks)
    return header + element(0x18538067, element(0x1549A966, facts), listed, *more, clusters)


def track(number_: int, *, rate: float = 8_000.0, channels: int = 1, bits: int = 16) -> bytes:
    sound = element(
        0xE1, element(0xB5, struct.pack(">d", rate)), number(0x9F, channels), number(0x6264, bits)
    )
    return element(
        0xAE, number(0xD7, number_), number(0x73C5, number_), number(0x83, 2),
        text(0x86, "A_PCM/INT/LIT"), sound,
    )  # fmt: skip


def _cluster(second: int) -> bytes:
    ramp = struct.pack("<8000h", *((n * 97) % 8_000 - 4_000 for n in range(8_000)))
    blocks = [
        element(
            0xA3, b"\x81" + struct.pack(">hB", tenth * 100, 0x80), ramp[tenth * 1600 : tenth * 1600 + 1600]
        )
        for tenth in range(10)
    ]
    return element(0x1F43B675, number(0xE7, second * 1_000), *blocks)


def attachment(name: str, mime: str, body: bytes, *, uid: int = 1) -> bytes:
    one = element(0x61A7, text(0x466E, name), text(0x4660, mime), number(0x46AE, uid), element(0x465C, body))
    return element(0x1941A469, one)


def chapters(uids: Sequence[int]) -> bytes:
    """A chapter for each of these names."""
    atoms = [
        element(
            0xB6, number(0x73C4, uid + 1), number(0x91, n * 1_000), number(0x92, n * 1_000 + 1),
            element(0x80, text(0x85, f"Chapitre {n}"), text(0x437C, "fre")),
        )
        for n, uid in enumerate(uids)
    ]  # fmt: skip
    return element(0x1043A770, element(0x45B9, *atoms))


def cue(words: bytes) -> bytes:
    """One caption of track 2."""
    return _block_of_words(0, [words])


def cues(count: int) -> bytes:
    return _block_of_words(0, [b"<script>%d" % n for n in range(count)])


def _block_of_words(at: int, words: list[bytes]) -> bytes:
    blocks = [
        element(0xA3, b"\x82" + struct.pack(">hB", n % 1_000, 0x80), said) for n, said in enumerate(words)
    ]
    return element(0x1F43B675, number(0xE7, at), *blocks)


def captions(number_: int) -> bytes:
    return element(
        0xAE, number(0xD7, number_), number(0x73C5, number_), number(0x83, 0x11), text(0x86, "S_TEXT/UTF8")
    )


def linked(path: str) -> bytes:
    """Goes on in another file (RFC 9559 §5.1.2.4, hard linking)."""
    return (
        text(0x3E83BB, path)
        + text(0x3C83AB, path)
        + element(0x3EB923, b"n" * 16)
        + element(0x3CB923, b"p" * 16)
    )
