"""The database: engine, sessions, the declarative base and the migrations."""

from broadcast.db.base import Base, UtcDateTime, new_id
from broadcast.db.engine import Database, after_commit, before_commit, open_database

__all__ = ["Base", "Database", "UtcDateTime", "after_commit", "before_commit", "new_id", "open_database"]
