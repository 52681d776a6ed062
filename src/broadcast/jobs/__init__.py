"""Durable work. The database is the truth about what is to be done; messages only hurry it along."""

from broadcast.jobs.models import Job
from broadcast.jobs.port import Dispatcher
from broadcast.jobs.record import Claim, claim, enqueue, finish, give_up, heartbeat, overdue, release

__all__ = [
    "Claim",
    "Dispatcher",
    "Job",
    "claim",
    "enqueue",
    "finish",
    "give_up",
    "heartbeat",
    "overdue",
    "release",
]
