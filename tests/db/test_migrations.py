import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import broadcast.accounts.models
import broadcast.ingest.models
import broadcast.jobs.models
import broadcast.library.models
import broadcast.playout.models
import broadcast.schedule.models  # noqa: F401  # every table must be known to the metadata
from broadcast.db import Base, Database
from broadcast.db.migrate import is_current, upgrade

pytestmark = pytest.mark.integration


def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    upgrade(database)
    assert is_current(database)
