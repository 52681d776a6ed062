"""Segments of the air as one plain MP4 (ISO/IEC 14496-12), which every player opens and seeks in. Pure.

What is written is `ftyp`, one `mdat` with the samples as they come, and a `moov` that says where they lie:
nothing is coded anew. Where the stretch begins inside a segment, an edit list (§8.6.6) starts there to the
tick. Several formats of a track stand in its `stsd` one after another.
"""

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from sys import byteorder
from typing import BinaryIO

from broadcast.media.fmp4 import samples
from broadcast.media.units import TICKS_PER_SECOND, Bytes, Ticks

_MILLISECONDS = 1_000
_LARGE_MDAT = 16
_IN_MOVIE_AND_PREVIEW = 0x000003
_FROM_START = 0x00010000
_MATRIX = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Samples that lie together: how many, in which of the track's formats."""

    count: int
    form: int


@dataclass(slots=True)
class Track:
    """What a track has of its samples so far. A day of sound takes some 20 MB."""

    media: dict[bytes, bytes] = field(default_factory=dict)
    forms: list[bytes] = field(default_factory=list)
    sizes: "array[int]" = field(default_factory=lambda: array("I"))
    offsets: "array[int]" = field(default_factory=lambda: array("Q"))
    chunks: list[_Chunk] = field(default_factory=list)
    runs: list[tuple[int, int]] = field(default_factory=list)

    @property
    def ticks(self) -> Ticks:
        """How long its samples last."""
        return Ticks(sum(count * ticks for count, ticks in self.runs))

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture."""
        return b"vmhd" in self.media


class Mp4File:
    """Writes a file as segments come; `end` must be called, or it cannot be played."""

    def __init__(self, file: BinaryIO, tracks: int) -> None:
        self._file = file
        self.tracks = tuple(Track() for _ in range(tracks))
        self._begin = file.write(_box(b"ftyp", b"isom", _word(0x200), b"isomiso2mp41"))
        file.write(struct.pack(">I4sQ", 1, b"mdat", 0))
        self._at = self._begin + _LARGE_MDAT

    def add(self, track: int, *, init: bytes, segment: bytes) -> None:
        """The next segment of a track, which begins with that init. Raises ValueError on what is not ours."""
        told = self.tracks[track]
        form = _form_of(told, init)
        for durations, sizes, payload in samples(segment):
            told.offsets.append(self._at)
            told.chunks.append(_Chunk(len(sizes), form))
            told.sizes.extend(sizes)
            _extend(told.runs, durations)
            self._at += self._file.write(payload)

    def end(self, *, skip: Ticks, lasts: Ticks) -> Bytes:
        """Close it: what is heard begins `skip` ticks in and lasts so long. Gives the file's size."""
        moov = _moov(self.tracks, skip=skip, lasts=lasts)
        self._file.write(moov)
        self._file.seek(self._begin + 8)
        self._file.write(struct.pack(">Q", self._at - self._begin))
        return Bytes(self._at + len(moov))


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _full(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return _box(kind, struct.pack(">I", version << 24 | flags), *parts)


def _word(*numbers: int) -> bytes:
    return struct.pack(f">{len(numbers)}I", *numbers)


def _inside(view: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each box of a container: its kind, and the whole of it."""
    at = 0
    while at + 8 <= len(view):
        size, kind = struct.unpack_from(">I4s", view, at)
        if size < 8 or at + size > len(view):  # noqa: PLR2004  # a box's header
            raise ValueError("a box is cut short")
        yield kind, view[at : at + size]
        at += size


def _find(view: bytes, *path: bytes) -> bytes:
    """The first box along a path, whole."""
    found = view
    for order, kind in enumerate(path):
        body = found[8:] if order else found
        found = next((whole for name, whole in _inside(body) if name == kind), b"")
        if not found:
            raise ValueError(f"an init has no {kind!r}")
    return found


def _form_of(track: Track, init: bytes) -> int:
    """The number of an init's sample entry in the track, from 1 (§8.5.2)."""
    trak = _find(init, b"moov", b"trak")
    information = _find(trak[8:], b"mdia", b"minf")
    entry = _find(information[8:], b"stbl", b"stsd")[16:]
    if not track.media:
        track.media |= dict(_inside(information[8:]))
        track.media[b"hdlr"] = _find(trak[8:], b"mdia", b"hdlr")
        track.media[b"size"] = _find(trak[8:], b"tkhd")[-8:]
    if entry not in track.forms:
        track.forms.append(entry)
    return track.forms.index(entry) + 1


def _extend(runs: list[tuple[int, int]], durations: tuple[int, ...]) -> None:
    for ticks, group in groupby(durations):
        count = sum(1 for _ in group)
        if runs and runs[-1][1] == ticks:
            runs[-1] = runs[-1][0] + count, ticks
        else:
            runs.append((count, ticks))


def _moov(tracks: tuple[Track, ...], *, skip: Ticks, lasts: Ticks) -> bytes:
    length = round(lasts * _MILLISECONDS / TICKS_PER_SECOND)
    head = _word(0, 0, _MILLISECONDS, length, 0x10000) + struct.pack(">H10x", 0x0100) + _MATRIX
    head += bytes(24) + _word(len(tracks) + 1)
    traks = [_trak(track, number=order + 1, length=length, skip=skip) for order, track in enumerate(tracks)]
    return _box(b"moov", _full(b"mvhd", 0, 0, head), *traks)


def _trak(track: Track, *, number: int, length: int, skip: Ticks) -> bytes:
    volume = 0 if track.is_picture else 0x0100
    about = _word(0, 0, number, 0, length) + bytes(8) + struct.pack(">HHHH", 0, 0, volume, 0)
    edit = _word(1) + struct.pack(">QqHH", length, skip, 1, 0)
    timing = struct.pack(">QQIQHH", 0, 0, TICKS_PER_SECOND, track.ticks, 0x55C4, 0)
    kind = b"vmhd" if track.is_picture else b"smhd"
    return _box(
        b"trak",
        _full(b"tkhd", 0, _IN_MOVIE_AND_PREVIEW, about, _MATRIX, track.media[b"size"]),
        _box(b"edts", _full(b"elst", 1, 0, edit)),
        _box(
            b"mdia",
            _full(b"mdhd", 1, 0, timing),
            track.media[b"hdlr"],
            _box(b"minf", track.media[kind], track.media[b"dinf"], _stbl(track)),
        ),
    )


def _stbl(track: Track) -> bytes:
    """The sample table (§8.5): formats, times, key pictures, chunks, sizes, places."""
    first_of_chunks, first = [], 1
    for chunk in track.chunks:
        first_of_chunks.append(first)
        first += chunk.count
    keyed = [_full(b"stss", 0, 0, _word(len(first_of_chunks), *first_of_chunks))] if track.is_picture else []
    return _box(
        b"stbl",
        _full(b"stsd", 0, 0, _word(len(track.forms)), *track.forms),
        _full(b"stts", 0, 0, _word(len(track.runs)), *(_word(*run) for run in track.runs)),
        *keyed,
        _full(b"stsc", 0, 0, _chunk_runs(track.chunks)),
        _full(b"stsz", 0, 0, _word(0, len(track.sizes)), _big_endian(track.sizes)),
        _full(b"co64", 0, 0, _word(len(track.offsets)), _big_endian(track.offsets)),
    )


def _chunk_runs(chunks: list[_Chunk]) -> bytes:
    """Chunks alike are told once, by the number of the first of them (§8.7.4)."""
    rows: list[bytes] = []
    before = None
    for order, chunk in enumerate(chunks):
        if chunk != before:
            rows.append(_word(order + 1, chunk.count, chunk.form))
        before = chunk
    return _word(len(rows)) + b"".join(rows)


def _big_endian(numbers: "array[int]") -> bytes:
    turned = array(numbers.typecode, numbers)
    if byteorder == "little":
        turned.byteswap()
    return turned.tobytes()
