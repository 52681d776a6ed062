"""A full disk does not end the air: the database gives its reserve up, and the next turn appends."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from broadcast.db import Database, open_database
from broadcast.playout.ledger import HORIZON
from broadcast.storage import open_storage
from playout.test_ledger import NOW, Ground, assert_whole

pytestmark = pytest.mark.integration
TURN = timedelta(seconds=20)


class Disk:
    """Room for so many pages of a database: SQLite's own bound, past which its disk is full."""

    def __init__(self, database: Database) -> None:
        self._most = 0
        event.listen(database.engine, "checkout", self._bound)

    def _bound(self, connection: sqlite3.Connection, *_: object) -> None:
        taken = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={self._most or taken}")

    def has_room(self) -> None:
        self._most = 100_000


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(migrated_file, tmp_path / "antenne.sqlite3")
    found = open_database(f"sqlite:///{tmp_path / 'antenne.sqlite3'}")
    yield found
    found.close()


def full_at(ground: Ground) -> datetime:
    """Extend turn by turn; when there was no room any more."""
    for turn in count():
        now = NOW + turn * TURN
        try:
            ground.extend(now)
        except OperationalError:
            return now
    raise AssertionError


def test_the_ledger_goes_on_without_a_hole(database: Database, tmp_path: Path) -> None:
    ground = Ground(database, open_storage(f"file://{tmp_path / 'storage'}"))
    assert database.reserve is not None
    assert database.reserve.put_aside()
    disk = Disk(database)
    now = full_at(ground)
    assert not database.reserve.path.exists()
    disk.has_room()  # as the reserve gave some
    ground.extend(now)
    assert ground.moment(assert_whole(ground.rows()).end) >= now + HORIZON
