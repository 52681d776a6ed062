"""A station's database locked against everybody."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg

_TABLES = "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
_PATIENCE_S = 60


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Let nobody else write in the database at an SQLAlchemy URL; nor read, where a lock reaches so far."""
    with _locked_file(url) if url.startswith("sqlite") else _locked_server(url):
        yield


@contextmanager
def _locked_file(url: str) -> Iterator[None]:
    path = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)) as file:
        file.execute("BEGIN EXCLUSIVE")
        yield  # closing it ends the lock, whatever happens


@contextmanager
def _locked_server(url: str) -> Iterator[None]:
    with psycopg.connect(url.replace("postgresql+psycopg:", "postgresql:"), autocommit=True) as server:
        (tables,) = server.execute(_TABLES).fetchone() or ("",)
        while not _has_locked(server, tables):
            pass
        yield


def _has_locked(server: psycopg.Connection[tuple[str]], tables: str) -> bool:
    """Whether all tables could be had: not where somebody holds one and waits for another."""
    server.execute("BEGIN")
    try:
        server.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")
    except psycopg.errors.DeadlockDetected:
        server.execute("ROLLBACK")
        return False
    return True
