"""How long until a subject's work is done: an honest guess, or none."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcast.jobs.models import Job, JobState
from broadcast.jobs.order import seconds_before
from broadcast.media.units import Seconds

_ENOUGH = 0.08
"""The share from which the pace so far tells more than the guess made before."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a work is (0 to 1) since it began, `elapsed` ago."""

    share: float
    elapsed: Seconds


def from_pace(pace: Pace) -> Seconds | None:
    """What is left if it goes on as it did; None where it is too early to tell."""
    if pace.share < _ENOUGH:
        return None
    return Seconds(pace.elapsed * (1 - min(pace.share, 1.0)) / pace.share)


def remaining(session: Session, *, subject: str, share: float, now: datetime) -> Seconds | None:
    """Seconds until the open jobs of a subject are done; None where it has none.

    Once it moves, from its own pace; before, from what is expected to cost CPU time before it and itself,
    as if one core did it all.
    """
    mine = list(
        session.scalars(
            select(Job)
            .where(Job.subject == subject, Job.state.in_([JobState.QUEUED, JobState.RUNNING]))
            .order_by(Job.due_at.desc())
        )
    )
    if not mine:
        return None
    began = session.scalar(select(func.min(Job.started_at)).where(Job.subject == subject))
    paced = from_pace(Pace(share, Seconds((now - began).total_seconds()))) if began else None
    if paced is not None:
        return paced
    return Seconds(mine[0].cost + seconds_before(session, mine[0]))
