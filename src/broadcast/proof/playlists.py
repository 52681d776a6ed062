"""A live media playlist as a listener reads it (RFC 8216 §4.3); pure."""

import re
from dataclasses import dataclass
from datetime import datetime

_MAP = re.compile(r'URI="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Entry:
    """One segment as it is told: where it and its init are, beside the playlist; its moment, its seconds."""

    sequence: int
    address: str
    init: str
    at: datetime
    seconds: float


def entries_of(playlist: str) -> list[Entry]:
    """The segments, oldest first. Raises ValueError on what is no such playlist."""
    found: list[Entry] = []
    sequence, init, at, seconds = -1, "", None, 0.0
    for line in playlist.splitlines():
        name, _, value = line.partition(":")
        if name == "#EXT-X-MEDIA-SEQUENCE":
            sequence = int(value)
        elif name == "#EXT-X-MAP" and (place := _MAP.search(value)):
            init = place[1]
        elif name == "#EXT-X-PROGRAM-DATE-TIME":
            at = datetime.fromisoformat(value)
        elif name == "#EXTINF":
            seconds = float(value.partition(",")[0])
        elif line and not line.startswith("#"):
            if at is None or sequence < 0:
                raise ValueError("a segment without its number or its moment")
            found.append(Entry(sequence + len(found), line, init, at, seconds))
    if not found:
        raise ValueError("a playlist without a segment")
    return found
