"""Live playlists as bytes, made once per new segment and kept, plain and packed."""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from broadcast.media.package import Rendition
from broadcast.playout.air import Air, OnAir
from broadcast.playout.formats import init_of
from broadcast.playout.playlist import media_playlist, multivariant_playlist, window_back_from


@dataclass(frozen=True, slots=True)
class Text:
    """A document to send: plain, packed with gzip, and its validator."""

    plain: bytes
    packed: bytes
    etag: str

    @classmethod
    def of(cls, words: str) -> "Text":
        """From its text; the packed form is the same on every node."""
        plain = words.encode()
        packed = gzip.compress(plain, compresslevel=6, mtime=0)
        return cls(plain, packed, f'W/"{hashlib.sha256(plain).hexdigest()[:20]}"')


class LiveText:
    """The playlists of one process."""

    def __init__(self, air: Air) -> None:
        self._air = air
        self._kept: dict[tuple[int, Rendition], tuple[int, Text]] = {}
        self._top = {
            picture: Text.of(multivariant_playlist(has_picture=picture)) for picture in (True, False)
        }
        self._lock = Lock()

    def multivariant(self, channel: OnAir) -> Text:
        """The address a player opens first."""
        return self._top[channel.has_picture]

    def media(self, channel: OnAir, rendition: Rendition, *, now: datetime) -> Text:
        """A rendition's playlist up to the newest published segment. Raises UnknownError off air."""
        edge = self._air.edge(channel, now=now)
        with self._lock:
            sequence, text = self._kept.get((channel.id, rendition), (-1, None))
            if sequence == edge.sequence and text is not None:
                return text
        spots = window_back_from(channel.timeline, edge)
        inits = [init_of(spot.airing.formats, rendition) or "" for spot in spots]
        made = Text.of(media_playlist(spots, rendition=rendition, epoch=channel.epoch, inits=inits))
        with self._lock:
            self._kept[channel.id, rendition] = edge.sequence, made
        return made
