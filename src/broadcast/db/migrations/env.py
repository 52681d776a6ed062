"""Alembic's entry: runs on the database that was handed over, with every table of `Base`."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection

from broadcast.db.base import Base
from broadcast.db.engine import Database

database: Database = context.config.attributes["database"]


@contextmanager
def _tables_may_be_made_anew(connection: Connection) -> Iterator[None]:
    """SQLite changes a column by making its table anew: what refers to the old one must not go with it.

    https://sqlite.org/lang_altertable.html, section 7, step 1: not within a transaction.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.dbapi_connection
    if raw is None:
        raise RuntimeError("there is no connection to migrate on")
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        raw.execute("PRAGMA foreign_keys=ON")


with database.engine.connect() as connection, _tables_may_be_made_anew(connection):
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
