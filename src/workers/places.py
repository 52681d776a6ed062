"""How many threads of this worker may be at a thing at once; whoever finds no place goes away.

Celery has `AT_HAND` threads more than there are places for jobs. So what is short (listening to the
channels, extending ledgers, the post) never waits for a transcode, and never makes a deposit wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Places:
    """Places that are taken for the time of some work."""

    def __init__(self) -> None:
        self._taken = 0
        self._lock = Lock()

    @contextmanager
    def one(self, *, of: int) -> Iterator[bool]:
        """Take a place, where fewer than `of` are taken: whether there was one."""
        with self._lock:
            is_free = self._taken < of
            self._taken += is_free
        try:
            yield is_free
        finally:
            with self._lock:
                self._taken -= is_free
