"""What a player was told stays true: any order of edits, extensions, withdrawals, clocks and restarts.

Two web processes and a worker share a database; each has a clock of its own that may be stepped. Every
playlist told by either is held against all that were told before.
"""

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.db import open_database
from broadcast.errors import BroadcastError
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.media.package import Rendition
from broadcast.parts import Parts
from broadcast.playout.air import Air
from broadcast.playout.playlist import window_back_from
from broadcast.proof.playlists import Entry, entries_of
from broadcast.schedule.models import Channel, Slot
from broadcast.schedule.slots import NewSlot, create_slot, delete_slot
from broadcast.settings import load_settings
from broadcast.storage import open_storage
from broadcast.web.live_text import LiveText
from conftest import NotedDispatcher, SetClock
from playout.test_ledger import NOW, Ground

pytestmark = pytest.mark.integration
SOON = st.integers(0, 90)
LONGEST_SEGMENT_S = 5.76
STEPS = st.sampled_from([-3600.0, -60.0, -2.0, 2.0, 60.0, 3600.0])
OPERATIONS = st.one_of(
    st.tuples(st.just("pass"), st.sampled_from([0.5, 2.0, 4.0, 11.0, 40.0, 130.0])),
    st.tuples(st.just("step"), st.tuples(st.integers(0, 2), STEPS)),
    st.tuples(st.just("keep"), st.integers(0, 1)),
    st.tuples(st.just("listen"), st.integers(0, 1)),
    st.tuples(st.just("restart"), st.integers(0, 1)),
    st.tuples(st.just("extend"), st.none()),
    st.tuples(st.just("slot"), SOON),
    st.tuples(st.just("unslot"), st.none()),
    st.tuples(st.just("rotate"), st.sets(st.sampled_from(["short", "song", "long"]))),
    st.tuples(st.just("withdraw"), st.sampled_from(["short", "song", "long", "news"])),
)


@dataclass
class Node:
    """A web process: its own clock, its own reading of the ledger, the last playlist it told."""

    parts: Parts
    clock: SetClock
    air: Air
    text: LiveText
    first: int = -1
    last: int = -1


@dataclass
class House:
    """Two web processes and a worker on one database, and all that players were told."""

    ground: Ground
    nodes: list[Node]
    worker: SetClock
    items: dict[str, str]
    told: dict[int, tuple[Entry, str, int]] = field(default_factory=dict)

    def node(self, number: int) -> Node:
        return self.nodes[number]

    def do_pass(self, seconds: float) -> None:
        for clock in (self.worker, *(node.clock for node in self.nodes)):
            clock.pass_by(seconds)

    def do_step(self, which: tuple[int, float]) -> None:
        number, seconds = which
        (self.worker if number == 2 else self.node(number).clock).step(seconds)

    def do_keep(self, number: int) -> None:
        self.node(number).air.keep()

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
        with self.ground.database.writing() as session:
            item = session.get_one(Item, self.items[name])
            item.state, item.withdrawn_at = ItemState.WITHDRAWN, self.worker.now()
            session.get_one(Channel, self.ground.channel_id).revision += 1

    def do_listen(self, number: int) -> None:
        """Hold a playlist against everything told before, and against this process's last one."""
        node = self.node(number)
        now = node.air.parts.clock.now()
        try:
            channel = node.air.channel("c")
            text = node.text.media(channel, Rendition.A48, now=now).plain.decode()
        except BroadcastError:
            assert node.last < 0, "what was on air is not any more"
            return
        entries = entries_of(text)
        spots = window_back_from(channel.timeline, node.air.edge(channel, now=now))
        for entry, spot in zip(entries, spots, strict=True):
            same = (entry, spot.airing.package, spot.segment)
            assert self.told.setdefault(entry.sequence, same) == same
        assert entries[0].sequence >= node.first
        assert entries[-1].sequence >= node.last
        node.first, node.last = entries[0].sequence, entries[-1].sequence


def node_of(parts: Parts, clock: SetClock) -> Node:
    air = Air(parts)
    return Node(parts, clock, air, LiveText(air))


def house_in(folder: Path, migrated: Path) -> House:
    shutil.copy(migrated, folder / "antenne.sqlite3")
    url = f"sqlite:///{folder / 'antenne.sqlite3'}"
    storage = open_storage(f"file://{folder / 'storage'}")
    ground = Ground(open_database(url), storage)
    pieces = (("short", 7), ("song", 31), ("long", 900), ("news", 45))
    items = {name: ground.piece(name, seconds=seconds) for name, seconds in pieces}
    nodes = []
    for _ in range(2):
        clock = SetClock(NOW)
        told = load_settings(data=folder, database_url=url)
        nodes.append(node_of(Parts(told, ground.database, storage, clock, NotedDispatcher()), clock))
    return House(ground, nodes, SetClock(NOW), items)


@settings(max_examples=60)
@given(st.lists(OPERATIONS, min_size=10, max_size=60))
def test_nothing_a_player_was_told_ever_changes(
    migrated_file: Path, operations: list[tuple[str, Any]]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        house = house_in(Path(place), migrated_file)
        house.do_keep(0)
        house.do_keep(1)
        for name, given_ in operations:
            getattr(house, f"do_{name}")(given_)
            house.do_listen(0)
            house.do_listen(1)
        house.ground.database.close()


def test_a_worker_whose_clock_is_behind_takes_over_nothing_that_was_told(
    migrated_file: Path, tmp_path: Path
) -> None:
    house = house_in(tmp_path, migrated_file)
    house.do_rotate({"long"})
    for _ in range(30):
        house.do_pass(4.0)
        house.do_keep(0)
        house.do_listen(0)
    house.do_step((2, -60.0))
    house.do_slot(2)  # over already, but not by the worker's clock
    house.do_extend(None)
    house.do_slot(74)
    for _ in range(20):
        house.do_pass(4.0)
        house.do_keep(0)
        house.do_listen(0)
    assert "packages/news" in {package for _, package, _ in house.told.values()}


def test_the_air_goes_on_when_every_clock_is_set_back_by_an_hour(migrated_file: Path, tmp_path: Path) -> None:
    house = house_in(tmp_path, migrated_file)
    house.do_rotate({"song"})
    house.do_keep(0)
    house.do_listen(0)
    for number in range(3):
        house.do_step((number, -3600.0))
    edges = []
    for _ in range(100):
        house.do_pass(2.0)
        house.do_extend(None)
        house.do_keep(0)
        house.do_listen(0)
        edges.append(house.node(0).last)
    assert edges[-1] - edges[0] >= 200 / 3.84 * 0.9
    before = house.node(0).last
    house.do_restart(0)
    house.do_keep(0)
    house.do_listen(0)
    assert house.node(0).last >= before - 2  # the promise tells a fresh process the time within 4 s


@pytest.mark.parametrize("turns", range(5))
def test_a_database_that_does_not_answer_for_twenty_seconds_is_not_noticed(
    migrated_file: Path, tmp_path: Path, turns: int
) -> None:
    """Wherever between two promises it begins, and with the keeper's turn just missed."""
    house = house_in(tmp_path, migrated_file)
    house.do_rotate({"song"})
    for _ in range(turns + 1):
        house.do_keep(0)
        house.do_pass(2.0)
    for _ in range(20):
        house.do_pass(1.0)
        house.do_listen(0)
        newest = house.told[house.node(0).last][0]
        ended = newest.at + timedelta(seconds=newest.seconds)
        assert _at(house) - ended < timedelta(seconds=LONGEST_SEGMENT_S)
    house.do_keep(0)
    house.do_listen(0)


def test_after_an_hour_asleep_a_player_finds_enough_to_begin_with(
    migrated_file: Path, tmp_path: Path
) -> None:
    house = house_in(tmp_path, migrated_file)
    house.do_keep(0)
    house.do_listen(0)
    house.do_pass(3600.0)
    house.do_listen(0)  # before anybody noticed
    house.do_keep(0)
    house.do_listen(0)
    told = [entry for entry, *_ in house.told.values()]
    woken = [entry for entry in told if entry.at > NOW + timedelta(minutes=30)]
    assert sum(entry.seconds for entry in woken) >= 18
    assert max(entry.at for entry in told) > _at(house) - timedelta(seconds=12)


def _at(house: House) -> datetime:
    return house.node(0).clock.now()
