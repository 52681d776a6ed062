"""Endless MP3 to many at once: one reader for each channel, one task for each listener, shared bytes.

A listener holds no bytes of its own: it has a number into what the channel remembers (half a minute). Who
is further behind than that, or takes nothing for `PATIENCE_S`, is let go. A channel without listeners
costs nothing.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from broadcast.clock import Clock
from broadcast.playout.air import Air
from broadcast.playout.mp3_air import Group, Mp3Air, Mp3Stream

PATIENCE_S = 20.0
_TURN_S = 0.25
_COUNTED_EVERY = 20
"""Groups between two times that a listener is told to be there: often enough for every minute."""
_log = structlog.get_logger()


class _Channel:
    """The reader of one channel and those who wait for it."""

    def __init__(self, stream: Mp3Stream, clock: Clock) -> None:
        self.stream = stream
        self._clock = clock
        self._came = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self.listeners = 0

    async def groups(self) -> AsyncGenerator[Group]:
        """Groups from some seconds back on, as they come; ends for who falls too far behind."""
        self.listeners += 1
        try:
            if self._reader is None:
                self._reader = asyncio.create_task(self._read())
            while not self.stream.now.groups:
                await self._came.wait()
            number = self.stream.now.beginning
            while True:
                known = self.stream.now
                if number >= known.end:
                    await self._came.wait()
                    continue
                group = known.group(number)
                if group is None:
                    return
                yield group
                number += 1
        finally:
            self.listeners -= 1

    async def _read(self) -> None:
        """Advance the stream for as long as somebody listens."""
        try:
            while self.listeners:
                end = self.stream.now.end
                try:
                    await run_in_threadpool(self.stream.advance, now=self._clock.now())
                except Exception as fault:  # noqa: BLE001  # a storage that is away is asked again
                    _log.warning("an endless MP3 could not be read", cause=repr(fault))
                if self.stream.now.end > end:
                    self._came.set()
                    self._came = asyncio.Event()
                await asyncio.sleep(_TURN_S)
        finally:
            self.stream.forget()
            self._reader = None


class Endless:
    """The endless MP3 of every channel of one process. Only for the event loop's thread."""

    def __init__(self, air: Air) -> None:
        self._source = Mp3Air(air)
        self._clock = air.parts.clock
        self._channels: dict[str, _Channel] = {}

    def listen(self, slug: str) -> AsyncGenerator[Group]:
        """What a channel plays from now on."""
        if slug not in self._channels:
            self._channels[slug] = _Channel(Mp3Stream(self._source, slug), self._clock)
        return self._channels[slug].groups()

    def listeners(self, slug: str) -> int:
        """How many listen to a channel at this moment."""
        return self._channels[slug].listeners if slug in self._channels else 0


class EndlessAnswer(Response):
    """Groups as they come, until the listener leaves, or takes nothing any more.

    `heard` is called now and then while somebody listens, at least twice a minute.
    """

    def __init__(
        self,
        groups: AsyncGenerator[Group],
        *,
        headers: list[tuple[bytes, bytes]],
        titles: bool,
        heard: Callable[[], None] = lambda: None,
        patience: float = PATIENCE_S,
    ) -> None:
        super().__init__()
        self.raw_headers = headers
        self._groups = groups
        self._titles = titles
        self._heard = heard
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        playing = asyncio.create_task(self._play(send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait({playing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (playing, leaving):
                task.cancel()
            with suppress(asyncio.CancelledError, TimeoutError):
                await playing

    async def _play(self, send: Send) -> None:
        told = None
        heard = 0
        async with aclosing(self._groups) as groups:
            async for group in groups:
                if heard % _COUNTED_EVERY == 0:
                    self._heard()
                heard += 1
                body = group.frames
                if self._titles:
                    body = group.untitled if group.title == told else group.titled
                    told = group.title
                async with asyncio.timeout(self._patience):
                    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
