"""Agreements that end: hosts are told two weeks before, and on the day the piece is withdrawn by itself."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcast.accounts.roles import STATION
from broadcast.errors import marked
from broadcast.library.agreeing import EXPIRES_SOON, about_expiry
from broadcast.library.consents import Consent
from broadcast.library.models import Item
from broadcast.library.review import withdraw
from broadcast.library.states import ItemState
from broadcast.notices import About, NoticeKind, Severity, end_notice, raise_notice
from broadcast.parts import Parts
from broadcast.schedule.slots import touch_all
from broadcast.words import translator
from broadcast.workshops.private import removal_done

WARNED_BEFORE = timedelta(days=14)
_TOLD_FOR = timedelta(days=31)
_REASON = marked("Somebody’s agreement has ended.")
EXPIRED = NoticeKind(
    "consent_expired",
    marked("“{title}” was withdrawn: an agreement has ended."),
    marked("To have it public again, ask for the agreement anew, then deposit the piece again."),
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
    raise_notice(session, EXPIRES_SOON, about=about_expiry(item), now=now, values=values, lapses_at=ends_at)


def _withdraw(session: Session, parts: Parts, item_id: str, *, now: datetime) -> None:
    """Once more under the item's lock: it may have been renewed, or withdrawn, meanwhile."""
    item = session.get_one(Item, item_id, with_for_update=True)
    if (item.id, True) not in [(one, at <= now) for one, at in _ending(session, before=now)]:
        return
    reason = translator(parts.settings.language)(_REASON)
    withdraw(session, item.id, actor=STATION, reason=reason, now=now)
    removal_done(session, item, now=now)
    touch_all(session)
    end_notice(session, EXPIRES_SOON, about=about_expiry(item), now=now)
    about = About(structure_id=item.structure_id, item_id=item.id, link=f"/items/{item.id}")
    values = {"title": item.title}
    raise_notice(session, EXPIRED, about=about, now=now, values=values, lapses_at=now + _TOLD_FOR)
