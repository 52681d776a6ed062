"""The station's MP3 (ISO/IEC 11172-3, layer III): frames all alike, so that arithmetic finds any of them.

Every package holds 128 kbit/s at 48 kHz without a bit reservoir: each frame is 384 bytes and 1,152
samples, and refers to no frame before it (`main_data_begin` is 0), so frames may be laid end to end in any
order. What a decoder carries from one frame into the next is the overlap of its transform, 576 samples,
and the memory of its filter bank, 481: a join is heard for less than one frame.
"""

from broadcast.media.units import Bytes, Ticks

MP3_FRAME = Ticks(1_152)
MP3_FRAME_BYTES = Bytes(384)
MP3_BITS_PER_SECOND = 128_000
MP3_DELAY = Ticks(1_105)
"""How far decoded sound lies behind what was encoded: LAME's 576 and a decoder's 529 samples."""


def frame_at(into: Ticks) -> int:
    """The frame of a piece's file to be heard `into` ticks after its start: late by less than one frame.

    Every file has it for every tick of its piece: an encoder writes on until its delay has passed.
    """
    return (into + MP3_DELAY) // MP3_FRAME


def frame_count(size: Bytes) -> int:
    """How many whole frames a file of that size holds."""
    return size // MP3_FRAME_BYTES
