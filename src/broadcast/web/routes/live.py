"""The live stream. The hot path asks memory first; only a miss goes to a thread and the storage."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from broadcast.errors import UnknownError, marked
from broadcast.media.grid import TARGET_DURATION
from broadcast.media.package import Rendition
from broadcast.playout.air import OnAir
from broadcast.web.again import init_bytes, listener_of, moment_of, published_spot
from broadcast.web.house import House, house_of
from broadcast.web.live_text import Text
from broadcast.web.ranges import bytes_answer, is_unchanged

router = APIRouter(prefix="/live", tags=["live"])
PLAYLIST_TYPE = "application/vnd.apple.mpegurl"
_OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Date"}
_PLAYLIST = _OPEN | {"Vary": "Accept-Encoding"}
_BRIEFLY = "public, max-age=1"
_TOP_SECONDS = 60
_SEGMENT = _OPEN | {"Cache-Control": "public, max-age=120"}
_INIT = _OPEN | {"Cache-Control": "public, max-age=31536000, immutable"}
_LARGEST_NUMBER = 2**63

Name = Annotated[str, Path(max_length=60)]


async def fresh_channel(house: House, slug: str) -> OnAir:
    """The channel, read again first where the keeper has fallen behind."""
    await house.freshener.refresh()
    return house.air.channel(slug)


def shared_freshness(until: datetime | None, *, now: datetime) -> str:
    """What a playlist that is the same `until` then may be kept for: longer by a cache than by a player.

    A cache tells its readers max-age without what it has used up of it, so only s-maxage may be long
    (RFC 9111 §5.2.2.10); it is whole seconds downwards, and never more than a target duration.
    """
    left = int((until - now).total_seconds()) if until is not None else 0
    return f"{_BRIEFLY}, s-maxage={max(1, min(TARGET_DURATION, left))}"


def _text_answer(request: Request, text: Text, *, kept: str) -> Response:
    headers = _PLAYLIST | {"ETag": text.etag, "Cache-Control": kept}
    if is_unchanged(request, text.etag):
        return Response(status_code=304, headers=headers)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    if packed:
        headers["Content-Encoding"] = "gzip"
    body = text.packed if packed else text.plain
    if request.method == "HEAD":
        return Response(headers=headers | {"Content-Length": str(len(body))}, media_type=PLAYLIST_TYPE)
    return Response(body, headers=headers, media_type=PLAYLIST_TYPE)


def _rendition(name: str, channel: OnAir) -> Rendition:
    try:
        rendition = Rendition(name)
    except ValueError:
        rendition = None
    if rendition is None or (rendition.is_video and not channel.has_picture):
        raise UnknownError("unknown_rendition", marked("This channel has no such stream."))
    return rendition


@router.api_route("/{slug}/index.m3u8", methods=["GET", "HEAD"])
async def multivariant(request: Request, slug: Name) -> Response:
    """The multivariant playlist (RFC 8216 §4.3.4); `from` is handed on to those it names."""
    house = house_of(request)
    channel = await fresh_channel(house, slug)
    moment = moment_of(request, channel, now=house.parts.clock.now())
    if moment is not None:
        return _text_answer(request, house.again_text.multivariant(channel, moment), kept=_BRIEFLY)
    text = house.live_text.multivariant(channel)
    return _text_answer(request, text, kept=f"{_BRIEFLY}, s-maxage={_TOP_SECONDS}")


@router.api_route("/{slug}/{rendition}.m3u8", methods=["GET", "HEAD"])
async def media(request: Request, slug: Name, rendition: str) -> Response:
    """One rendition's playlist (RFC 8216 §4.3.3), from now or from a moment that was."""
    house = house_of(request)
    channel = await fresh_channel(house, slug)
    wanted = _rendition(rendition, channel)
    now = house.parts.clock.now()
    house.audience.heard_by(channel.id, listener_of(request), now=now)
    moment = moment_of(request, channel, now=now)
    if moment is not None:
        text = await run_in_threadpool(house.again_text.media, channel, wanted, moment, now=now)
        return _text_answer(request, text, kept=_BRIEFLY)
    kept = shared_freshness(house.air.next_after(channel, house.air.edge(channel, now=now)), now=now)
    return _text_answer(request, house.live_text.media(channel, wanted, now=now), kept=kept)


@router.api_route("/{slug}/{rendition}/init-{digest}.mp4", methods=["GET", "HEAD"])
async def init(request: Request, slug: Name, rendition: str, digest: str) -> Response:
    """An init segment, named by its hash: it never changes."""
    house = house_of(request)
    channel = await fresh_channel(house, slug)
    wanted = _rendition(rendition, channel)
    body = await run_in_threadpool(init_bytes, house, channel, wanted, digest)
    return bytes_answer(request, body, media_type="video/mp4", etag=f'"{digest}"', headers=_INIT)


@router.api_route("/{slug}/{rendition}/{number}.m4s", methods=["GET", "HEAD"])
async def segment(request: Request, slug: Name, rendition: str, number: str) -> Response:
    """A media segment, stored bytes patched for their place."""
    house = house_of(request)
    channel = await fresh_channel(house, slug)
    wanted = _rendition(rendition, channel)
    sequence = int(number) if number.isascii() and number.isdigit() and len(number) < 20 else _LARGEST_NUMBER  # noqa: PLR2004  # digits of 2^63
    spot, unheard = await published_spot(house, channel, sequence)
    found = house.segments.cached(channel, wanted, spot, unheard=unheard)
    if found is None:
        found = await run_in_threadpool(house.segments.segment, channel, wanted, spot, unheard=unheard)
    return bytes_answer(request, found.body, media_type="video/mp4", etag=found.etag, headers=_SEGMENT)
