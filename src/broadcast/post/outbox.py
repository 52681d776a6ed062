"""Writing into the outbox, and whose turn it is to leave."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from broadcast.post.letters import Letter
from broadcast.post.models import Sending, Way

LEASE = timedelta(minutes=2)
"""How long whoever sends may take before another tries."""
GIVEN_UP_AFTER = timedelta(days=3)
_KEPT = timedelta(days=30)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=15), timedelta(hours=1)


def post_letter(session: Session, letter: Letter, *, key: str, now: datetime) -> bool:
    """Have a letter sent once this transaction commits; False where one of that key was written before."""
    return _write(
        session,
        Sending(
            key=key, way=Way.MAIL, address=letter.to, subject=letter.subject, text=letter.text,
            html=letter.html, created_at=now, due_at=now,
        ),
    )  # fmt: skip


def post_call(session: Session, told: Mapping[str, object], *, key: str, now: datetime) -> bool:
    """Have the webhook called with this JSON once this transaction commits; False where it was before."""
    text = json.dumps(told, ensure_ascii=False)
    return _write(session, Sending(key=key, way=Way.CALL, text=text, created_at=now, due_at=now))


def _write(session: Session, sending: Sending) -> bool:
    if session.scalar(select(Sending.id).where(Sending.key == sending.key)) is not None:
        return False
    session.add(sending)
    session.flush()
    return True


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many tries in vain: twice as long each time, an hour at the most."""
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * (1 << min(attempts, 20)))


def due_sendings(
    session: Session, *, ways: Collection[Way], now: datetime, most: int
) -> list[tuple[str, str]]:
    """What is to be tried now, the longest due first: (id, way)."""
    query = select(Sending.id, Sending.way).where(
        Sending.ended_at.is_(None), Sending.due_at <= now, Sending.way.in_(ways)
    )
    found = session.execute(query.order_by(Sending.due_at, Sending.id).limit(most))
    return [(sending, way) for sending, way in found]


def take(session: Session, sending_id: str, *, now: datetime) -> Sending | None:
    """Hold a sending for a while; None where somebody else does, or it has left."""
    taken = session.execute(
        update(Sending)
        .where(Sending.id == sending_id, Sending.ended_at.is_(None), Sending.due_at <= now)
        .values(due_at=now + LEASE, attempts=Sending.attempts + 1)
        .returning(Sending.id)
    ).one_or_none()
    return session.get(Sending, sending_id) if taken else None


def note_sent(session: Session, sending_id: str, *, now: datetime) -> None:
    """It has left."""
    session.execute(update(Sending).where(Sending.id == sending_id).values(ended_at=now, sent=True))


def note_failed(session: Session, sending: Sending, *, now: datetime, for_good: bool) -> None:
    """It has not: later again, unless it is refused for good or has been tried for days."""
    over = for_good or now - sending.created_at > GIVEN_UP_AFTER
    session.execute(
        update(Sending)
        .where(Sending.id == sending.id)
        .values(ended_at=now if over else None, due_at=now + pause_after(sending.attempts))
    )


def forget_old(session: Session, *, now: datetime) -> None:
    """Letters hold names and addresses: what has left long ago is deleted."""
    session.execute(delete(Sending).where(Sending.ended_at < now - _KEPT))


def waiting_count(session: Session) -> int:
    """How many have not left yet."""
    return session.scalar(select(func.count()).select_from(Sending).where(Sending.ended_at.is_(None))) or 0
