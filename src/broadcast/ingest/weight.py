"""What a deposit will cost to prepare, guessed from its size and its first bytes alone: pure.

Only the order of work hangs on it, so a factor of two does no harm: measured on one core, a minute of
sound takes some 5 CPU seconds, a minute of a phone's film some 60.
"""

from broadcast.errors import RefusedError
from broadcast.ingest.sniff import sniff
from broadcast.media.source import Demuxer
from broadcast.media.units import Bytes, Seconds

_PLAIN = {Demuxer.WAV, Demuxer.W64, Demuxer.AIFF, Demuxer.CAF, Demuxer.FLAC}
_MEGABYTE = 1 << 20
_PLAIN_COST = 0.5
_PACKED_COST = 5.0
"""CPU seconds for each megabyte, of sound as it is and of what is compressed."""


def expected_cost(head: bytes, *, size: Bytes) -> Seconds:
    """The CPU seconds that preparing a deposit will take, more or less; 0 where it will be refused."""
    try:
        demuxer = sniff(head)
    except RefusedError:
        return Seconds(0.0)
    return Seconds(size / _MEGABYTE * (_PLAIN_COST if demuxer in _PLAIN else _PACKED_COST))
