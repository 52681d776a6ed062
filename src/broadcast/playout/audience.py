"""Keeping how many listened."""

from datetime import datetime

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from broadcast.playout.models import AudienceRow


def add_minute(
    session: Session, channel_id: int, minute: datetime, *, listeners: int, connections: int
) -> None:
    """Add what one process counted to a minute of a channel."""
    row = {
        "channel_id": channel_id,
        "minute": minute,
        "listeners": listeners,
        "connections": connections,
    }
    session.execute(_adding(session, row))


def _adding(session: Session, row: dict[str, object]) -> Insert:
    """The two databases write it alike, and SQLAlchemy has one word for each."""
    if session.get_bind().dialect.name == "postgresql":
        on_postgresql = postgresql.insert(AudienceRow).values(row)
        return on_postgresql.on_conflict_do_update(
            index_elements=["channel_id", "minute"],
            set_={name: getattr(AudienceRow, name) + on_postgresql.excluded[name] for name in _COUNTS},
        )
    on_sqlite = sqlite.insert(AudienceRow).values(row)
    return on_sqlite.on_conflict_do_update(
        index_elements=["channel_id", "minute"],
        set_={name: getattr(AudienceRow, name) + on_sqlite.excluded[name] for name in _COUNTS},
    )


_COUNTS = ("listeners", "connections")
