"""A host reads the reports about their structure and decides, with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.roles import Actor, Role
from broadcast.errors import ConflictError, InvalidError, UnknownError, marked
from broadcast.library.review import withdraw
from broadcast.notices import end_notice
from broadcast.reports.grounds import Decision
from broadcast.reports.models import Report
from broadcast.reports.reporting import REPORTED, about
from broadcast.schedule.slots import touch_all
from broadcast.workshops.private import removal_done

_LISTED = 200


@dataclass(frozen=True, slots=True)
class Decided:
    """What a host decides, and why: whoever reported it reads both."""

    decision: Decision
    reasons: str


def reports_for(session: Session, actor: Actor) -> Sequence[Report]:
    """What an actor may decide on: what waits first, the oldest of it first; then what was decided."""
    query = select(Report).order_by(
        Report.decided_at.is_not(None), Report.decided_at.desc(), Report.created_at, Report.id
    )
    if not actor.is_admin:
        hosted = [place for place, role in actor.roles.items() if role >= Role.HOST]
        query = query.where(Report.structure_id.in_(hosted))
    return session.scalars(query.limit(_LISTED)).all()


def report_for(session: Session, report_id: int, *, actor: Actor, for_change: bool = False) -> Report:
    """A report that an actor may decide on. Raises UnknownError for everybody else."""
    found = session.get(Report, report_id, with_for_update=for_change or None)
    if found is None or not actor.is_at_least(Role.HOST, structure_id=found.structure_id):
        raise UnknownError("unknown_report", marked("There is no such report here."))
    return found


def decide(session: Session, report_id: int, told: Decided, *, actor: Actor, now: datetime) -> Report:
    """Decide, once. Raises UnknownError, InvalidError without reasons, ConflictError where it cannot be."""
    report = report_for(session, report_id, actor=actor, for_change=True)
    reasons = told.reasons.strip()
    if not reasons:
        raise InvalidError(
            "reasons_needed",
            marked("A decision has reasons: whoever reported it reads them."),
            marked("Write a sentence or two."),
        )
    if report.decided_at is not None:
        raise ConflictError("decided", marked("This report has already been decided."))
    if told.decision == Decision.WITHDRAWN:
        _take_away(session, report, actor=actor, reason=reasons, now=now)
    report.decision, report.reasons, report.decided_at = told.decision, reasons, now
    report.person_id = actor.person_id
    session.flush()
    _end(session, report, now=now)
    done = Done(
        act=Act.DECIDE,
        subject=f"report:{report.id}",
        structure_id=report.structure_id,
        at=now,
        words=reasons,
        details={"decision": told.decision.value},
    )
    record(session, done, actor=actor)
    return report


def _take_away(session: Session, report: Report, *, actor: Actor, reason: str, now: datetime) -> None:
    if report.item_id is None:
        raise ConflictError(
            "no_piece",
            marked("This report is not about a single piece."),
            marked("Withdraw what has to be on its own page, then say here that you acted."),
        )
    item = withdraw(session, report.item_id, actor=actor, reason=reason, now=now)
    removal_done(session, item, now=now)
    touch_all(session)


def _end(session: Session, report: Report, *, now: datetime) -> None:
    """Nobody has to be told any more, where nothing else about that thing waits."""
    waiting = select(func.count()).where(
        Report.decided_at.is_(None),
        Report.item_id.is_not_distinct_from(report.item_id),
        Report.structure_id.is_not_distinct_from(report.structure_id),
    )
    if not session.scalar(waiting):
        end_notice(session, REPORTED, about=about(report), now=now)
