"""A notice begins and ends."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from broadcast.notices.kinds import About, NoticeKind
from broadcast.notices.models import Notice


def raise_notice(
    session: Session,
    kind: NoticeKind,
    *,
    about: About,
    now: datetime,
    values: Mapping[str, object] | None = None,
    lapses_at: datetime | None = None,
) -> bool:
    """Say that something is wrong; False where that is open already, and nothing is written.

    It ends by `end_notice`, or by itself at `lapses_at`.
    """
    if open_id(session, kind.code, about=about, now=now) is not None:
        return False
    notice = Notice(
        code=kind.code, about=about.key, structure_id=about.structure_id, channel_id=about.channel_id,
        item_id=about.item_id, person_id=about.person_id, severity=kind.severity, message=kind.message,
        remedy=kind.remedy, fills=_plain(values or {}), link=about.link, raised_at=now, lapses_at=lapses_at,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(notice)
    except IntegrityError:  # another process noticed in the same moment
        return False
    return True


def end_notice(session: Session, kind: NoticeKind, *, about: About, now: datetime) -> bool:
    """Say that it is well again; False where it was."""
    found = open_id(session, kind.code, about=about, now=now)
    if found is None:
        return False
    session.execute(update(Notice).where(Notice.id == found).values(ended_at=now))
    return True


def open_id(session: Session, code: str, *, about: About, now: datetime) -> int | None:
    """The open notice of that kind about that; one that has lapsed is ended on the way."""
    found = session.execute(
        select(Notice.id, Notice.lapses_at).where(
            Notice.code == code, Notice.about == about.key, Notice.ended_at.is_(None)
        )
    ).one_or_none()
    if found is None:
        return None
    notice_id, lapses_at = found
    if lapses_at is None or lapses_at > now:
        return int(notice_id)
    session.execute(update(Notice).where(Notice.id == notice_id).values(ended_at=lapses_at))
    return None


def end_lapsed(session: Session, *, now: datetime) -> None:
    """End those whose time has come."""
    session.execute(
        update(Notice)
        .where(Notice.ended_at.is_(None), Notice.lapses_at <= now)
        .values(ended_at=Notice.lapses_at)
    )


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """Fit for JSON: moments as ISO 8601, numbers and texts as they are."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }
