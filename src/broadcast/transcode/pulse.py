"""The pulse of a worker: while it beats, the job is held and its progress is seen."""

from threading import Event, Thread
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy import update

from broadcast.jobs import Claim, heartbeat
from broadcast.jobs.record import HEARTBEAT_SECONDS
from broadcast.library.models import Item
from broadcast.parts import Parts

_log = structlog.get_logger()
_BEAT = min(1.0, HEARTBEAT_SECONDS)
_STEP = 0.005


class LeaseLostError(Exception):
    """Somebody else holds the job now: stop, and touch nothing."""


class Pulse:
    """Beats from a thread of its own while the work goes on.

    The work's share from 0 to 1 is the item's from `begin` to `end`; an item's progress never goes back.
    """

    def __init__(self, parts: Parts, claim: Claim, *, begin: float = 0.0, end: float = 1.0) -> None:
        self._parts = parts
        self._claim = claim
        self._begin, self._end = begin, end
        self._share = 0.0
        self._told = 0.0
        self._lost = Event()
        self._ended = Event()
        self._thread = Thread(target=self._beat, name=f"pulse {claim.job_id}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def progress(self, share: float) -> None:
        """Note how far the work is, 0 to 1. Raises LeaseLostError where it must stop."""
        if self._lost.is_set():
            raise LeaseLostError
        self._share = max(self._share, self._begin + min(share, 1.0) * (self._end - self._begin))

    def _beat(self) -> None:
        beats = 0
        while not self._ended.wait(_BEAT):
            beats += 1
            try:
                self._tell(is_due=beats % int(HEARTBEAT_SECONDS / _BEAT) == 0)
            except Exception:  # noqa: BLE001  # a database that is away for a moment must not stop the pulse
                _log.warning("the pulse could not be written", job=self._claim.job_id, exc_info=True)

    def _tell(self, *, is_due: bool) -> None:
        if not is_due and self._share - self._told < _STEP:
            return
        with self._parts.database.writing() as session:
            if not heartbeat(session, self._claim, now=self._parts.clock.now()):
                self._lost.set()
                return
            session.execute(
                update(Item)
                .where(Item.id == self._claim.subject, Item.progress < self._share)
                .values(progress=round(self._share, 3))
            )
            self._told = self._share
