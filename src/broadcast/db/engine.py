"""One engine per process, and sessions that are either reading or writing."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, ExceptionContext, make_url
from sqlalchemy.orm import Session

from broadcast.db.reserve import Reserve, reserve_of
from broadcast.errors import UnknownError, marked

BUSY_MILLISECONDS = 20_000
_HOOKS = "after commit"
_LAST = "before commit"
_OUT_OF_RANGE = "22003"
"""SQLSTATE numeric_value_out_of_range (PostgreSQL manual, appendix A)."""


class Database:
    """Sessions on one database. Reading sessions never commit; writing ones commit once, at their end.

    `reserve` is the room put aside for one on this machine's disk.
    """

    def __init__(self, engine: Engine, *, reserve: Reserve | None = None) -> None:
        self.engine = engine
        self.reserve = reserve
        self._writing = engine.execution_options(antenne_writes=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for questions. Nothing it changes is kept."""
        with Session(self.engine, autoflush=False, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction: committed at the end, rolled back on an exception, then the hooks run.

        On SQLite it begins IMMEDIATE, so that two writers queue up instead of failing half-way.
        """
        with Session(self._writing, expire_on_commit=False) as session:
            with session.begin():
                yield session
                for last in session.info.pop(_LAST, []):
                    last()
            for hook in session.info.pop(_HOOKS, []):
                hook()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def after_commit(session: Session, hook: Callable[[], None]) -> None:
    """Have `hook` called once this writing session has committed, and not otherwise."""
    session.info.setdefault(_HOOKS, []).append(hook)


def before_commit(session: Session, hook: Callable[[], None]) -> None:
    """Have `hook` called as the last thing of this writing session's transaction.

    What takes a lock that every writer wants is done here, so that locks are taken in one order.
    """
    session.info.setdefault(_LAST, []).append(hook)


def open_database(url: str) -> Database:
    """The database at an SQLAlchemy URL; nothing is connected yet."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return Database(_heard(create_engine(address, pool_pre_ping=True, pool_size=20, max_overflow=20)))
    engine = _heard(
        create_engine(
            address, connect_args={"timeout": BUSY_MILLISECONDS / 1000}, pool_size=20, max_overflow=20
        )
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    reserve = reserve_of(address.database)
    if reserve is not None:
        event.listen(engine, "handle_error", reserve.on_fault)
    return Database(engine, reserve=reserve)


def _heard(engine: Engine) -> Engine:
    """With what either kind of database needs to refuse, or to keep, the same."""
    event.listen(engine, "handle_error", _refuse_too_large)
    event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  # the driver's own connection
    """WAL lets readers and one writer work at once; the driver's own BEGIN is switched off for ours."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("antenne_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _without_nul(
    _connection: Connection,
    _cursor: object,
    statement: str,
    parameters: object,
    _context: object,
    _many: object,
) -> tuple[str, object]:
    """No text holds a NUL: PostgreSQL has none (manual §8.3), and both are to keep the same."""
    return statement, _cleaned(parameters)


def _cleaned(given: object) -> object:
    if isinstance(given, str):
        return given.replace("\0", "")
    if isinstance(given, Mapping):
        return {name: _cleaned(value) for name, value in given.items()}
    if isinstance(given, list | tuple):
        return type(given)(_cleaned(value) for value in given)
    return given


def _refuse_too_large(context: ExceptionContext) -> None:
    """Nothing has a number that a database cannot write; SQLite's driver does not even ask."""
    cause = context.original_exception
    if isinstance(cause, OverflowError) or getattr(cause, "sqlstate", None) == _OUT_OF_RANGE:
        raise UnknownError("unknown_number", marked("There is nothing with such a number.")) from cause
