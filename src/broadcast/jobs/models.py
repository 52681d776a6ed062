"""The table of work."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from broadcast.db import Base, new_id


class JobKind(StrEnum):
    """What is to be done with the subject."""

    PREPARE_ITEM = "prepare-item"


class JobState(StrEnum):
    """`queued` and `running` are open; the others are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One piece of work, on one subject, claimed by at most one holder at a time."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_open", "state", "lease_until"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(36), index=True)
    state: Mapped[str] = mapped_column(String(10), default=JobState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    holder: Mapped[str | None] = mapped_column(String(120))
    lease_until: Mapped[datetime]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
