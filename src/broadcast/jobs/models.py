"""The table of work."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from broadcast.db import Base, new_id


class JobKind(StrEnum):
    """What is to be done with the subject."""

    PREPARE_ITEM = "prepare-item"
    FILM_RANGE = "film-range"
    FILM_JOIN = "film-join"
    TRANSCRIBE = "transcribe"
    REMAKE = "remake"
    EXCERPT = "excerpt"
    SEAM = "seam"


class Lane(StrEnum):
    """What a job is expected to cost: long ones never take every place of a machine.

    Parts of one work are short each and may take every place, but do not make their owner's other jobs
    wait.
    """

    QUICK = "quick"
    LONG = "long"
    PART = "part"


class JobState(StrEnum):
    """`queued` and `running` are open; the others are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Base):
    """One piece of work, on one subject or a numbered part of it, claimed by at most one holder at a time.

    `cost` is the CPU seconds it is expected to take, `owner` whom it is done for (fairness is between
    owners), `due_at` its place in the queue. `pardons` counts the attempts that ended with their whole
    worker, which says nothing about the work.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_open", "state", "lease_until"), Index("ix_job_due", "state", "due_at"))

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(36), index=True)
    part: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10), default=JobState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    pardons: Mapped[int] = mapped_column(default=0)
    cost: Mapped[float] = mapped_column(default=0.0)
    lane: Mapped[str] = mapped_column(String(10), default=Lane.QUICK)
    owner: Mapped[str] = mapped_column(String(40), default="")
    due_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    holder: Mapped[str | None] = mapped_column(String(120))
    lease_until: Mapped[datetime]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
