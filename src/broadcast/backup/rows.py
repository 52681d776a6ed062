"""A database as lines of JSON, one row each, and back: the same from SQLite and PostgreSQL to either.

Tables are read from the database itself, not from this version's models, so that an older backup can be
put into the schema that it was taken from.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Time,
    func,
    select,
    text,
)

VERSION_TABLE = "alembic_version"
_AT_ONCE = 500


def tables_of(connection: Connection) -> list[Table]:
    """Every table but that of the schema's version, by name."""
    metadata = MetaData()
    metadata.reflect(connection, resolve_fks=False)
    tables = [table for name, table in sorted(metadata.tables.items()) if name != VERSION_TABLE]
    for table in tables:
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True
    return tables


def lines_of(connection: Connection, table: Table) -> Iterator[str]:
    """Its rows, a line each, in the order of its key."""
    query = select(table).order_by(*table.primary_key.columns)
    rows = connection.execution_options(stream_results=True, yield_per=_AT_ONCE).execute(query)
    for row in rows:
        yield json.dumps(dict(zip(table.columns.keys(), map(_plain, row), strict=True))) + "\n"


def put_lines(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Add these rows; gives how many. KeyError on a column that the table does not have."""
    rows, put = [], 0
    for line in lines:
        rows.append({name: _typed(table.columns[name], value) for name, value in json.loads(line).items()})
        if len(rows) == _AT_ONCE:
            put += _put(connection, table, rows)
    return put + _put(connection, table, rows)


def _put(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> int:
    count = len(rows)
    if rows:
        connection.execute(table.insert(), rows)
        rows.clear()
    return count


def go_on_counting(connection: Connection, tables: Iterable[Table]) -> None:
    """On PostgreSQL a number that was given is not counted: have the next one come after it."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        for column in table.primary_key.columns:
            sequence = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": f'"{table.name}"', "column": column.name},
            )
            if sequence:
                newest = connection.scalar(select(func.max(column)))
                connection.execute(select(func.setval(sequence, newest or 1, newest is not None)))


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever a column holds
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _typed(column: Column[Any], value: Any) -> Any:  # noqa: ANN401  # the same
    """A value as this database's column wants it: a moment without a zone is UTC (`db.base`)."""
    if value is None or isinstance(column.type, JSON):
        return value
    if isinstance(column.type, DateTime):
        moment = datetime.fromisoformat(value)
        if column.type.timezone:
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo is not None else moment
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, Time):
        return time.fromisoformat(value)
    return base64.b64decode(value) if isinstance(column.type, LargeBinary) else value
