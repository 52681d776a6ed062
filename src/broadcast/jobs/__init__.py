"""Durable work. The database is the truth about what is to be done; messages only hurry it along."""

from broadcast.jobs.models import Job
from broadcast.jobs.order import AT_HAND, Holder, Load
from broadcast.jobs.port import Dispatcher
from broadcast.jobs.record import (
    Claim,
    cancel,
    claim,
    claim_next,
    count_of,
    enqueue,
    finish,
    give_up,
    heartbeat,
    overdue,
    pardon_lost,
    release,
)

__all__ = [
    "AT_HAND",
    "Claim",
    "Dispatcher",
    "Holder",
    "Job",
    "Load",
    "cancel",
    "claim",
    "claim_next",
    "count_of",
    "enqueue",
    "finish",
    "give_up",
    "heartbeat",
    "overdue",
    "pardon_lost",
    "release",
]
