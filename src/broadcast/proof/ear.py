"""Listening to channels: what was heard of each, held against what the ledger says should be."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from broadcast.errors import BroadcastError
from broadcast.library import keys
from broadcast.media.package import Rendition
from broadcast.parts import Parts
from broadcast.playout.air import Air, OnAir
from broadcast.playout.segments import Segments
from broadcast.playout.timeline import Spot
from broadcast.proof.levels import Levels, Place
from broadcast.proof.player import Player, RefusedAddressError
from broadcast.proof.playlists import Entry, entries_of
from broadcast.proof.verdict import LONGEST_SILENCE, MOST_AT_ONCE, Fault, is_late, silence_of

_RENDITION = Rendition.A48
"""The thinnest: its segments are the same pieces of sound, at a third of the bytes."""
_MEMORY = 4 << 20


@dataclass(frozen=True, slots=True)
class Turn:
    """A channel whose turn it is, from behind a sequence number, after so much silence in seconds.

    With its sound, or its playlist alone.
    """

    channel: OnAir
    after: int
    silent: float
    with_sound: bool


@dataclass(slots=True)
class Heard:
    """One channel, listened to once. `places` are the segments heard, in order."""

    channel: OnAir
    sequence: int
    fault: Fault | None = None
    silent: float = 0.0
    with_sound: bool = True
    places: list[Place] = field(default_factory=list)


class Ear:
    """Listens for one process, from the ledger it reads itself."""

    def __init__(self, parts: Parts) -> None:
        self._air = Air(parts)
        self._segments = Segments(self._air, room=_MEMORY)
        self._levels = Levels(parts.settings)
        self._clock = self._air.parts.clock

    def channels(self) -> list[OnAir]:
        """Every channel, as the ledger has it now."""
        self._air.refresh()
        return list(self._air.view.channels.values())

    def listen(self, turns: Iterable[Turn], *, player: Player) -> list[Heard]:
        """Listen to each. Raises UnansweredError where no web process answers, and what `cage.run` raises."""
        sounds: dict[Place, bytes] = {}
        heard = [self._heard(turn, player, sounds) for turn in turns]
        self._levels.learn(sounds)
        for one in heard:
            silence = silence_of((self._levels.of(place) for place in one.places), before=one.silent)
            one.silent = silence.running
            if one.fault is None and silence.longest > LONGEST_SILENCE:
                one.fault = Fault.SILENT
        return heard

    def _heard(self, turn: Turn, player: Player, sounds: dict[Place, bytes]) -> Heard:
        """Fetch what is new; what has to be decoded goes to `sounds`."""
        found = Heard(turn.channel, turn.after, silent=turn.silent, with_sound=turn.with_sound)
        try:
            entries = entries_of(player.get(f"/live/{turn.channel.slug}/{_RENDITION}.m3u8").decode())
        except (RefusedAddressError, ValueError):
            found.fault = Fault.UNREACHABLE
            return found
        if is_late(entries, now=self._clock.now()):
            found.fault = Fault.STALE
        if turn.with_sound:
            self._hear(found, entries, player, sounds)
        return found

    def _hear(self, found: Heard, entries: list[Entry], player: Player, sounds: dict[Place, bytes]) -> None:
        fresh = [entry for entry in entries if entry.sequence > found.sequence][-MOST_AT_ONCE:]
        if fresh and fresh[0].sequence != found.sequence + 1:
            found.silent = 0.0
        for entry in fresh:
            if not self._is_right(found, entry, player, sounds):
                found.fault = found.fault or Fault.WRONG
        found.sequence = max(found.sequence, entries[-1].sequence)

    def _is_right(self, found: Heard, entry: Entry, player: Player, sounds: dict[Place, bytes]) -> bool:
        """Whether the segment is, to the byte, what the ledger says."""
        slug = found.channel.slug
        try:
            spot = self._spot(found, entry.sequence)
            got = player.get(f"/live/{slug}/{entry.address}")
            if spot is None or not self._is_due(found.channel, spot, got):
                return False
            place = self._place(spot)
            if not self._levels.knows(place) and place not in sounds:
                sounds[place] = player.get(f"/live/{slug}/{entry.init}") + got
        except (RefusedAddressError, BroadcastError):
            return False
        found.places.append(place)
        return True

    def _spot(self, found: Heard, sequence: int) -> Spot | None:
        """Where the ledger has it; read again where it was appended since."""
        spot = found.channel.timeline.spot(sequence)
        if spot is None:
            self._air.refresh()
            found.channel = self._air.channel(found.channel.slug)
            spot = found.channel.timeline.spot(sequence)
        return spot

    def _is_due(self, channel: OnAir, spot: Spot, got: bytes) -> bool:
        """Compare; a piece may have been withdrawn this very moment."""
        if got == self._segments.segment(channel, _RENDITION, spot).body:
            return True
        self._air.refresh_withdrawn()
        return got == self._segments.segment(channel, _RENDITION, spot).body

    def _place(self, spot: Spot) -> Place:
        if not spot.airing.items.isdisjoint(self._air.view.withdrawn):
            return keys.STAND_BY, -spot.ticks  # a piece cut to that length
        return spot.airing.package, spot.segment
