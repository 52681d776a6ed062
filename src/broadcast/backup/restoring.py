"""Putting a backup into an empty station: its blobs, its database, then what this version adds to both."""

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from sqlalchemy import (
    Connection,
    ForeignKeyConstraint,
    MetaData,
    String,
    Table,
    column,
    func,
    inspect,
    select,
    table,
)
from sqlalchemy.schema import AddConstraint, DropConstraint

from broadcast.backup.chest import BLOBS, END, SECRET, TABLES, Counted, cut_off, opened, too_new
from broadcast.backup.rows import VERSION_TABLE, go_on_counting, put_lines, tables_of
from broadcast.db import Database
from broadcast.db.current import newest_revision
from broadcast.db.migrate import upgrade
from broadcast.errors import ConflictError, marked
from broadcast.parts import Parts

_TOLD_BY = ("person", "structure", "item")
"""A station in which none of these is, is empty."""


def restore(parts: Parts, path: Path) -> Counted:
    """Put the backup into this station, which must be empty and at rest.

    Raises ConflictError where something is in it already, InvalidError where the file is no whole backup.
    """
    _refuse_full(parts.database)
    with opened(path) as (head, members):
        _begin(parts.database, revision=head.revision)
        with _without_references(parts.database) as connection:
            counted = _unpacked(parts, connection, members)
    upgrade(parts.database)
    return counted


def _unpacked(parts: Parts, connection: Connection, members: Iterator[tuple[str, IO[bytes]]]) -> Counted:
    """All members; nothing of the database is kept unless the last one says what the others hold."""
    tables = {one.name: one for one in tables_of(connection)}
    rows = blobs = 0
    for name, file in members:
        if name.startswith(BLOBS):
            _put_blob(parts, name.removeprefix(BLOBS), file)
            blobs += 1
        elif name.startswith(TABLES):
            rows_of = tables[name.removeprefix(TABLES)]
            connection.execute(rows_of.delete())
            rows += put_lines(connection, rows_of, file)
        elif name == SECRET:
            _keep_secret(parts, file.read())
        elif name == END:
            go_on_counting(connection, tables.values())
            return _checked(Counted(rows, blobs), told=Counted(**json.loads(file.read())))
    raise cut_off()


def _checked(found: Counted, *, told: Counted) -> Counted:
    if found != told:
        raise cut_off()
    return found


def _put_blob(parts: Parts, key: str, file: IO[bytes]) -> None:
    parts.settings.workshop.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=parts.settings.workshop) as passing:
        shutil.copyfileobj(file, passing)
        passing.flush()
        parts.storage.put_file(key, Path(passing.name))


def _keep_secret(parts: Parts, secret: bytes) -> None:
    """What was sealed and signed needs it; a secret that the settings name goes first."""
    path = parts.settings.data / "secret-key"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(secret)


def _refuse_full(database: Database) -> None:
    with database.engine.connect() as connection:
        known = inspect(connection)
        full = [
            name
            for name in _TOLD_BY
            if known.has_table(name) and connection.scalar(select(func.count()).select_from(table(name)))
        ]
    if full:
        raise _not_empty()


def _not_empty() -> ConflictError:
    return ConflictError(
        "station_not_empty",
        marked("There is already a station in this database."),
        marked("Restore into an empty one: choose another data folder, or another database."),
    )


def _begin(database: Database, *, revision: str) -> None:
    """The schema that the backup was taken from. Raises ConflictError where there is another one already."""
    if revision > newest_revision():
        raise too_new()
    with database.engine.connect() as connection:
        has_schema = inspect(connection).has_table(VERSION_TABLE)
        version = select(column("version_num", String)).select_from(table(VERSION_TABLE))
        present = connection.scalar(version) if has_schema else revision
    if present != revision:
        raise _not_empty()
    upgrade(database, to=revision)


@contextmanager
def _without_references(database: Database) -> Iterator[Connection]:
    """A transaction in which rows may come in any order; at its end every reference must lead somewhere."""
    is_sqlite = database.engine.dialect.name == "sqlite"
    with database.engine.connect() as connection:
        if is_sqlite:
            _switch_references(connection, on=False)
        try:
            with connection.begin():
                metadata = MetaData()
                metadata.reflect(connection)
                dropped = [] if is_sqlite else _forget_references(connection, metadata.tables.values())
                yield connection
                for reference in dropped:
                    connection.execute(AddConstraint(reference))
                if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise cut_off()
        finally:
            if is_sqlite:
                _switch_references(connection, on=True)


def _switch_references(connection: Connection, *, on: bool) -> None:
    """Outside of a transaction only (https://sqlite.org/pragma.html#pragma_foreign_keys)."""
    raw = connection.connection.dbapi_connection
    assert raw is not None  # noqa: S101  # it is connected
    raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _forget_references(connection: Connection, tables: Iterable[Table]) -> list[ForeignKeyConstraint]:
    found = [one for one_table in tables for one in one_table.foreign_key_constraints]
    for one in found:
        connection.execute(DropConstraint(one))
    return found
