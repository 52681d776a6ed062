from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from broadcast.db import Database, open_database
from broadcast.db.current import is_current, newest_revision
from broadcast.db.migrate import configuration, upgrade
from broadcast.errors import ConflictError
from every_table import METADATA

pytestmark = pytest.mark.integration


def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    upgrade(database)
    assert is_current(database)


def test_a_database_that_is_behind_is_not_current(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'behind.sqlite3'}")
    assert not is_current(database)
    newest = ScriptDirectory.from_config(configuration(database)).get_current_head()
    assert newest_revision() == newest
    command.upgrade(configuration(database), f"{newest}-1")
    assert not is_current(database)
    database.close()


def test_what_a_newer_version_has_migrated_is_left_alone_and_told(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not is_current(database)
    with pytest.raises(ConflictError, match="newer") as told:
        upgrade(database)
    assert told.value.remedy


OLD = """
INSERT INTO structure (id, slug, name, created_at) VALUES (1, 's', 'S', '2026-01-01');
INSERT INTO channel (id, slug, name, kind, structure_id, timezone, epoch, seed, revision, jingle_every,
    created_at) VALUES (1, 'c', 'C', 'radio', 1, 'UTC', '2026-01-01', 1, 0, 0, '2026-01-01');
INSERT INTO item (id, kind, rights, title, description, file_name, state, progress, warnings, chapters,
    source_sha, source_bytes, reason, created_at)
    VALUES ('i', 'track', 'free', 'T', '', '', 'published', 1, '[]', '[]', 'x', 1, '', '2026-01-01');
INSERT INTO slot (id, channel_id, item_id, starts, duration, overrun)
    VALUES (1, 1, 'i', '2026-01-01', 60, 'cut');
INSERT INTO slot_override (slot_id, original_date, cancelled) VALUES (1, '2026-01-01', 1);
INSERT INTO rotation_entry (id, channel_id, item_id, position, is_jingle) VALUES (1, 1, 'i', 0, 0);
"""
COUNTS = """
SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM slot), (SELECT count(*) FROM slot_override),
    (SELECT count(*) FROM rotation_entry)
"""


def test_what_refers_to_a_table_that_is_made_anew_stays(tmp_path: Path) -> None:
    """SQLite changes a column by making its table anew, and must not take along what refers to it."""
    database = open_database(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    command.upgrade(configuration(database), "0006")
    with database.writing() as session:
        for words in OLD.split(";\n")[:-1]:
            session.execute(text(words))
    upgrade(database)
    with database.reading() as session:
        assert tuple(session.execute(text(COUNTS)).one()) == (1, 1, 1, 1)
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
    database.close()
