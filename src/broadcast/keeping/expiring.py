"""Agreements that end, or are missing: hosts are told first, and then the piece is withdrawn by itself.

They are told two weeks before one ends. Where one is missing though the piece is public (somebody was noted
afterwards, or took their agreement back), it is withdrawn a week after its hosts were told.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from broadcast.accounts.roles import STATION
from broadcast.errors import marked
from broadcast.library.agreeing import EXPIRES_SOON, LACKS, about_consents, missing_until, tell_of_missing
from broadcast.library.consents import Consent
from broadcast.library.models import Item
from broadcast.library.review import withdraw
from broadcast.library.states import ItemState
from broadcast.notices import About, NoticeKind, Severity, end_notice, raise_notice
from broadcast.notices.models import Notice
from broadcast.parts import Parts
from broadcast.schedule.slots import touch_all
from broadcast.words import translator
from broadcast.workshops.private import removal_done

WARNED_BEFORE = timedelta(days=14)
_TOLD_FOR = timedelta(days=31)
_ENDED = marked("Somebody’s agreement has ended.")
_MISSING = marked("Somebody’s agreement is missing.")
EXPIRED = NoticeKind(
    "consent_expired",
    marked("“{title}” was withdrawn: an agreement has ended."),
    marked("To publish it again, ask for the agreement again, then deposit the piece again."),
    Severity.WARNING,
)
NEVER_CAME = NoticeKind(
    "consent_missing",
    marked("“{title}” was withdrawn: an agreement was missing."),
    marked("To have it public again, ask for the agreement, then deposit the piece again."),
    Severity.WARNING,
)


def expire_consents(parts: Parts) -> None:
    """Withdraw what may not be public any more, and tell hosts of what soon may not. Beat has this done."""
    now = parts.clock.now()
    with parts.database.reading() as session:
        ending = _ending(session, before=now + WARNED_BEFORE)
    for item_id, ends_at in ending:
        with parts.database.writing() as session:
            if ends_at > now:
                _warn(session, item_id, ends_at=ends_at, now=now)
            else:
                _withdraw(session, parts, item_id, now=now)


def _ending(session: Session, *, before: datetime) -> list[tuple[str, datetime]]:
    """Public pieces with an agreement that ends before then, and when the first of each does."""
    first = func.min(Consent.expires_at)
    found = session.execute(
        select(Item.id, first)
        .join(Consent, Consent.item_id == Item.id)
        .where(
            Item.state == ItemState.PUBLISHED,
            Consent.given_at.is_not(None),
            Consent.withdrawn_at.is_(None),
            Consent.expires_at <= before,
        )
        .group_by(Item.id)
        .order_by(first, Item.id)
    )
    return [(item, ends_at) for item, ends_at in found if ends_at is not None]


def _warn(session: Session, item_id: str, *, ends_at: datetime, now: datetime) -> None:
    item = session.get_one(Item, item_id)
    values = {"title": item.title, "expires_at": ends_at}
    raise_notice(session, EXPIRES_SOON, about=about_consents(item), now=now, values=values, lapses_at=ends_at)


def _withdraw(session: Session, parts: Parts, item_id: str, *, now: datetime) -> None:
    """Once more under the item's lock: it may have been renewed, or withdrawn, meanwhile."""
    item = session.get_one(Item, item_id, with_for_update=True)
    if (item.id, True) in [(one, at <= now) for one, at in _ending(session, before=now)]:
        _take_away(session, parts, item, reason=_ENDED, kind=EXPIRED, now=now)


def _take_away(  # what is taken away, why, and how that is told
    session: Session, parts: Parts, item: Item, *, reason: str, kind: NoticeKind, now: datetime
) -> None:
    withdraw(session, item.id, actor=STATION, reason=translator(parts.settings.language)(reason), now=now)
    removal_done(session, item, now=now)
    touch_all(session)
    for open_one in (EXPIRES_SOON, LACKS):
        end_notice(session, open_one, about=about_consents(item), now=now)
    about = About(structure_id=item.structure_id, item_id=item.id, link=f"/items/{item.id}")
    values = {"title": item.title}
    raise_notice(session, kind, about=about, now=now, values=values, lapses_at=now + _TOLD_FOR)


def act_on_missing(parts: Parts) -> None:
    """Tell the hosts of public pieces without an agreement, withdraw those whose week is over."""
    now = parts.clock.now()
    with parts.database.reading() as session:
        concerned = set(session.scalars(select(Item.id).where(_lacks()))) | _told_of(session)
    for item_id in sorted(concerned):
        with parts.database.writing() as session:
            item = session.get_one(Item, item_id, with_for_update=True)
            tell_of_missing(session, item, now=now)
            goes_at = missing_until(session, item)
            if goes_at is not None and goes_at <= now:
                _take_away(session, parts, item, reason=_MISSING, kind=NEVER_CAME, now=now)


def _lacks() -> ColumnElement[bool]:
    """Whether an item is public though something was never agreed to, or was taken back."""
    asked = select(Consent.item_id).where(or_(Consent.given_at.is_(None), Consent.withdrawn_at.is_not(None)))
    return (Item.state == ItemState.PUBLISHED) & Item.id.in_(asked)


def _told_of(session: Session) -> set[str]:
    """The pieces whose hosts are told at present that something is missing."""
    found = session.scalars(
        select(Notice.item_id).where(Notice.code == LACKS.code, Notice.ended_at.is_(None))
    )
    return {item_id for item_id in found if item_id is not None}
