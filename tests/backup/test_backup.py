"""The whole station in one file and back: every table and type, to the other database and a bucket."""

import shutil
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    String,
    Time,
    select,
)

from broadcast.backup import restore, take
from broadcast.db import UtcDateTime, open_database
from broadcast.db.current import is_current
from broadcast.db.migrate import upgrade
from broadcast.errors import BroadcastError
from broadcast.parts import Parts
from broadcast.settings import load_settings
from broadcast.storage import Storage, open_storage
from conftest import NotedDispatcher, SetClock
from every_table import TABLES

pytestmark = pytest.mark.integration
ROWS = 3
MOMENT = datetime(2026, 10, 25, 0, 30, 0, 123_456, tzinfo=UTC)
BLOBS = {"originals/ab/abc": b"\0sound" * 1000, "packages/ab/abc-1/index.json": b"{}", "covers/c.jpg": b"jpg"}


Make = Callable[..., Parts]


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Make]:
    """Makes a station with nothing in it, with the tables of `file` or none."""
    made: list[Parts] = []

    def make(name: str, url: str = "", *, file: Path | None = None, storage: Storage | None = None) -> Parts:
        made.append(empty(tmp_path / name, url, storage))
        if file:
            shutil.copy(file, made[-1].settings.data / "antenne.sqlite3")
        return made[-1]

    yield make
    for one in made:
        one.database.close()


def empty(folder: Path, url: str, storage: Storage | None) -> Parts:
    settings = load_settings(data=folder, database_url=url)
    folder.mkdir()
    return Parts(
        settings,
        open_database(settings.database),
        storage or open_storage(settings.storage),
        SetClock(),
        NotedDispatcher(),
    )


def value(column: Column[Any], n: int) -> Any:
    """Something that the column may hold, the same for those that refer to each other; the last is null."""
    if column.nullable and n == ROWS and not column.foreign_keys:
        return None
    kind = column.type
    if isinstance(kind, JSON):
        return {"é": [n, None, 0.5], "rule": True}
    if isinstance(kind, UtcDateTime):
        return MOMENT + timedelta(hours=n)
    if isinstance(kind, DateTime):
        return (MOMENT + timedelta(hours=n)).replace(tzinfo=None)
    plain: dict[type[Any], Any] = {
        Boolean: n % 2 == 0, Integer: n, Float: n + 0.1, Date: date(2026, 1, n), Time: time(n, 30),
        LargeBinary: bytes([0, 255, n]), String: f"{n}« é »\n",
    }  # fmt: skip
    found = next(told for of, told in plain.items() if isinstance(kind, of))
    return found[: kind.length] if isinstance(kind, String) else found


def inhabited(parts: Parts) -> Parts:
    """It, with rows in every table, and files."""
    with parts.database.engine.connect() as connection:
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        with connection.begin():
            for table in TABLES.values():
                rows = [{one.name: value(one, n) for one in table.columns} for n in range(1, ROWS + 1)]
                connection.execute(table.insert(), rows)
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
    for key, data in BLOBS.items():
        parts.storage.put_bytes(key, data)
    assert parts.settings.signing_key
    return parts


def everything(parts: Parts) -> dict[str, Any]:
    """All that a station has."""
    with parts.database.engine.connect() as connection:
        found: dict[str, Any] = {
            name: connection.execute(select(table).order_by(*table.primary_key.columns)).all()
            for name, table in TABLES.items()
        }
    found["blobs"] = {key: parts.storage.get(key) for key in BLOBS}
    return found | {"secret": parts.settings.signing_key}


def test_every_table_goes_to_the_other_database_and_back(
    station: Make,
    tmp_path: Path,
    migrated_file: Path,
    postgresql_url: Callable[[], str],
    bucket_storage: Storage,
) -> None:
    first = inhabited(station("first", file=migrated_file))
    there, back = station("there", postgresql_url(), storage=bucket_storage), station("back")
    counted = take(first, tmp_path / "1.tar")
    assert (counted.rows, counted.blobs) == (ROWS * len(TABLES), len(BLOBS))
    assert restore(there, tmp_path / "1.tar") == counted
    assert everything(there) == everything(first)
    assert take(there, tmp_path / "2.tar") == counted
    assert restore(back, tmp_path / "2.tar") == counted
    assert everything(back) == everything(first)
    assert (tmp_path / "1.tar").stat().st_mode & 0o077 == 0
    for one in (there, back):
        with one.database.writing() as session:  # numbers go on after those that were given
            place = TABLES["structure"]
            session.execute(place.insert().values(slug="new", name="New", created_at=MOMENT))
            assert session.scalar(select(place.c.id).where(place.c.slug == "new")) == ROWS + 1


def test_one_of_an_older_version_is_brought_to_the_present_schema(station: Make, tmp_path: Path) -> None:
    old, new = station("old"), station("new")
    upgrade(old.database, to="0005")
    with old.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO structure (id, slug, name, created_at) VALUES (7, 's', 'S', '2026-01-01')"
        )
    take(old, tmp_path / "old.tar")
    restore(new, tmp_path / "old.tar")
    assert is_current(new.database)
    with new.database.reading() as session:
        assert session.scalar(select(TABLES["structure"].c.id)) == 7


def cut(path: Path, *, to: int) -> None:
    path.write_bytes(path.read_bytes()[:to])


def without_end(path: Path) -> None:
    """A whole file, of which the last member is missing."""
    other = path.with_suffix(".short")
    with tarfile.open(path) as old, tarfile.open(other, "w") as new:
        for member in old.getmembers()[:-1]:
            new.addfile(member, old.extractfile(member))
    other.replace(path)


def test_what_is_not_whole_is_refused_and_can_be_tried_again(
    station: Make, tmp_path: Path, migrated_file: Path
) -> None:
    old, new = inhabited(station("old", file=migrated_file)), station("new", file=migrated_file)
    good, bad = tmp_path / "good.tar", tmp_path / "bad.tar"
    take(old, good)
    for spoil, code in (
        (lambda path: path.write_text("not one"), "no_backup"),
        (lambda path: cut(path, to=0), "no_backup"),
        (lambda path: cut(path, to=path.stat().st_size // 2), "backup_cut_off"),
        (without_end, "backup_cut_off"),
    ):
        shutil.copy(good, bad)
        spoil(bad)
        with pytest.raises(BroadcastError, match=code):
            restore(new, bad)
    restore(new, good)
    assert everything(new) == everything(old)
    with pytest.raises(BroadcastError, match="station_not_empty"):
        restore(new, good)


def test_one_of_a_newer_version_is_refused(station: Make, tmp_path: Path, migrated_file: Path) -> None:
    old, new = inhabited(station("old", file=migrated_file)), station("new", file=migrated_file)
    with old.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    take(old, tmp_path / "newer.tar")
    with pytest.raises(BroadcastError, match="backup_too_new"):
        restore(new, tmp_path / "newer.tar")


def test_what_cannot_be_written_is_told_and_leaves_what_was_there(
    station: Make, tmp_path: Path, migrated_file: Path
) -> None:
    parts = inhabited(station("old", file=migrated_file))
    take(parts, tmp_path / "one.tar")
    kept = (tmp_path / "one.tar").read_bytes()
    parts.storage.put_bytes("originals/zz/zzz", b"x")
    (tmp_path / ".one.tar.part").mkdir()
    with pytest.raises(BroadcastError, match="backup_not_written"):
        take(parts, tmp_path / "one.tar")
    assert (tmp_path / "one.tar").read_bytes() == kept
