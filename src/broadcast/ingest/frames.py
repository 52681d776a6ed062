"""The frame headers of MP3 (ISO/IEC 11172-3 §2.4.2.3) and ADTS AAC (ISO/IEC 13818-7 §6.2).

Neither format has a magic number. A header is believed when the next stands where it says.
"""

from collections.abc import Callable
from dataclasses import dataclass

_KBITS = {
    # (MPEG-1?, layer bits): bit rates by index; layer bits 1 are layer III, 2 are layer II
    (True, 1): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (True, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (False, 1): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_MPEG_1 = 3
_MP3_HEADER = 4
_ADTS_HEADER = 7
_ADTS_RATES = 13
_SEARCHED = 4_096
_FRAMES_AT_START = 2
_FRAMES_FURTHER_ON = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: its length in bytes, and what every frame of one stream has in common."""

    length: int
    shape: tuple[int, ...]


Reader = Callable[[bytes, int], Frame | None]


def mp3_frame(body: bytes, at: int) -> Frame | None:
    """The MPEG audio frame, layer II or III, that begins `at`."""
    header = body[at : at + _MP3_HEADER]
    if len(header) < _MP3_HEADER or int.from_bytes(header[:2], "big") & 0xFFE0 != 0xFFE0:  # noqa: PLR2004  # sync
        return None
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate, kbits = header[2] >> 2 & 3, header[2] >> 4
    table = _KBITS.get((version == _MPEG_1, layer), ())
    if version not in _RATES or rate >= len(_RATES[version]) or not 0 < kbits < len(table):
        return None
    words = 72 if version != _MPEG_1 and layer == 1 else 144
    length = words * table[kbits] * 1_000 // _RATES[version][rate] + (header[2] >> 1 & 1)
    return Frame(length, (version, layer, rate))


def adts_frame(body: bytes, at: int) -> Frame | None:
    """The ADTS frame that begins `at`."""
    header = body[at : at + _ADTS_HEADER]
    if len(header) < _ADTS_HEADER or int.from_bytes(header[:2], "big") & 0xFFF6 != 0xFFF0:  # noqa: PLR2004  # sync
        return None
    rate = header[2] >> 2 & 0xF
    length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    if rate >= _ADTS_RATES or length <= _ADTS_HEADER:
        return None
    return Frame(length, (header[1], header[2] >> 6, rate))


def begins_with_frames(body: bytes, read: Reader) -> bool:
    """Whether two frames of one shape stand at the start (behind zeros, which some writers put there)."""
    zeros = len(body) - len(body.lstrip(b"\x00"))
    return _run(body, zeros, read) >= _FRAMES_AT_START


def holds_frames(body: bytes, read: Reader) -> bool:
    """Whether four frames of one shape stand a little further on: a piece cut out of a stream."""
    return any(_run(body, at, read) >= _FRAMES_FURTHER_ON for at in range(min(len(body), _SEARCHED)))


def _run(body: bytes, at: int, read: Reader) -> int:
    """How many frames of one shape follow each other from `at`, four being enough."""
    first = frame = read(body, at)
    count = 0
    while first and frame and frame.shape == first.shape and count < _FRAMES_FURTHER_ON:
        count += 1
        at += frame.length
        frame = read(body, at)
    return count
