"""Playlists from a moment on, as bytes: made once per new segment and kept while they are asked for."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from broadcast.media.package import Rendition
from broadcast.playout.again import (
    Phase,
    Wanted,
    phase_of,
    playlist_again,
    unknown_moment,
    with_moment,
)
from broadcast.playout.air import Air, OnAir
from broadcast.playout.archive import Archive
from broadcast.playout.formats import init_of
from broadcast.playout.playlist import multivariant_playlist
from broadcast.playout.timeline import Spot, ticks_at
from broadcast.web.live_text import Text

_MOST = 400


@dataclass(frozen=True, slots=True)
class _Kept:
    """A text, and all that it follows from besides the moment."""

    edge: int
    phase: Phase
    text: Text


class AgainText:
    """The playlists of one process for those who listen later."""

    def __init__(self, air: Air, archive: Archive) -> None:
        self._air = air
        self._archive = archive
        self._kept: OrderedDict[tuple[int, Rendition, int], _Kept] = OrderedDict()
        self._lock = Lock()

    @staticmethod
    def multivariant(channel: OnAir, moment: datetime) -> Text:
        """The address a player opens first."""
        return Text.of(with_moment(multivariant_playlist(has_picture=channel.has_picture), moment))

    def media(self, channel: OnAir, rendition: Rendition, moment: datetime, *, now: datetime) -> Text:
        """A rendition's playlist from a moment to the newest segment, or to its end. Raises UnknownError."""
        wanted = Wanted(ticks_at(moment, epoch=channel.epoch))
        edge = self._air.edge(channel, now=now)
        key = channel.id, rendition, wanted.start
        phase = phase_of(wanted, edge=edge.end)
        last = edge.sequence if phase is Phase.GROWING else -1  # what has ended does not follow the edge
        with self._lock:
            known = self._kept.get(key)
            if known and (known.edge, known.phase) == (last, phase):
                self._kept.move_to_end(key)
                return known.text
        made = Text.of(self._text(channel, rendition, wanted, edge=edge, now=now))
        with self._lock:
            self._kept[key] = _Kept(last, phase, made)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return made

    def _text(
        self, channel: OnAir, rendition: Rendition, wanted: Wanted, *, edge: Spot, now: datetime
    ) -> str:
        first = min(self._archive.first(channel, wanted.start), edge.sequence)
        spots = list(self._archive.spots(channel, first, wanted=wanted, edge=edge, now=now))
        if not spots:
            raise unknown_moment()
        inits = [init_of(spot.airing.formats, rendition) or "" for spot in spots]
        return playlist_again(
            spots,
            wanted=wanted,
            edge=edge.end,
            rendition=rendition,
            epoch=channel.epoch,
            inits=inits,
        )
