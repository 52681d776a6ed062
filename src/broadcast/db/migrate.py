"""Bringing a database to the present schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from broadcast.db.current import is_newer
from broadcast.db.engine import Database
from broadcast.errors import ConflictError, marked

_ONE_AT_A_TIME = 0x616E7465  # "ante": PostgreSQL's advisory lock while migrating


def configuration(database: Database) -> Config:
    """Alembic for this database."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["database"] = database
    return config


def upgrade(database: Database, *, to: str = "head") -> None:
    """Apply every migration that is missing up to one. Safe to run twice and from two places at once.

    Raises ConflictError on a database that a newer version has migrated: there is no way back.
    """
    if is_newer(database):
        raise ConflictError(
            "database_too_new",
            marked("A newer Antenne has worked with this database."),
            marked("Install that version again, or restore a backup into an empty data folder."),
        )
    if database.engine.dialect.name != "postgresql":
        command.upgrade(configuration(database), to)
        return
    with database.engine.connect() as lock:
        lock.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ONE_AT_A_TIME})
        try:
            command.upgrade(configuration(database), to)
        finally:
            lock.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ONE_AT_A_TIME})
