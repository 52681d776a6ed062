"""Two web processes and a worker on one database, each with a clock of its own that may be stepped.

Every playlist that either tells, and every byte behind it, is held against all that was told before.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from broadcast.db import open_database
from broadcast.errors import BroadcastError, UnknownError
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.media.grid import AAC_FRAME, QUANTUM, SEGMENT, segment_count
from broadcast.media.package import Rendition
from broadcast.media.units import Ticks
from broadcast.parts import Parts
from broadcast.playout.air import Air, OnAir
from broadcast.playout.models import SeamRow
from broadcast.playout.playlist import window_back_from
from broadcast.playout.seams import want_seams
from broadcast.playout.segments import Segments
from broadcast.playout.timeline import Spot
from broadcast.proof.playlists import Entry, entries_of
from broadcast.schedule.models import Channel, Slot
from broadcast.schedule.slots import NewSlot, create_slot, delete_slot
from broadcast.settings import load_settings
from broadcast.storage import Storage
from broadcast.web.live_text import LiveText
from conftest import NotedDispatcher, SetClock
from playout.packages import keep_package, sample_of, samples_of
from playout.test_ledger import NOW, Ground

PIECES = (("short", 7), ("song", 31), ("long", 900), ("news", 45))
HEARD = Rendition.A48
_LOOP = Ticks(53 * QUANTUM)


class SoundingGround(Ground):
    """With packages that hold bytes, made once for all tests that share the storage."""

    def keep(self, key: str, ticks: Ticks) -> None:
        """Put a package into the storage, where it is not there yet."""
        if not self.storage.exists(keys.index(key)):
            keep_package(self.storage, key, ticks=ticks)


@dataclass
class Node:
    """A web process: its clock, its reading of the ledger, the last playlist it told.

    `gone` is what had been withdrawn before that reading.
    """

    parts: Parts
    clock: SetClock
    air: Air
    text: LiveText
    segments: Segments
    first: int = -1
    last: int = -1
    gone: frozenset[str] = frozenset()


@dataclass
class House:
    """The three on one database, and all that players were told; `gone` are the items withdrawn.

    `heard` are the bytes of every segment, by its number and whether it was withdrawn.
    """

    ground: Ground
    nodes: list[Node]
    worker: SetClock
    items: dict[str, str]
    told: dict[int, tuple[Entry, str, int]] = field(default_factory=dict)
    heard: dict[tuple[int, bool], bytes] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def node(self, number: int) -> Node:
        return self.nodes[number]

    def do_pass(self, seconds: float) -> None:
        for clock in (self.worker, *(node.clock for node in self.nodes)):
            clock.pass_by(seconds)

    def do_step(self, which: tuple[int, float]) -> None:
        number, seconds = which
        (self.worker if number == 2 else self.node(number).clock).step(seconds)

    def do_keep(self, number: int) -> None:
        node, gone = self.node(number), frozenset(self.gone)
        node.air.keep()
        node.gone = gone

    def do_restart(self, number: int) -> None:
        old = self.node(number)
        self.nodes[number] = node_of(old.parts, old.clock)

    def do_extend(self, _: None) -> None:
        self.ground.extender.extend_all(now=self.worker.now())

    def do_slot(self, seconds: int) -> None:
        starts = (self.worker.now() + timedelta(seconds=seconds, hours=1)).replace(tzinfo=None)
        with self.ground.database.writing() as session:
            channel = session.get_one(Channel, self.ground.channel_id)
            item = session.get_one(Item, self.items["news"])
            told = NewSlot(starts=starts.replace(microsecond=0), duration=60, item=item)
            try:
                create_slot(session, channel, told, now=self.worker.now())
            except BroadcastError:
                session.rollback()

    def do_unslot(self, _: None) -> None:
        with self.ground.database.writing() as session:
            slot = session.query(Slot).order_by(Slot.id.desc()).first()
            if slot is not None:
                delete_slot(session, session.get_one(Channel, self.ground.channel_id), slot)

    def do_rotate(self, names: set[str]) -> None:
        with self.ground.database.reading() as session:
            standing = [
                self.items[name]
                for name in sorted(names)
                if session.get_one(Item, self.items[name]).state == ItemState.PUBLISHED
            ]
        self.ground.rotate(*standing)

    def do_withdraw(self, name: str) -> None:
        self.gone.add(self.items[name])
        with self.ground.database.writing() as session:
            item = session.get_one(Item, self.items[name])
            item.state, item.withdrawn_at = ItemState.WITHDRAWN, self.worker.now()
            session.get_one(Channel, self.ground.channel_id).revision += 1

    def do_fade(self, _: None) -> None:
        """Beat asks for the joins to come, and workers make them all, but for the sound."""
        want_seams(replace(self.node(0).parts, clock=self.worker))
        with self.ground.database.writing() as session:
            for row in session.scalars(select(SeamRow)):
                self.ground.keep(row.package, SEGMENT)
                row.ready = True

    def do_listen(self, number: int) -> None:
        """Hold a playlist against everything told before, and against this process's last one."""
        node = self.node(number)
        now = node.air.parts.clock.now()
        try:
            channel = node.air.channel("c")
            text = node.text.media(channel, HEARD, now=now).plain.decode()
        except BroadcastError:
            assert node.last < 0, "what was on air is not any more"
            return
        entries = entries_of(text)
        spots = window_back_from(channel.timeline, node.air.edge(channel, now=now))
        for entry, spot in zip(entries, spots, strict=True):
            same = (entry, spot.airing.package, spot.segment)
            assert self.told.setdefault(entry.sequence, same) == same
            assert node.air.published_spot(channel, entry.sequence, now=now) == spot
        assert entries[0].sequence >= node.first
        assert entries[-1].sequence >= node.last
        node.first, node.last = entries[0].sequence, entries[-1].sequence
        assert node.gone <= node.air.view.withdrawn <= self.gone
        for sequence in [*self.told]:
            with suppress(UnknownError):  # not known here yet, or not kept any more
                self._fetch(node, channel, node.air.published_spot(channel, sequence, now=now))

    def _fetch(self, node: Node, channel: OnAir, spot: Spot) -> None:
        """Hold a segment's bytes against those it had before; only a withdrawal changes them."""
        is_gone = not spot.airing.items.isdisjoint(node.air.view.withdrawn)
        made = node.segments.segment(channel, HEARD, spot).body
        before = self.heard.setdefault((spot.sequence, is_gone), made)
        assert before == made
        if before is made:
            assert samples_of(made) == samples_due(spot, is_gone=is_gone)


def samples_due(spot: Spot, *, is_gone: bool) -> list[bytes]:
    """What a segment has to hold: its stretch of its piece, or as much of the stand-by loop's last one."""
    package = keys.STAND_BY if is_gone else spot.airing.package
    segment = segment_count(_LOOP) - 1 if is_gone else spot.segment
    first = segment * SEGMENT // AAC_FRAME
    return [sample_of(f"{package}/{HEARD}", first + n) for n in range(spot.ticks // AAC_FRAME)]


def node_of(parts: Parts, clock: SetClock) -> Node:
    air = Air(parts)
    return Node(parts, clock, air, LiveText(air), Segments(air))


@contextmanager
def house_on(url: str, storage: Storage) -> Iterator[House]:
    """A house on a fresh database; each of the three has connections of its own."""
    ground = SoundingGround(open_database(url), storage)
    items = {name: ground.piece(name, seconds=seconds) for name, seconds in PIECES}
    told = load_settings(data=Path(), database_url=url)
    nodes = []
    for _ in range(2):
        clock = SetClock(NOW)
        nodes.append(node_of(Parts(told, open_database(url), storage, clock, NotedDispatcher()), clock))
    house = House(ground, nodes, SetClock(NOW), items)
    yield house
    for database in (ground.database, *(node.parts.database for node in house.nodes)):
        database.close()
