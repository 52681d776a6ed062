"""What a WAV file's header claims (Multimedia Programming Interface 1.0): readers correct it silently."""

import struct

_OPEN_ENDED = {0, 0x7FFFFFFF, 0xFFFFFFFF}
"""Written by who streams and does not know the end: no claim."""
_HEADER = 12
_CHUNK = struct.Struct("<4sI")
_RATE_AT = 8


def wav_claim(head: bytes) -> float | None:
    """The length in seconds that the header of a WAV file claims; None where it claims nothing."""
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return None
    at, rate = _HEADER, 0
    while at + _CHUNK.size <= len(head):
        kind, size = _CHUNK.unpack_from(head, at)
        at += _CHUNK.size
        if kind == b"data":
            return size / rate if rate and size not in _OPEN_ENDED else None
        if kind == b"fmt " and at + _RATE_AT + 4 <= len(head):
            rate = struct.unpack_from("<I", head, at + _RATE_AT)[0]
        at += size + size % 2
    return None
