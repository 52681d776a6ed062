"""A thread that writes down each minute how many listened. It stands apart from the keeper of the air."""

from threading import Event, Thread

import structlog

from broadcast.parts import Parts
from broadcast.web.audience import Audience

_log = structlog.get_logger()
_TURN_SECONDS = 20.0


class Counting:
    """Writes until it is stopped. What cannot be written is not counted."""

    def __init__(self, audience: Audience, parts: Parts) -> None:
        self._audience = audience
        self._parts = parts
        self._ended = Event()
        self._thread = Thread(target=self._run, name="counting listeners", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._ended.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._ended.wait(_TURN_SECONDS):
            try:
                self._audience.keep(self._parts.database, now=self._parts.clock.now())
            except Exception as fault:  # noqa: BLE001  # a minute not counted is no reason to stop counting
                _log.warning("the listeners of a minute are not counted", cause=repr(fault))
