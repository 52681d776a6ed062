"""Packages made without an encoder: true boxes, and samples that say whose they are."""

import hashlib
import struct

from broadcast.library import keys
from broadcast.media.fmp4 import index_file
from broadcast.media.grid import AAC_FRAME, SEGMENT
from broadcast.media.package import AUDIO, Loudness, PackageIndex
from broadcast.media.units import Bytes, Ticks
from broadcast.storage import Storage

SAMPLE = 16
_FRAMES = SEGMENT // AAC_FRAME  # of a full segment
MP3_FRAME = 384
_UNKNOWN = Loudness(None, None, None)


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def fragment(*, at: int, frames: int, payload: bytes) -> bytes:
    """A moof and its mdat: `frames` samples of SAMPLE bytes, laid out as our muxer does."""
    mfhd = box(b"mfhd", struct.pack(">II", 0, 1))
    tfhd = box(b"tfhd", struct.pack(">IIII", 0x020018, 1, AAC_FRAME, SAMPLE))
    tfdt = box(b"tfdt", struct.pack(">IQ", 0x01000000, at))
    size = 8 + len(mfhd) + 8 + len(tfhd) + len(tfdt) + 20
    trun = box(b"trun", struct.pack(">III", 0x000001, frames, size + 8))
    return box(b"moof", mfhd, box(b"traf", tfhd, tfdt, trun)) + box(b"mdat", payload)


def sample_of(name: str, frame: int) -> bytes:
    """What one frame of a piece holds."""
    segment, place = divmod(frame, _FRAMES)
    return _samples(name, segment, place + 1)[-SAMPLE:]


def _samples(name: str, segment: int, count: int) -> bytes:
    """The first samples of a segment."""
    return hashlib.shake_128(f"{name}:{segment}".encode()).digest(count * SAMPLE)


def file_of(name: str, ticks: Ticks) -> bytes:
    """A whole rendition of a piece."""
    made = [box(b"ftyp", b"test")]
    for at in range(0, ticks, SEGMENT):
        frames = min(SEGMENT, ticks - at) // AAC_FRAME
        payload = _samples(name, at // SEGMENT, frames)
        made.append(fragment(at=at, frames=frames, payload=payload))
    return b"".join(made)


def keep_package(storage: Storage, key: str, *, ticks: Ticks) -> None:
    """A package as the packager writes it, the index last. What it holds follows from its key."""
    renditions = {}
    for rendition in AUDIO:
        whole = file_of(f"{key}/{rendition}", ticks)
        storage.put_bytes(keys.rendition(key, rendition), whole)
        renditions[rendition] = index_file(whole)[1]
    frames = -(-(ticks + 1105) // 1152)  # an encoder writes on until its delay has passed
    mp3 = b"".join(
        b"\xff\xfb\x94\x00" + f"{key}:{n}".encode().ljust(MP3_FRAME - 4, b".") for n in range(frames)
    )
    storage.put_bytes(keys.mp3(key), mp3)
    index = PackageIndex(
        recipe=1, ticks=ticks, media_ticks=ticks, mp3_size=Bytes(len(mp3)), loudness=_UNKNOWN,
        renditions=renditions, source_loudness=_UNKNOWN, gain_db=0.0, limited=False,
    )  # fmt: skip
    storage.put_bytes(keys.index(key), index.to_json().encode())


def samples_of(segment: bytes) -> list[bytes]:
    """The samples of a segment as it came over the wire, in order: its mdats, and nothing else of it."""
    found, at = [], 0
    while at < len(segment):
        size, kind = struct.unpack_from(">I4s", segment, at)
        if kind == b"mdat":
            body = segment[at + 8 : at + size]
            found += [body[n : n + SAMPLE] for n in range(0, len(body), SAMPLE)]
        at += size
    return found
