"""MP3, WAV, FLAC, Ogg, AVI and pictures whose headers lie."""

import struct
import zlib
from collections.abc import Sequence

MP3_FRAME = b"\xff\xfb\x90\x64" + bytes(413)
"""MPEG-1 layer III, 128 kbit/s, 44.1 kHz, silent: 26 ms."""
MP3_SECOND = 38


def mp3(seconds: float, *, before: bytes = b"", after: bytes = b"") -> bytes:
    return before + MP3_FRAME * round(seconds * MP3_SECOND) + after


def id3(*frames: bytes, claims: int | None = None) -> bytes:
    """A tag, ID3v2.3; `claims` is the length it says it has."""
    body = b"".join(frames)
    size = len(body) if claims is None else claims
    return b"ID3\3\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + body


def frame(kind: bytes, body: bytes, *, claims: int | None = None) -> bytes:
    return kind + struct.pack(">IH", len(body) if claims is None else claims, 0) + body


def title(words: bytes) -> bytes:
    return frame(b"TIT2", b"\3" + words)


def cover(picture: bytes, *, mime: bytes = b"image/png") -> bytes:
    return frame(b"APIC", b"\0" + mime + b"\0\3\0" + picture)


def chapter(number: int) -> bytes:
    name = b"c%d\0" % number
    return frame(b"CHAP", name + struct.pack(">IIII", number, number + 1, 0xFFFFFFFF, 0xFFFFFFFF))


def xing(*, frames: int) -> bytes:
    """The first frame of an MP3 that says how many there are."""
    said = b"Xing" + struct.pack(">II", 1, frames)
    return MP3_FRAME[:36] + said + MP3_FRAME[36 + len(said) :]


def wav(
    body: bytes = bytes(16_000), *, rate: int = 8_000, channels: int = 1, bits: int = 16,
    claims: int | None = None,
) -> bytes:  # fmt: skip
    block = channels * bits // 8
    shape = struct.pack(
        "<HHIIHH", 1, channels & 0xFFFF, rate, rate * block & 0xFFFFFFFF, block & 0xFFFF, bits
    )
    size = len(body) if claims is None else claims
    chunks = b"WAVEfmt \x10\0\0\0" + shape + b"data" + struct.pack("<I", size) + body
    return b"RIFF" + struct.pack("<I", len(chunks) & 0xFFFFFFFF) + chunks


def png(width: int, height: int, *, body: bytes | None = None, chunks: bytes = b"") -> bytes:
    """One colour, in as few bytes as deflate can: a bomb where it is large."""
    shape = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    if body is None:
        packer = zlib.compressobj(9)
        row = bytes(1 + 3 * width)
        body = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])
    parts = _chunk(b"IHDR", shape), chunks, _chunk(b"IDAT", body), _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def text_bomb(megabytes: int) -> bytes:
    """A compressed text of a picture that fills so much memory."""
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(megabytes)), packer.flush()])
    return _chunk(b"zTXt", b"Comment\0\0" + packed)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def flac_with_block(flac: bytes, *, kind: int, claims: int, body: bytes = b"") -> bytes:
    """A metadata block behind the first; `claims` is the length it says it has (24 bits)."""
    first = 4 + 4 + 34
    header = bytes([kind]) + claims.to_bytes(3, "big")
    return flac[:4] + bytes([flac[4] & 0x7F]) + flac[5:first] + header + body + flac[first:]


def flac_picture(*, claims: int, picture: bytes = b"") -> bytes:
    mime = b"image/png"
    said = struct.pack(">II", 3, len(mime)) + mime + struct.pack(">IIIIII", 0, 64, 64, 24, 0, claims)
    return said + picture


def _ogg_checksums() -> tuple[int, ...]:
    table = []
    for number in range(256):
        found = number << 24
        for _ in range(8):
            found = (found << 1 ^ (0x04C11DB7 if found & 0x80000000 else 0)) & 0xFFFFFFFF
        table.append(found)
    return tuple(table)


_CHECKSUMS = _ogg_checksums()


def ogg_page(body: bytes, *, serial: int, number: int = 0, flags: int = 0, granule: int = 0) -> bytes:
    """One page with one packet (RFC 3533 §6)."""
    lacing = bytes([255] * (len(body) // 255) + [len(body) % 255])
    header = b"OggS\0" + struct.pack("<BqII", flags, granule, serial, number)
    page = header + bytes(4) + bytes([len(lacing)]) + lacing + body
    found = 0
    for byte in page:
        found = (found << 8 & 0xFFFFFFFF) ^ _CHECKSUMS[found >> 24 ^ byte]
    return header + struct.pack("<I", found) + page[len(header) + 4 :]


def opus_head(*, channels: int = 1) -> bytes:
    return b"OpusHead\1" + struct.pack("<BHIhB", channels, 0, 48_000, 0, 0)


def opus_link(serial: int) -> bytes:
    """A whole Opus stream of 20 ms: one link of a chain (RFC 7845 §3)."""
    words = b"OpusTags" + struct.pack("<I", 1) + b"x" + struct.pack("<I", 0)
    return b"".join(
        (
            ogg_page(opus_head(), serial=serial, flags=2),
            ogg_page(words, serial=serial, number=1),
            ogg_page(b"\xfc\xff\xfe", serial=serial, number=2, flags=4, granule=960),
        )
    )


def ogg_many(count: int) -> bytes:
    """So many streams side by side."""
    heads = [ogg_page(opus_head(), serial=n, flags=2) for n in range(count)]
    return b"".join([*heads, opus_link(0)])


def avi(
    pictures: Sequence[bytes],
    *,
    width: int,
    height: int,
    fourcc: bytes = b"MJPG",
    rate: tuple[int, int] = (25, 1),
) -> bytes:
    """A film of these pictures; also what claims a rate of pictures that cannot be."""
    above, below = rate
    main = struct.pack("<14I", 40_000, 0, 0, 0x10, len(pictures), 0, 1, 0, width, height, 0, 0, 0, 0)
    stream = (
        b"vids" + fourcc + struct.pack("<10I4h", 0, 0, 0, below, above, 0, len(pictures), 0, 0, 0, 0, 0, 0, 0)
    )
    shape = struct.pack("<IiiHH4sIiiII", 40, width, height, 1, 24, fourcc, 0, 0, 0, 0, 0)
    listed = _riff_list(b"strl", _riff(b"strh", stream), _riff(b"strf", shape))
    return _riff(
        b"RIFF", b"AVI ", _riff_list(b"hdrl", _riff(b"avih", main), listed),
        _riff_list(b"movi", *(_riff(b"00dc", picture) for picture in pictures)),
    )  # fmt: skip


def _riff(kind: bytes, *body: bytes) -> bytes:
    joined = b"".join(body)
    return kind + struct.pack("<I", len(joined)) + joined + bytes(len(joined) % 2)


def _riff_list(kind: bytes, *body: bytes) -> bytes:
    return _riff(b"LIST", kind, *body)
