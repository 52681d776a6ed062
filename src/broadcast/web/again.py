"""What a live address does for whoever listens later: the moment asked for, segments and inits of then."""

from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from broadcast.errors import UnknownError
from broadcast.media.package import Rendition
from broadcast.playout.again import moment_asked
from broadcast.playout.air import OnAir
from broadcast.playout.segments import EVERYTHING_HEARD, Unheard
from broadcast.playout.timeline import Spot
from broadcast.web.house import House, address_of

_ASKED = "from"


def moment_of(request: Request, channel: OnAir, *, now: datetime) -> datetime | None:
    """The moment of `?from=`; None of a listener who wants the present. Raises as `moment_asked` does."""
    asked = request.query_params.get(_ASKED)
    return moment_asked(asked, now=now, zone=ZoneInfo(channel.timezone)) if asked else None


def listener_of(request: Request) -> str:
    """What tells listeners apart while a minute is counted; it is kept nowhere."""
    return f"{address_of(request)} {request.headers.get('user-agent', '')}"


async def published_spot(house: House, channel: OnAir, sequence: int) -> tuple[Spot, Unheard]:
    """A published segment, live or of the last 31 days, and what may not be heard again there."""
    now = house.parts.clock.now()
    try:
        return house.air.published_spot(channel, sequence, now=now), EVERYTHING_HEARD
    except UnknownError:
        return await run_in_threadpool(house.archive.spot, channel, sequence, now=now)


def init_bytes(house: House, channel: OnAir, rendition: Rendition, digest: str) -> bytes:
    """An init by its hash: of the live timeline, else of the last 31 days. Raises UnknownError."""
    try:
        return house.segments.init(channel, rendition, digest)
    except UnknownError:
        now = house.parts.clock.now()
        package = house.archive.init(channel, rendition, digest, now=now)
        return house.segments.init_of(package, rendition)
