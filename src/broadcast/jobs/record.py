"""The life of a job: enqueue, claim, heartbeat, finish; and what the sweep looks for.

A worker that dies keeps its lease until it runs out, or until the next worker of its machine sees that
it is gone; then the job is announced again. Doing a job twice is harmless (outputs are named by their
content), doing it at the same time is prevented by the lease, and a job that fails three times is given
up. An attempt that ended because the whole worker did is pardoned: that says nothing about the work,
until it has happened too often to be chance.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from broadcast.db import after_commit
from broadcast.jobs.models import Job, JobKind, JobState
from broadcast.jobs.order import Holder, Load, due, lane_of, next_open
from broadcast.jobs.port import Dispatcher

LEASE = timedelta(seconds=30)
HEARTBEAT_SECONDS = 5.0
PATIENCE = timedelta(seconds=10)  # how long a message may take before it is sent again
MOST_ATTEMPTS = 3
MOST_PARDONS = 12
NO_LOAD = Load()


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on a job. `exhausted` means it must be given up, not tried again."""

    job_id: str
    kind: JobKind
    subject: str
    holder: str
    exhausted: bool
    part: int | None = None


def enqueue(  # noqa: PLR0913  # what, on what, which part of it, what it weighs; when, and whom to tell
    session: Session,
    *,
    kind: JobKind,
    subject: str,
    now: datetime,
    dispatcher: Dispatcher,
    load: Load = NO_LOAD,
    part: int | None = None,
) -> str:
    """Write the job beside what needs it; announce it once that is committed. Gives its id."""
    lane = lane_of(load.cost, part=part)
    job = Job(
        kind=kind,
        subject=subject,
        part=part,
        created_at=now,
        lease_until=now + PATIENCE,
        cost=load.cost,
        lane=lane,
        owner=load.owner,
        due_at=due(session, load, lane=lane, now=now),
    )
    session.add(job)
    session.flush()
    job_id = job.id
    after_commit(session, lambda: dispatcher.send(job_id))
    return job_id


def claim_next(session: Session, *, holder: Holder, now: datetime) -> Claim | None:
    """Take the open job whose turn it is; None where there is none."""
    job = next_open(session, holder=holder, now=now)
    return _taken(job, holder=holder.word, now=now) if job is not None else None


def claim(session: Session, job_id: str, *, holder: str, now: datetime) -> Claim | None:
    """Take one open job that nobody holds; None where somebody does, or it has ended."""
    job = session.get(Job, job_id, with_for_update=True)
    if job is None or job.state not in {JobState.QUEUED, JobState.RUNNING}:
        return None
    if job.state == JobState.RUNNING and job.lease_until > now:
        return None
    return _taken(job, holder=holder, now=now)


def _taken(job: Job, *, holder: str, now: datetime) -> Claim:
    job.state, job.holder, job.lease_until = JobState.RUNNING, holder, now + LEASE
    job.started_at = now
    job.attempts += 1
    exhausted = job.attempts - min(job.pardons, MOST_PARDONS) > MOST_ATTEMPTS
    return Claim(job.id, JobKind(job.kind), job.subject, holder, exhausted, job.part)


def heartbeat(session: Session, held: Claim, *, now: datetime) -> bool:
    """Extend the lease. False where it was lost: the work must stop."""
    kept = session.execute(
        update(Job)
        .where(Job.id == held.job_id, Job.holder == held.holder, Job.state == JobState.RUNNING)
        .values(lease_until=now + LEASE)
        .returning(Job.id)
    )
    return kept.first() is not None


def finish(session: Session, held: Claim, *, now: datetime) -> bool:
    """Note the end, in the transaction that keeps the result. False where the lease was lost."""
    return _end(session, held, state=JobState.DONE, now=now)


def give_up(session: Session, held: Claim, *, now: datetime) -> bool:
    """Note that it failed for good, beside what tells the depositor why. False where the lease was lost."""
    return _end(session, held, state=JobState.FAILED, now=now)


def release(session: Session, held: Claim, *, now: datetime) -> None:
    """Put it back for a later try: something the station needs did not answer."""
    session.execute(
        update(Job)
        .where(Job.id == held.job_id, Job.holder == held.holder, Job.state == JobState.RUNNING)
        .values(state=JobState.QUEUED, holder=None, lease_until=now + PATIENCE)
    )


def count_of(session: Session, *, kind: JobKind, subject: str, states: Collection[JobState]) -> int:
    """How many jobs of a kind a subject has in these states."""
    counted = select(func.count()).where(Job.kind == kind, Job.subject == subject, Job.state.in_(states))
    return session.scalar(counted) or 0


def count_by_state(session: Session) -> dict[str, int]:
    """How many jobs are in each state, the empty ones too."""
    counted = session.execute(select(Job.state, func.count()).group_by(Job.state))
    return dict.fromkeys(JobState, 0) | {state: count for state, count in counted}  # noqa: C416  # rows, not pairs


def cancel(session: Session, *, subject: str, now: datetime) -> int:
    """End every open job of a subject; whoever holds one loses it at the next heartbeat. Gives how many."""
    ended = session.execute(
        update(Job)
        .where(Job.subject == subject, Job.state.in_([JobState.QUEUED, JobState.RUNNING]))
        .values(state=JobState.CANCELLED, holder=None, ended_at=now)
        .returning(Job.id)
    )
    return len(ended.all())


def pardon_lost(session: Session, *, machine: str, is_alive: Callable[[str], bool], now: datetime) -> int:
    """Put back what workers of this machine held that are gone, as if it had not been tried.

    `is_alive` is asked of each holder's word. Gives how many.
    """
    held = session.scalars(
        select(Job)
        .where(Job.state == JobState.RUNNING, Job.holder.startswith(f"{machine}/", autoescape=True))
        .with_for_update(skip_locked=True)
    )
    lost = [job for job in held if job.holder is not None and not is_alive(job.holder)]
    for job in lost:
        job.state, job.holder, job.lease_until = JobState.QUEUED, None, now
        job.pardons += 1
    return len(lost)


def _end(session: Session, held: Claim, *, state: JobState, now: datetime) -> bool:
    ended = session.execute(
        update(Job)
        .where(Job.id == held.job_id, Job.holder == held.holder, Job.state == JobState.RUNNING)
        .values(state=state, ended_at=now)
        .returning(Job.id)
    )
    return ended.first() is not None


def overdue(session: Session, *, now: datetime, most: int = 100) -> list[str]:
    """Open jobs that nobody holds any more, oldest first.

    One that was never tried is given patience anew. One that was put back is not: until its lease has run
    out it may not be taken, so whoever put that off at each announcement would keep it from ever being.
    """
    found = list(
        session.scalars(
            select(Job.id)
            .where(Job.state.in_([JobState.QUEUED, JobState.RUNNING]), Job.lease_until <= now)
            .order_by(Job.created_at)
            .limit(most)
        )
    )
    session.execute(
        update(Job)
        .where(Job.id.in_(found), Job.state == JobState.QUEUED, Job.attempts == 0)
        .values(lease_until=now + PATIENCE)
    )
    return found
