"""Reading the air again for a request, where the keeper has fallen behind: once for all who ask.

A database that does not answer holds up nobody for long: the air goes on from memory.
"""

import asyncio

import structlog
from starlette.concurrency import run_in_threadpool

from broadcast.playout.air import Air

_log = structlog.get_logger()


class Freshener:
    """One reading at a time. Only for the event loop's thread.

    `patience_s` is how long those who ask wait for it together.
    """

    def __init__(self, air: Air) -> None:
        self.patience_s = 0.5
        self._air = air
        self._reading: asyncio.Task[None] | None = None
        self._patient_until = 0.0

    async def refresh(self) -> None:
        """Read again where that is needed; wait for it as long as all who ask have patience together."""
        if not self._air.is_stale(self._air.parts.clock.now()):
            return
        clock = asyncio.get_running_loop().time
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read())
            self._patient_until = clock() + self.patience_s
        patience = self._patient_until - clock()
        if patience > 0:
            await asyncio.wait({self._reading}, timeout=patience)

    async def _read(self) -> None:
        try:
            await run_in_threadpool(self._air.keep)
        except Exception as fault:  # noqa: BLE001  # the air goes on from what is known
            _log.warning("the air could not be read", cause=repr(fault))
