"""Alembic's entry: runs on the database that was handed over, with every table of `Base`."""

from alembic import context

from broadcast.db.base import Base
from broadcast.db.engine import Database

database: Database = context.config.attributes["database"]

with database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
