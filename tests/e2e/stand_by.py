"""The stand-by loop in live segments, told by their samples."""

from broadcast.library import keys
from broadcast.media.package import PackageIndex, Rendition
from e2e.station import Station


def samples(segment: bytes) -> bytes:
    """What stands in a segment's mdat boxes."""
    found, at = b"", 0
    while at < len(segment):
        size = int.from_bytes(segment[at : at + 4])
        if segment[at + 4 : at + 8] == b"mdat":
            found += segment[at + 8 : at + size]
        at += size
    return found


def stand_by_of(station: Station, rendition: Rendition = Rendition.A128) -> tuple[bytes, ...]:
    """The samples of the stand-by loop's segments; every stand-in is a beginning of the last."""
    place = station.data / "storage" / keys.STAND_BY
    index = PackageIndex.from_json((place / "index.json").read_text())
    file = (place / f"{rendition}.mp4").read_bytes()
    places = index.renditions[rendition].segments
    return tuple(samples(file[one.offset : one.offset + one.size]) for one in places)


def is_stand_by(segment: bytes, loop: tuple[bytes, ...]) -> bool:
    """Whether a live segment is one of the loop's own, or stands in for something withdrawn."""
    found = samples(segment)
    return bool(found) and (found in loop or loop[-1].startswith(found))
