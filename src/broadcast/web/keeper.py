"""The keeper of a web process's air: threads that keep the ledger extended and the view fresh.

What is withdrawn has a thread of its own: within a second of the click no request gets it, however long
an extension of many channels takes.
"""

from collections.abc import Callable
from threading import Event, Thread

import structlog

from broadcast.playout.air import Air

_log = structlog.get_logger()
_KEEP_SECONDS = 2.0
_WITHDRAWN_SECONDS = 0.4
_FIRST_WITHIN_S = 4.0
"""Who asks meanwhile waits; of a database that is away for longer they are told."""


class Keeper:
    """Keeps one process's air until it is stopped. A database that is away is asked again."""

    def __init__(self, air: Air) -> None:
        self._air = air
        self._ended, self._has_read = Event(), Event()
        self._threads = [
            Thread(target=self._repeat, args=turn, name=f"keeper of the air: {turn[0].__name__}", daemon=True)
            for turn in ((air.keep, _KEEP_SECONDS), (air.refresh_withdrawn, _WITHDRAWN_SECONDS))
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def await_first(self) -> None:
        """Wait until the air was read, but not long for a database that does not answer.

        A process that took requests before would know of no channel.
        """
        self._has_read.wait(_FIRST_WITHIN_S)

    def stop(self) -> None:
        """End, after the turns that are going on."""
        self._ended.set()
        for thread in self._threads:
            thread.join(timeout=5)

    def _repeat(self, turn: Callable[[], object], seconds: float) -> None:
        while not self._ended.is_set():
            try:
                turn()
            except Exception as fault:  # noqa: BLE001  # the air goes on from what is known; the next turn asks again
                _log.warning("the air could not be read", cause=repr(fault))
            if self._air.view.read_at is not None:
                self._has_read.set()
            self._ended.wait(seconds)
