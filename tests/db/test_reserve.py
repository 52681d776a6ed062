"""The room put aside: there while there is plenty, given up where a database finds none."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from broadcast.db import Database, open_database
from broadcast.db.reserve import SIZE, Reserve, reserve_of

_MANY = 1 << 20


@pytest.fixture
def most_pages() -> dict[str, int]:
    """How many pages the database may have: SQLite's own bound, past which its disk is full."""
    return {"pages": 200}


@pytest.fixture
def bounded(tmp_path: Path, most_pages: dict[str, int]) -> Iterator[Database]:
    """A database that finds no more room after some pages, until it is given some."""
    database = open_database(f"sqlite:///{tmp_path / 'antenne.sqlite3'}")

    @event.listens_for(database.engine, "checkout")
    def _bound(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={most_pages['pages']}")

    with database.writing() as session:
        session.execute(text("CREATE TABLE log (line BLOB)"))
    yield database
    database.close()


def _write(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("INSERT INTO log VALUES (randomblob(:size))"), {"size": _MANY})


def _is_whole(reserve: Reserve) -> bool:
    """Asked anew each time: a type checker believes that nothing changes."""
    return reserve.is_whole


def _reserve(database: Database) -> Reserve:
    assert database.reserve is not None
    return database.reserve


@pytest.mark.integration
def test_its_room_is_taken_from_the_disk(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve")
    assert not _is_whole(reserve)
    assert reserve.put_aside()
    assert _is_whole(reserve)
    assert reserve.path.stat().st_blocks * 512 >= SIZE
    reserve.give_up()
    assert not _is_whole(reserve)


@pytest.mark.integration
def test_it_stays_at_a_start_with_room(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve")
    assert reserve.put_aside()
    reserve.make_way()
    assert _is_whole(reserve)


@pytest.mark.integration
def test_it_makes_way_at_a_start_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reserve = Reserve(tmp_path / "reserve")
    assert reserve.put_aside()
    monkeypatch.setattr("broadcast.db.reserve.SIZE", shutil.disk_usage(tmp_path).total)
    os.truncate(reserve.path, shutil.disk_usage(tmp_path).total)  # a hole: it takes no room
    reserve.make_way()
    assert not _is_whole(reserve)


@pytest.mark.integration
def test_one_that_was_made_half_is_made_whole(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve")
    reserve.path.write_bytes(bytes(1000))
    assert not _is_whole(reserve)
    assert reserve.put_aside()


@pytest.mark.integration
def test_none_is_put_aside_where_there_is_no_place_for_it(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve")
    reserve.path.mkdir()
    assert not reserve.put_aside()


@pytest.mark.integration
def test_a_full_disk_has_it_given_up_and_the_next_try_succeeds(
    bounded: Database, most_pages: dict[str, int]
) -> None:
    reserve = _reserve(bounded)
    assert reserve.put_aside()
    with pytest.raises(OperationalError, match="database or disk is full"):
        _write(bounded)
    assert not _is_whole(reserve)
    most_pages["pages"] = 10_000
    _write(bounded)
    assert reserve.put_aside()


@pytest.mark.integration
def test_any_other_fault_leaves_it(bounded: Database) -> None:
    reserve = _reserve(bounded)
    assert reserve.put_aside()
    with pytest.raises(OperationalError), bounded.writing() as session:
        session.execute(text("INSERT INTO nowhere VALUES (1)"))
    assert _is_whole(reserve)


def test_a_database_in_memory_or_elsewhere_has_none() -> None:
    assert reserve_of(":memory:") is None
    assert reserve_of("") is None
    assert open_database("postgresql+psycopg://nobody@localhost/nothing").reserve is None
