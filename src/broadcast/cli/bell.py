"""Waiting for whatever happens first: a child's end, a wish to stop, or some seconds."""

import select
import signal
import socket
from types import FrameType, TracebackType
from typing import Self

_STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Bell:
    """Rings when a signal comes, while the context lasts; `asked_to_stop` once one of them means stop.

    Only for the main thread. A child's end rings too, so that it is noticed at once.
    """

    def __init__(self) -> None:
        self.asked_to_stop = False

    def __enter__(self) -> Self:
        self._ear, self._clapper = socket.socketpair()
        self._ear.settimeout(0)
        self._clapper.settimeout(0)
        signal.set_wakeup_fd(self._clapper.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, self._stop) for number in _STOPS}
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, self._ring)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)
        signal.set_wakeup_fd(-1)
        self._ear.close()
        self._clapper.close()

    def wait(self, seconds: float) -> bool:
        """Return when it rings (true), or after so many seconds (false)."""
        rang = bool(select.select([self._ear], [], [], max(0.0, seconds))[0])
        if rang:
            self._ear.recv(1024)
        return rang

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def _ring(self, _number: int, _frame: FrameType | None) -> None:
        """Nothing to do: that the signal has a handler makes it ring."""
