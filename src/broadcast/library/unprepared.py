"""A piece that the station itself failed to prepare: its people are told until somebody has seen to it."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcast.errors import marked
from broadcast.library.models import Item
from broadcast.notices.kinds import About, NoticeKind, Severity
from broadcast.notices.models import Notice
from broadcast.notices.raising import end_notice, raise_notice

NOT_PREPARED = NoticeKind(
    "not_prepared",
    marked("The station could not prepare “{title}”, and the file may not be at fault."),
    marked("Try again on its page. If it fails once more, tell whoever runs the station: its log says why."),
    Severity.WARNING,
)
_TOLD_FOR = timedelta(days=31)


def tell_of_own_fault(session: Session, item: Item, *, now: datetime) -> None:
    """Tell those who may try again, and those who may read the log."""
    raise_notice(
        session,
        NOT_PREPARED,
        about=_about(item),
        now=now,
        values={"title": item.title},
        lapses_at=now + _TOLD_FOR,
    )


def is_seen_to(session: Session, item: Item, *, now: datetime) -> None:
    """It is tried again, or withdrawn: nobody needs to be told any more."""
    end_notice(session, NOT_PREPARED, about=_about(item), now=now)


def unprepared_count(session: Session) -> int:
    """How many pieces wait for somebody to see to them."""
    query = select(func.count()).where(Notice.code == NOT_PREPARED.code, Notice.ended_at.is_(None))
    return session.scalar(query) or 0


def _about(item: Item) -> About:
    return About(structure_id=item.structure_id, item_id=item.id, link=f"/items/{item.id}")
