"""Fragmented MP4 (ISO/IEC 14496-12) as this station writes it: index it, patch it, cut it short.

Only files of our own recipe are read here: one track, each fragment a `moof` (mfhd, traf: tfhd, tfdt,
trun) and the `mdat` it describes, `default-base-is-moof`. Everything else raises ValueError.

`patch` and `prefix` are on the hot path of every listener's request, so they touch the top boxes and
fixed positions only and never look at a sample's bytes.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from broadcast.media.grid import AAC_FRAME, PICTURE, QUANTUM, SEGMENT, segment_lengths
from broadcast.media.package import RenditionIndex, SegmentBytes
from broadcast.media.units import Bytes, Ticks

Buffer = bytes | bytearray | memoryview

_BOX = struct.Struct(">I4s")
_WORD = struct.Struct(">I")
_LONG = struct.Struct(">Q")

# tr_flags and tf_flags, ISO/IEC 14496-12 §8.8.8.1 and §8.8.7.1
_DATA_OFFSET = 0x000001
_FIRST_FLAGS = 0x000004
_ROW_DURATION = 0x000100
_ROW_SIZE = 0x000200
_ROW_COLUMNS = (_ROW_DURATION, _ROW_SIZE, 0x000400, 0x000800)
_BASE_OFFSET = 0x000001
_DEFAULT_DURATION = 0x000008
_DEFAULT_SIZE = 0x000010
_OPTIONAL_DEFAULTS = ((0x000002, 4), (_DEFAULT_DURATION, 4), (_DEFAULT_SIZE, 4))
_BASE_IS_MOOF = 0x020000

_SEQUENCE_AT = 20  # in a moof: its header, then mfhd's header and flags
_TRAF_AT = 24
_TFHD_AT = 32
_TFDT_SIZE = 20  # in its version 1, with 64 bits
_FRAGMENTS_A_SEGMENT = 2


@dataclass(frozen=True, slots=True)
class _Fragment:
    """Where the parts of one fragment lie in the buffer, and what its rows say."""

    start: int
    tfdt: int
    trun: int
    mdat: int
    end: int
    durations: tuple[int, ...]
    sizes: tuple[int, ...]

    @property
    def ticks(self) -> int:
        return sum(self.durations)


def index_file(view: Buffer) -> tuple[bytes, RenditionIndex]:
    """The init and the index of a whole rendition file, held to the grid.

    Raises ValueError where a fragment is not 180 AAC frames or 96 pictures (the last: the rest), time has
    a gap, or the length is none of the grid's. A last remainder under 6 quanta joins the segment before.
    """
    fragments = tuple(_fragments(view))
    if not fragments:
        raise ValueError("there is no fragment")
    _hold_to_grid(view, fragments)
    init = bytes(view[: fragments[0].start])
    lengths = segment_lengths(Ticks(sum(fragment.ticks for fragment in fragments)))
    starts = [fragment.start for fragment in fragments[: len(lengths)]] + [fragments[-1].end]
    return init, RenditionIndex(
        init=hashlib.sha256(init).hexdigest()[:16],
        init_size=Bytes(len(init)),
        segments=tuple(SegmentBytes(Bytes(start), Bytes(end - start)) for start, end in pairwise(starts)),
    )


def patch(segment: bytes, *, sequence: int, decode_time: Ticks) -> bytes:
    """The same segment, placed at `decode_time` ticks as number `sequence` of a stream.

    A segment holds one fragment or two, and RFC 8216 leaves `mfhd` to ISO/IEC 14496-12 §8.8.5, where it
    must grow with every fragment: so fragment i gets (2 * sequence + i) mod 2^32, which grows strictly
    whether or not a segment before it had a second one. Each fragment follows the one before it without
    a gap, wherever it was taken from.
    """
    patched = bytearray(segment)
    moofs = [start for kind, start, _ in _boxes(segment) if kind == b"moof"]
    if not 1 <= len(moofs) <= _FRAGMENTS_A_SEGMENT:
        raise ValueError(f"a segment holds one fragment or two, this holds {len(moofs)}")
    at: int = decode_time
    for order, start in enumerate(moofs):
        if order:
            at += sum(_read_rows(segment, moofs[order - 1])[0])
        _WORD.pack_into(patched, start + _SEQUENCE_AT, (2 * sequence + order) & 0xFFFFFFFF)
        _LONG.pack_into(patched, _tfdt(segment, start) + 12, at)
    return bytes(patched)


def joined(parts: Iterable[Buffer]) -> Iterator[bytes]:
    """Several files of one rendition laid end to end as one: its init, then each fragment in its place.

    Raises ValueError where a part has another init than the first: they would not play as one.
    """
    init = b""
    at = number = 0
    for part in parts:
        fragments = tuple(_fragments(part))
        own = bytes(part[: fragments[0].start]) if fragments else b""
        if not own or (init and own != init):
            raise ValueError("the parts do not begin alike")
        if not init:
            yield own
        init = own
        for fragment in fragments:
            placed = bytearray(part[fragment.start : fragment.end])
            number += 1
            _WORD.pack_into(placed, _SEQUENCE_AT, number)
            _LONG.pack_into(placed, fragment.tfdt - fragment.start + 12, at)
            yield bytes(placed)
            at += fragment.ticks


def samples(segment: Buffer) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], Buffer]]:
    """Of each fragment: the ticks and the sizes of its samples, and their bytes laid end to end."""
    for one in _fragments(segment):
        yield one.durations, one.sizes, segment[one.mdat + _BOX.size : one.end]


def prefix(segment: bytes, *, ticks: Ticks) -> bytes:
    """The first `ticks` of a segment as a valid segment. Raises ValueError off its frames or its length."""
    kept = bytearray()
    left: int = ticks
    for fragment in _fragments(segment):
        if left >= fragment.ticks:
            kept += segment[fragment.start : fragment.end]
            left -= fragment.ticks
        elif left:
            kept += _cut(segment, fragment, left)
            left = 0
    if left or not kept:
        raise ValueError(f"a segment cannot give {ticks} ticks")
    return bytes(kept)


def _boxes(view: Buffer) -> Iterator[tuple[bytes, int, int]]:
    """Each top box: its kind, start and end (§4.2)."""
    at, end = 0, len(view)
    while at < end:
        if end - at < _BOX.size:
            raise ValueError("a box is cut short")
        size, kind = _BOX.unpack_from(view, at)
        if size < _BOX.size or at + size > end:
            raise ValueError(f"the size of {kind!r} is wrong")
        yield kind, at, at + size
        at += size


def _fragments(view: Buffer) -> Iterator[_Fragment]:
    """Each moof with the mdat right behind it."""
    moof = None
    for kind, start, end in _boxes(view):
        if kind == b"moof":
            moof = start
        elif kind == b"mdat" and moof is not None:
            yield _fragment(view, moof, start, end)
            moof = None
        elif moof is not None:
            raise ValueError(f"{kind!r} stands between a moof and its mdat")
    if moof is not None:
        raise ValueError("a moof has no mdat")


def _fragment(view: Buffer, moof: int, mdat: int, end: int) -> _Fragment:
    durations, sizes = _read_rows(view, moof)
    tfdt = _tfdt(view, moof)
    trun = tfdt + _TFDT_SIZE
    if sum(sizes) != end - mdat - _BOX.size:
        raise ValueError("the samples do not fill their mdat")
    if _word(view, trun + 16) != mdat + _BOX.size - moof:
        raise ValueError("the samples do not begin where their mdat does")
    return _Fragment(moof, tfdt, trun, mdat, end, durations, sizes)


def _tfdt(view: Buffer, moof: int) -> int:
    """Where tfdt stands: behind tfhd, the first in traf, behind mfhd, the first in moof."""
    if (_kind(view, moof + 8), _kind(view, moof + _TRAF_AT), _kind(view, moof + _TFHD_AT)) != (
        b"mfhd",
        b"traf",
        b"tfhd",
    ):
        raise ValueError("a moof is not laid out as ours")
    tfdt = moof + _TFHD_AT + _word(view, moof + _TFHD_AT)
    if _kind(view, tfdt) != b"tfdt" or _word(view, tfdt) != _TFDT_SIZE:
        raise ValueError("a fragment has no 64-bit decode time")
    return tfdt


def _read_rows(view: Buffer, moof: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Duration and size of every sample, from trun's rows or tfhd's defaults (§8.8.7, §8.8.8)."""
    trun = _tfdt(view, moof) + _TFDT_SIZE
    if _kind(view, trun) != b"trun":
        raise ValueError("a fragment has no trun behind its decode time")
    flags, count = _word(view, trun + 8) & 0xFFFFFF, _word(view, trun + 12)
    columns = [flag for flag in _ROW_COLUMNS if flags & flag]
    rows = trun + _rows_at(flags)
    if not flags & _DATA_OFFSET or _word(view, trun) != rows - trun + 4 * len(columns) * count:
        raise ValueError("a trun is not laid out as ours")
    words = struct.unpack_from(f">{len(columns) * count}I", view, rows)
    default_duration, default_size = _defaults(view, moof + _TFHD_AT)
    durations = _column(words, columns, _ROW_DURATION) or (default_duration,) * count
    sizes = _column(words, columns, _ROW_SIZE) or (default_size,) * count
    return durations, sizes


def _column(words: tuple[int, ...], columns: list[int], wanted: int) -> tuple[int, ...]:
    return words[columns.index(wanted) :: len(columns)] if wanted in columns else ()


def _rows_at(flags: int) -> int:
    """Where a trun's rows begin: header, flags, count, data offset, and the first sample's flags."""
    return 24 if flags & _FIRST_FLAGS else 20


def _defaults(view: Buffer, tfhd: int) -> tuple[int, int]:
    """The default duration and size in a tfhd; 0 where it gives none."""
    flags = _word(view, tfhd + 8) & 0xFFFFFF
    if flags & _BASE_OFFSET or not flags & _BASE_IS_MOOF:
        raise ValueError("samples are not counted from their moof")
    found, at = {}, tfhd + 16
    for flag, size in _OPTIONAL_DEFAULTS:
        if flags & flag:
            found[flag] = _word(view, at)
            at += size
    return found.get(_DEFAULT_DURATION, 0), found.get(_DEFAULT_SIZE, 0)


def _hold_to_grid(view: Buffer, fragments: tuple[_Fragment, ...]) -> None:
    """Raise ValueError unless every fragment is a full segment of whole frames and time has no gap."""
    frame = fragments[0].durations[0] if fragments[0].durations else 0
    if frame not in {AAC_FRAME, PICTURE}:
        raise ValueError(f"a frame of {frame} ticks is neither sound nor picture")
    at = 0
    for order, fragment in enumerate(fragments):
        last = order == len(fragments) - 1
        if _LONG.unpack_from(view, fragment.tfdt + 12)[0] != at:
            raise ValueError(f"fragment {order} does not begin at {at} ticks")
        if any(ticks != frame for ticks in fragment.durations):
            raise ValueError(f"fragment {order} holds a frame of another length")
        if fragment.ticks % QUANTUM or fragment.ticks > SEGMENT or (fragment.ticks < SEGMENT and not last):
            raise ValueError(f"fragment {order} lasts {fragment.ticks} ticks")
        at += fragment.ticks


def _cut(segment: bytes, fragment: _Fragment, ticks: int) -> bytes:
    """The first `ticks` of one fragment: fewer rows, a shorter mdat, and every size that says so."""
    count = _frames_in(fragment, ticks)
    flags = _word(segment, fragment.trun + 8) & 0xFFFFFF
    columns = sum(1 for flag in _ROW_COLUMNS if flags & flag)
    rows_end = _rows_at(flags) + 4 * columns * count
    moof = bytearray(segment[fragment.start : fragment.trun + rows_end])
    trun = fragment.trun - fragment.start
    payload = sum(fragment.sizes[:count])
    _WORD.pack_into(moof, 0, len(moof))
    _WORD.pack_into(moof, _TRAF_AT, len(moof) - _TRAF_AT)
    _WORD.pack_into(moof, trun, rows_end)
    _WORD.pack_into(moof, trun + 12, count)
    _WORD.pack_into(moof, trun + 16, len(moof) + _BOX.size)
    body = fragment.mdat + _BOX.size
    return bytes(moof) + _BOX.pack(_BOX.size + payload, b"mdat") + segment[body : body + payload]


def _frames_in(fragment: _Fragment, ticks: int) -> int:
    """How many of its frames last exactly `ticks`. Raises ValueError between two frames."""
    ends = list(accumulate(fragment.durations))
    if ticks not in ends:
        raise ValueError(f"{ticks} ticks do not end with a frame")
    return ends.index(ticks) + 1


def _word(view: Buffer, at: int) -> int:
    if at + _WORD.size > len(view):
        raise ValueError("a box is cut short")
    return int(_WORD.unpack_from(view, at)[0])


def _kind(view: Buffer, at: int) -> bytes:
    return bytes(view[at + 4 : at + 8])
