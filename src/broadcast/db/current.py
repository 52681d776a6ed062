"""Whether a database has the present schema: asked often, so without the machinery that would change it."""

from functools import cache
from pathlib import Path

from sqlalchemy import inspect, text

from broadcast.db.engine import Database

_VERSIONS = Path(__file__).parent / "migrations" / "versions"


@cache
def newest_revision() -> str:
    """The end of the chain of migrations, which are numbered in its order and named by their numbers."""
    return max(path.name for path in _VERSIONS.glob("[0-9]*.py")).partition("_")[0]


def is_current(database: Database) -> bool:
    """Whether no migration is missing, and none is there that this version does not know."""
    return _present(database) == newest_revision()


def is_newer(database: Database) -> bool:
    """Whether a newer version than this one has migrated it."""
    present = _present(database)
    return present is not None and present > newest_revision()


def _present(database: Database) -> str | None:
    """None before the first migration."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        present: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return present
