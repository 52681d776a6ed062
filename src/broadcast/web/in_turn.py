"""Public pages are made two at a time (decision 41): more at once only makes each of them slower."""

from collections.abc import AsyncIterator

from fastapi import Depends

_AT_ONCE = 2


async def _turn() -> AsyncIterator[None]:
    yield


IN_TURN = Depends(_turn, scope="function", max_concurrency=_AT_ONCE)
"""For the routes that make them. Who waits holds no thread; a turn ends before the answer is sent."""
