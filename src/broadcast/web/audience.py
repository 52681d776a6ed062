"""How many listen, counted a minute at a time.

Counted are those who ask for playlists and those who hear the endless MP3. Listeners are told apart by a
keyed digest of their address and program; the key lives as long as the process
and the digests for two minutes, both in memory only. What is kept is two numbers a minute.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from broadcast.db import Database
from broadcast.playout.audience import add_minute

_MINUTE = timedelta(minutes=1)
_MOST = 100_000
"""Listeners told apart in one minute of one channel."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One minute of one channel."""

    channel_id: int
    minute: datetime
    listeners: int
    connections: int


class Audience:
    """The counter of one process."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(16)
        self._minute: datetime | None = None
        self._now: dict[int, set[bytes]] = {}
        self._before: dict[int, set[bytes]] = {}
        self._done: list[Counted] = []
        self._lock = Lock()

    def heard_by(self, channel_id: int, who: str, *, now: datetime) -> None:
        """Somebody asked for a playlist of a channel, or hears its endless MP3."""
        digest = hashlib.blake2b(who.encode(), key=self._key, digest_size=8).digest()
        with self._lock:
            self._turn(now)
            heard = self._now.setdefault(channel_id, set())
            if len(heard) < _MOST:
                heard.add(digest)

    def take(self, *, now: datetime) -> list[Counted]:
        """The minutes that are over and have not been taken yet."""
        with self._lock:
            self._turn(now)
            done, self._done = self._done, []
            return done

    def keep(self, database: Database, *, now: datetime) -> None:
        """Write the minutes that are over; other processes of the station add theirs."""
        done = self.take(now=now)
        if done:
            with database.writing() as session:
                for one in done:
                    add_minute(
                        session, one.channel_id, one.minute,
                        listeners=one.listeners, connections=one.connections,
                    )  # fmt: skip

    def _turn(self, now: datetime) -> None:
        minute = now.replace(second=0, microsecond=0)
        if self._minute == minute:
            return
        if self._minute is not None:
            for channel_id, heard in self._now.items():
                new = heard - self._before.get(channel_id, set())
                self._done.append(Counted(channel_id, self._minute, len(heard), len(new)))
        was_just_now = self._minute is not None and minute - self._minute == _MINUTE
        self._before = self._now if was_just_now else {}
        self._minute, self._now = minute, {}
