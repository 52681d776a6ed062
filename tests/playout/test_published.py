"""What a player was told stays true: any order of edits, extensions, withdrawals, clocks and restarts."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.library import keys
from broadcast.playout.timeline import Reason
from broadcast.storage import Storage, open_storage
from playout.listening_house import House, house_on
from playout.test_ledger import NOW, assert_whole

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
    st.tuples(st.just("fade"), st.none()),
    st.tuples(st.just("rotate"), st.sets(st.sampled_from(["short", "song", "long"]))),
    st.tuples(st.just("withdraw"), st.sampled_from(["short", "song", "long", "news"])),
)
HISTORIES = st.lists(OPERATIONS, min_size=10, max_size=60)


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Storage:
    """A storage that every house here shares."""
    return open_storage(f"file://{tmp_path_factory.mktemp('sounds')}")


@pytest.fixture
def house(database_url: str, sounds: Storage) -> Iterator[House]:
    with house_on(database_url, sounds) as made:
        yield made


def live_through(url: str, sounds: Storage, operations: list[tuple[str, Any]]) -> None:
    with house_on(url, sounds) as house:
        house.do_rotate({"short", "song", "long"})
        house.do_keep(0)
        house.do_keep(1)
        for name, given_ in operations:
            getattr(house, f"do_{name}")(given_)
            house.do_listen(0)
            house.do_listen(1)


@settings(max_examples=60)
@given(HISTORIES)
def test_nothing_a_player_was_told_ever_changes(
    migrated_file: Path, sounds: Storage, operations: list[tuple[str, Any]]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        shutil.copy(migrated_file, f"{place}/antenne.sqlite3")
        live_through(f"sqlite:///{place}/antenne.sqlite3", sounds, operations)


@settings(max_examples=10)
@given(HISTORIES)
def test_nor_on_postgresql(
    postgresql_url: Callable[[], str], sounds: Storage, operations: list[tuple[str, Any]]
) -> None:
    live_through(postgresql_url(), sounds, operations)


@pytest.mark.parametrize("asleep_at", [None, 20])
def test_two_that_extend_at_once_during_edits_write_and_tell_everything_once(
    house: House, asleep_at: int | None
) -> None:
    """On clocks two seconds apart, each turn begun by all at the same instant; and after an hour asleep."""
    house.do_rotate({"song", "long"})
    house.do_step((1, 2.0))
    all_at_once(house, asleep_at=asleep_at)
    rows = house.ground.rows()
    assert_whole(rows)
    aired = [row.first_sequence for row in rows if row.segment_count]
    assert len({*aired}) == len(aired)
    assert sum(row.reason is Reason.OFF_AIR for row in rows) == (asleep_at is not None)
    assert {node.last for node in house.nodes} <= {*house.told}


def all_at_once(house: House, *, asleep_at: int | None, turns: int = 40) -> None:
    """Both web processes and whoever edits, two seconds a turn; raises what any of them raises."""
    numbers = iter(range(turns))
    gate = Barrier(3, action=lambda: house.do_pass(3600.0 if next(numbers) == asleep_at else 2.0))
    chance = Random(7)  # noqa: S311  # which edit it is, is no secret

    def repeat(act: Callable[[], None]) -> None:
        try:
            for _ in range(turns):
                gate.wait()
                act()
        except BaseException:
            gate.abort()
            raise

    with ThreadPoolExecutor(3) as pool:
        acts = (partial(keep_and_listen, house, 0), partial(keep_and_listen, house, 1),
                partial(edit, house, chance=chance))  # fmt: skip
        done = [pool.submit(repeat, act) for act in acts]
    faults = [one.exception() for one in done]
    raise_first([fault for fault in faults if not isinstance(fault, BrokenBarrierError)])


def raise_first(faults: Sequence[BaseException | None]) -> None:
    for fault in faults:
        if fault is not None:
            raise fault


def keep_and_listen(house: House, number: int) -> None:
    house.do_keep(number)
    house.do_listen(number)


def edit(house: House, *, chance: Random) -> None:
    """Something that a host may do at any moment."""
    name, given_ = chance.choice(
        [("slot", chance.randint(0, 60)), ("unslot", None), ("extend", None), ("fade", None),
         ("rotate", {*chance.sample(["short", "song", "long"], 2)})]
    )  # fmt: skip
    getattr(house, f"do_{name}")(given_)


def test_a_worker_whose_clock_is_behind_takes_over_nothing_that_was_told(house: House) -> None:
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


def test_what_goes_out_before_a_slot_is_told_and_heard_once(house: House) -> None:
    house.do_rotate({"long"})
    house.do_slot(70)
    for turn in range(30):
        house.do_keep(turn % 2)
        house.do_fade(None)
        house.do_pass(4.0)
        house.do_listen(0)
        house.do_listen(1)
    told = [package for _, package, _ in house.told.values()]
    assert len([package for package in told if keys.is_fade(package)]) == 1
    assert "packages/news" in told


@pytest.mark.parametrize("seconds", [-3600.0, -2.0, 2.0])
def test_the_air_goes_on_when_every_clock_is_stepped(house: House, seconds: float) -> None:
    house.do_rotate({"song"})
    house.do_keep(0)
    house.do_listen(0)
    for number in range(3):
        house.do_step((number, seconds))
    edges = []
    for _ in range(50):
        house.do_pass(2.0)
        house.do_extend(None)
        house.do_keep(0)
        house.do_listen(0)
        edges.append(house.node(0).last)
    assert edges[-1] - edges[0] >= 100 / 3.84 * 0.9
    before = house.node(0).last
    house.do_restart(0)
    house.do_keep(0)
    house.do_listen(0)
    assert house.node(0).last >= before - 2  # the promise tells a fresh process the time within 4 s


@pytest.mark.parametrize("turns", range(5))
def test_a_database_that_does_not_answer_for_twenty_seconds_is_not_noticed(house: House, turns: int) -> None:
    """Wherever between two promises it begins, and with the keeper's turn just missed."""
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


def test_after_an_hour_asleep_a_player_finds_enough_to_begin_with(house: House) -> None:
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
