"""The keeper of a web process's air: a thread that keeps the ledger extended and the view fresh."""

from threading import Event, Thread

import structlog

from broadcast.playout.air import Air

_log = structlog.get_logger()
_TURN_SECONDS = 0.5
_KEEP_EVERY = 4  # turns


class Keeper:
    """Keeps one process's air until it is stopped. A database that is away is asked again."""

    def __init__(self, air: Air) -> None:
        self._air = air
        self._ended = Event()
        self._thread = Thread(target=self._run, name="keeper of the air", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, after the turn that is going on."""
        self._ended.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        turn = 0
        while not self._ended.is_set():
            try:
                self._air.keep() if turn % _KEEP_EVERY == 0 else self._air.refresh_withdrawn()
            except Exception as fault:  # noqa: BLE001  # the air goes on from what is known; the next turn asks again
                _log.warning("the air could not be read", cause=repr(fault))
            turn += 1
            self._ended.wait(_TURN_SECONDS)
