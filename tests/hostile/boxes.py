"""ISO media and QuickTime files whose boxes lie (ISO/IEC 14496-12; QuickTime File Format)."""

import struct
from collections.abc import Callable

_HOLDING = {b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl", b"edts", b"udta"}

Change = Callable[[bytes], bytes]


def box(kind: bytes, *payload: bytes) -> bytes:
    body = b"".join(payload)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def changed(body: bytes, kind: bytes, change: Change) -> bytes:
    """Every box of one kind with its payload changed; the film's own bytes must stand before `moov`."""
    return b"".join(
        box(found, change(payload) if found == kind else changed(payload, kind, change))
        if found in _HOLDING or found == kind
        else box(found, payload)
        for found, payload in children(body)
    )


def children(body: bytes) -> list[tuple[bytes, bytes]]:
    """The boxes that stand side by side: kind and payload."""
    found, at = [], 0
    while at + 8 <= len(body):
        size, kind = struct.unpack_from(">I4s", body, at)
        start = 16 if size == 1 else 8
        size = struct.unpack_from(">Q", body, at + 8)[0] if size == 1 else size
        found.append((kind, body[at + start : at + size]))
        at += size
    return found


def word(at: int, value: int, *, form: str = ">I") -> Change:
    """Overwrites a field that stands `at` in a box's payload."""

    def change(payload: bytes) -> bytes:
        return payload[:at] + struct.pack(form, value) + payload[at + struct.calcsize(form) :]

    return change


def adding(*more: bytes) -> Change:
    return lambda payload: payload + b"".join(more)


def elsewhere(reference: bytes) -> Change:
    """The media are said to lie in another file (`dref`, ISO/IEC 14496-12 §8.7.2)."""
    return lambda _payload: struct.pack(">II", 0, 1) + reference


def by_url(url: str) -> bytes:
    return box(b"url ", bytes(4), url.encode() + b"\0")


def by_alias(path: str) -> bytes:
    """A Macintosh alias record (version 2) with an absolute path."""
    name = path.rpartition("/")[2].encode()
    record = bytes(10) + b"\x04Disk".ljust(28, b"\0") + bytes(12)
    record += bytes([len(name)]) + name.ljust(63, b"\0") + bytes(16) + struct.pack(">HH", 1, 1) + bytes(16)
    where = f"Disk:{path.lstrip('/').replace('/', ':')}".encode()
    record += struct.pack(">HH", 2, len(where)) + where + bytes(len(where) % 2)
    where = path.encode()
    record += struct.pack(">HH", 18, len(where)) + where + bytes(len(where) % 2)
    return box(b"alis", bytes(4), record, struct.pack(">HH", 0xFFFF, 0))


def reference_film(url: str) -> bytes:
    """A film that is only the address of another one (QuickTime, "Reference Movie Atoms")."""
    address = url.encode() + b"\0"
    link = box(b"rdrf", bytes(4), b"url ", struct.pack(">I", len(address)), address)
    return box(b"ftyp", b"qt  ", bytes(4), b"qt  ") + box(b"moov", box(b"rmra", box(b"rmda", link)))


def with_cover(picture: bytes, *, kind: int) -> Change:
    """iTunes' cover: 13 is a JPEG, 14 a PNG; whatever was in `udta` is replaced."""
    item = box(b"covr", box(b"data", struct.pack(">II", kind, 0), picture))
    handler = box(b"hdlr", bytes(8), b"mdirappl", bytes(9))
    return lambda _payload: box(b"meta", bytes(4), handler, box(b"ilst", item))


def tower(levels: int) -> bytes:
    """Boxes in boxes in boxes."""
    body = b""
    for _ in range(levels):
        body = box(b"udta", body)
    return body
