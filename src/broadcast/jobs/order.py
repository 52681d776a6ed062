"""Which job is next: fair between owners, cheap before dear, and nothing waits for ever.

A job's place in the queue is a moment, `due_at`: when it came, put off by what it is expected to cost and
by what its owner has open already in the same lane. So a jingle passes a film, the tenth piece of one
workshop comes after the first of another, and since the moment never moves, every job's turn comes.
Work in the long lane never takes the last place of a machine that has two or more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from broadcast.jobs.models import Job, JobState, Lane
from broadcast.media.units import Seconds

LONG = Seconds(120.0)
"""CPU seconds from which a job is expected to be long."""
AT_HAND = 3
"""What a worker can do besides its jobs at once: listening, extending ledgers, the post."""

_NOTHING = Seconds(0.0)


@dataclass(frozen=True, slots=True)
class Load:
    """What a job weighs in the queue: the CPU seconds it is expected to take, and for whom.

    `yields` is how much later than its turn it may come: what arrives in that time goes first.
    """

    cost: Seconds = _NOTHING
    owner: str = ""
    yields: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever works: a place in a worker on a machine, one of `places` there."""

    machine: str
    worker: str
    place: str
    places: int = 1

    @property
    def word(self) -> str:
        """As a job remembers it."""
        return f"{self.machine}/{self.worker}/{self.place}"


def lane_of(cost: Seconds, *, part: int | None = None) -> Lane:
    """The lane of a job that is expected to take `cost` CPU seconds."""
    if part is not None:
        return Lane.PART
    return Lane.LONG if cost >= LONG else Lane.QUICK


def due(session: Session, load: Load, *, lane: Lane, now: datetime) -> datetime:
    """When the turn of a job is that comes now."""
    before = session.scalar(
        select(func.sum(Job.cost)).where(
            Job.owner == load.owner,
            Job.lane == lane,
            Job.state.in_([JobState.QUEUED, JobState.RUNNING]),
        )
    )
    return now + load.yields + timedelta(seconds=load.cost + (before or 0.0))


def next_open(session: Session, *, holder: Holder, now: datetime) -> Job | None:
    """The open job whose turn it is, locked; None where there is none for this holder."""
    query = (
        select(Job)
        .where(
            or_(
                and_(Job.state == JobState.QUEUED, or_(Job.attempts == 0, Job.lease_until <= now)),
                and_(Job.state == JobState.RUNNING, Job.lease_until <= now),
            )
        )
        .order_by(Job.due_at, Job.created_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if not _takes_long_ones(session, holder=holder, now=now):
        query = query.where(Job.lane != Lane.LONG)
    return session.scalar(query)


def _takes_long_ones(session: Session, *, holder: Holder, now: datetime) -> bool:
    """Whether one more long job leaves a place of this machine to the quick ones."""
    running = session.scalar(
        select(func.count()).where(
            Job.state == JobState.RUNNING,
            Job.lane == Lane.LONG,
            Job.lease_until > now,
            Job.holder.startswith(f"{holder.machine}/", autoescape=True),
        )
    )
    return (running or 0) < max(1, holder.places - 1)


def seconds_before(session: Session, job: Job) -> Seconds:
    """The CPU seconds of expected work whose turn comes before this job's, what is under way included."""
    ahead = session.scalar(
        select(func.sum(Job.cost)).where(
            Job.id != job.id,
            or_(Job.state == JobState.RUNNING, and_(Job.state == JobState.QUEUED, Job.due_at <= job.due_at)),
        )
    )
    return Seconds(ahead or 0.0)
