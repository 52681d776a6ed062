"""Questions about notices, and who may see them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from broadcast.accounts.models import Membership, Person
from broadcast.accounts.roles import Actor, Role
from broadcast.notices.kinds import Severity
from broadcast.notices.models import Notice

_WEIGHT = case((Notice.severity == Severity.ALARM, 0), (Notice.severity == Severity.WARNING, 1), else_=2)
_KEPT = timedelta(days=31)


def _is_open(now: datetime) -> ColumnElement[bool]:
    return Notice.ended_at.is_(None) & or_(Notice.lapses_at.is_(None), Notice.lapses_at > now)


def open_notices_for(session: Session, actor: Actor, *, now: datetime) -> list[Notice]:
    """What an actor must know now: the gravest first, then the newest."""
    hosted = [structure for structure, role in actor.roles.items() if role >= Role.HOST]
    theirs = Notice.person_id.is_(None) & (
        Notice.id.is_not(None) if actor.is_admin else Notice.structure_id.in_(hosted)
    )
    if actor.person_id is not None:
        theirs |= Notice.person_id == actor.person_id
    query = select(Notice).where(_is_open(now), theirs)
    return list(session.scalars(query.order_by(_WEIGHT, Notice.raised_at.desc(), Notice.id.desc())))


def open_count(session: Session, *, now: datetime) -> dict[str, int]:
    """How many are open, of each severity."""
    found = session.execute(
        select(Notice.severity, func.count()).where(_is_open(now)).group_by(Notice.severity)
    )
    return dict.fromkeys(Severity, 0) | {severity: count for severity, count in found}  # noqa: C416  # rows, not pairs


def untold(session: Session, *, now: datetime) -> list[Notice]:
    """The open ones that are to be sent and were not yet."""
    return list(
        session.scalars(
            select(Notice).where(
                _is_open(now), Notice.severity != Severity.NOTE, Notice.told_at.is_(None)
            ).order_by(Notice.id)
        )
    )  # fmt: skip


def untold_ends(session: Session) -> list[Notice]:
    """The alarms that were sent, are over, and nobody was told so."""
    return list(
        session.scalars(
            select(Notice).where(
                Notice.severity == Severity.ALARM,
                Notice.told_at.is_not(None),
                Notice.ended_at.is_not(None),
                Notice.told_end_at.is_(None),
            ).order_by(Notice.id)
        )
    )  # fmt: skip


def addresses_for(session: Session, notice: Notice) -> Sequence[str]:
    """Who is written to: that person; else the structure's hosts and the administrators."""
    if notice.person_id is not None:
        return session.scalars(select(Person.email).where(Person.id == notice.person_id)).all()
    hosts = select(Membership.person_id).where(
        Membership.structure_id == notice.structure_id,
        Membership.role.in_([role.name.lower() for role in Role if role >= Role.HOST]),
    )
    query = select(Person.email).where(or_(Person.is_admin, Person.id.in_(hosts)))
    return session.scalars(query.order_by(Person.email)).all()


def oldest_kept(now: datetime) -> datetime:
    """What ended before is forgotten."""
    return now - _KEPT
