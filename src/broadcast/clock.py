"""The one clock. It is made at an entry point and handed down; nothing else asks the machine."""

import time
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol

_STEP_BACK, _STEP_ON = timedelta(seconds=-0.05), timedelta(seconds=1)
_GIVEN_BACK = 0.01


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def elapsed(self) -> float:
        """Seconds since some moment: it goes on by what passes, whatever the clock is set to."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()


class SteadyClock:
    """Another clock, but never going back: nothing that was told of a moment is taken back.

    Where the other steps back, this one goes on from where it was and gives the time back slowly, one
    second in a hundred; a step forward is followed at once.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._seen, self._at = clock.now(), clock.elapsed()
        self._ahead = timedelta(0)
        self._told = self._seen

    def now(self) -> datetime:
        """The present moment, aware, in UTC; never before one that was told earlier."""
        with self._lock:
            self._look()
            self._told = max(self._told, self._seen + self._ahead)
            return self._told

    def elapsed(self) -> float:
        """Seconds since some moment."""
        return self._clock.elapsed()

    def not_before(self, moment: datetime) -> None:
        """Somebody else has told of this moment: go on from there at the least."""
        with self._lock:
            self._look()
            self._ahead = max(self._ahead, moment - self._seen)

    @property
    def ahead(self) -> timedelta:
        """How much this clock is ahead of the other."""
        with self._lock:
            return self._ahead

    def _look(self) -> None:
        """See what the other clock shows, and by how much it was set since the last look."""
        seen, at = self._clock.now(), self._clock.elapsed()
        passed = timedelta(seconds=max(0.0, at - self._at))
        self._ahead = ahead_after(self._ahead, stepped=(seen - self._seen) - passed, passed=passed)
        self._seen, self._at = seen, at


def ahead_after(ahead: timedelta, *, stepped: timedelta, passed: timedelta) -> timedelta:
    """How much a steady clock is ahead after `passed`, in which the other stepped by `stepped`."""
    if stepped < _STEP_BACK or stepped > _STEP_ON:
        ahead -= stepped
    return max(timedelta(0), ahead - passed * _GIVEN_BACK)
