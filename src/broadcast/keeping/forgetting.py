"""Deleting what has been kept long enough. Beat has this done every hour; doing it twice changes nothing.

Each store is a transaction of its own, and at the most so many rows at once: a station that was off for a
year catches up over some hours, and never holds its database for long.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, Delete, and_, case, delete, or_, select, update
from sqlalchemy.orm import Session

from broadcast.accounts.audit_models import AuditEntry, AuditWords
from broadcast.accounts.connections import Connection
from broadcast.accounts.models import Invitation, Person, SignInFailure, WebSession
from broadcast.accounts.roles import STATION
from broadcast.keeping.erasing import erase_account, erase_identity, is_erased_address
from broadcast.keeping.periods import CONNECTION, IDENTITY, REPORTER, STATISTICS
from broadcast.library.consents import Consent
from broadcast.library.models import Item
from broadcast.library.papers import ConsentPaper
from broadcast.library.states import ItemState
from broadcast.parts import Parts
from broadcast.playout.models import AudienceRow
from broadcast.reports.models import Report
from broadcast.workshops.models import Attempt, GuestDeposit

AT_ONCE = 500
_BRIEF = timedelta(days=1)
_UNFINISHED = timedelta(days=8)
_log = structlog.get_logger()


def forget(parts: Parts) -> dict[str, int]:
    """Delete what is over its time; gives how many of each, by the store's name."""
    now = parts.clock.now()
    gone = {}
    for name, store in STORES.items():
        with parts.database.writing() as session:
            gone[name] = store(session, now)
    if any(gone.values()):
        _log.info("forgotten", **{name: count for name, count in gone.items() if count})
    return gone


def _connections(session: Session, now: datetime) -> int:
    return _deleted(session, delete(Connection).where(Connection.at < CONNECTION.before(now)))


def _statistics(session: Session, now: datetime) -> int:
    return _deleted(session, delete(AudienceRow).where(AudienceRow.minute < STATISTICS.before(now)))


def _guests(session: Session, now: datetime) -> int:
    """Who deposited in workshops: once the piece has not been public for that long."""
    found = session.scalars(
        select(Item)
        .join(GuestDeposit, GuestDeposit.item_id == Item.id)
        .where(GuestDeposit.name != "", _ended(IDENTITY.before(now)))
        .limit(AT_ONCE)
    ).all()
    for item in found:
        erase_identity(session, item)
    return len(found)


def _consents(session: Session, now: datetime) -> int:
    """Who agreed to pieces that were deposited with an account."""
    ended = select(Item.id).where(_ended(IDENTITY.before(now)))
    changed = (
        update(Consent).where(Consent.name != "", Consent.item_id.in_(ended)).values(name="", signed_by="")
    )
    session.execute(delete(ConsentPaper).where(ConsentPaper.item_id.in_(ended)))
    return len(session.execute(changed.returning(Consent.id)).all())


def _unfinished(session: Session, now: datetime) -> int:
    """Deposits that were begun and whose file never came."""
    over = GuestDeposit.created_at < now - _UNFINISHED
    return _deleted(session, delete(GuestDeposit).where(GuestDeposit.item_id.is_(None), over))


def _accounts(session: Session, now: datetime) -> int:
    """Accounts that were closed that long ago."""
    found = session.scalars(
        select(Person)
        .where(Person.disabled_at < IDENTITY.before(now), ~is_erased_address(Person.email))
        .limit(AT_ONCE)
    ).all()
    for person in found:
        erase_account(session, person, actor=STATION, now=now)
    return len(found)


def _reporters(session: Session, now: datetime) -> int:
    named = or_(Report.name != "", Report.email != "")
    over = and_(Report.decided_at < REPORTER.before(now), named)
    changed = update(Report).where(over).values(name="", email="")
    return len(session.execute(changed.returning(Report.id)).all())


def _reports(session: Session, now: datetime) -> int:
    return _deleted(session, delete(Report).where(Report.decided_at < IDENTITY.before(now)))


def _words(session: Session, now: datetime) -> int:
    """What was said with an act; the entry and its digest stay."""
    old = select(AuditEntry.number).where(AuditEntry.at < IDENTITY.before(now))
    return _deleted(session, delete(AuditWords).where(AuditWords.number.in_(old)))


def _brief(session: Session, now: datetime) -> int:
    """Wrong tries, ended sessions, links that were not followed."""
    statements: Sequence[Delete] = (
        delete(SignInFailure).where(SignInFailure.at < now - _BRIEF),
        delete(Attempt).where(Attempt.at < now - _BRIEF),
        delete(WebSession).where(WebSession.expires_at < now),
        delete(Invitation).where(Invitation.expires_at < now - _BRIEF),
    )
    return sum(_deleted(session, one) for one in statements)


STORES: dict[str, Callable[[Session, datetime], int]] = {
    "connections": _connections,
    "statistics": _statistics,
    "guests": _guests,
    "consents": _consents,
    "unfinished": _unfinished,
    "accounts": _accounts,
    "reporters": _reporters,
    "reports": _reports,
    "words": _words,
    "brief": _brief,
}


def _ended(before: datetime) -> ColumnElement[bool]:
    """Whether a contribution ended before then: withdrawn, or deposited and never public."""
    end = case((Item.state == ItemState.PUBLISHED, None), else_=Item.created_at)
    return case((Item.withdrawn_at.is_not(None), Item.withdrawn_at), else_=end) < before


def _deleted(session: Session, statement: Delete) -> int:
    return session.execute(statement).rowcount  # type: ignore[attr-defined,no-any-return]  # of a DELETE it is there
