"""One request at a time for each thing: a newer one ends the older, whose connection may be dead unseen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_PATIENCE_S = 10.0


class OneAtATime:
    """Requests under way in this process, by what they are at. Only for the event loop's thread."""

    def __init__(self) -> None:
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def interrupt(self, name: str) -> None:
        """Have whoever is at it stop, and wait until they have put away what they hold."""
        task = self._under_way.get(name)
        if task is not None and task is not asyncio.current_task():
            task.cancel()
            await asyncio.wait({task}, timeout=_PATIENCE_S)

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[None]:
        """Be the one who is at it."""
        await self.interrupt(name)
        mine = asyncio.current_task()
        if mine is None:
            raise RuntimeError("only a task can be interrupted")
        self._under_way[name] = mine
        try:
            yield
        finally:
            if self._under_way.get(name) is mine:
                del self._under_way[name]
