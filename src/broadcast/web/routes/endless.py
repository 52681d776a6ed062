"""`/live/{channel}.mp3`: the endless MP3 with ICY titles, for radios that know no HLS."""

from fastapi import APIRouter, Request, Response

from broadcast.media.mp3 import MP3_BITS_PER_SECOND
from broadcast.playout.air import OnAir
from broadcast.playout.mp3_frames import GROUP_BYTES
from broadcast.web.again import listener_of
from broadcast.web.endless import EndlessAnswer
from broadcast.web.house import house_of, public_base
from broadcast.web.routes.live import Name, fresh_channel

router = APIRouter(prefix="/live", tags=["live"])
_FOR_EVER = 2**31 - 1
"""Bytes told to clients of HTTP/1.0, who know no chunks: 37 hours, the most that old ones can count."""
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Icy-MetaData, Range",
    "Access-Control-Expose-Headers": "icy-name, icy-br, icy-metaint, icy-url, icy-sr",
}


@router.api_route("/{slug}.mp3", methods=["GET", "HEAD"])
async def endless(request: Request, slug: Name) -> Response:
    """The channel as MP3 at 128 kbit/s from some seconds ago, at the pace of the clock, for ever."""
    house = house_of(request)
    channel = await fresh_channel(house, slug)
    titles = request.headers.get("icy-metadata", "").strip() == "1"
    headers = icy_headers(channel, page=f"{public_base(request)}/channels/{slug}", titles=titles)
    if request.scope["http_version"] == "1.0":
        headers["Content-Length"] = str(_FOR_EVER)
    encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    who = listener_of(request)

    def heard() -> None:
        house.audience.heard_by(channel.id, who, now=house.parts.clock.now())

    return EndlessAnswer(house.endless.listen(slug), headers=encoded, titles=titles, heard=heard)


@router.options("/{slug}.mp3")
async def may_ask(request: Request, slug: Name) -> Response:
    """A page elsewhere may ask with ICY's header (Fetch §4.8, the CORS preflight)."""
    house_of(request).air.channel(slug)
    return Response(status_code=204, headers=_OPEN)


def icy_headers(channel: OnAir, *, page: str, titles: bool) -> dict[str, str]:
    """What ICY clients read of a stream. A name is UTF-8, as everybody sends it, on one line."""
    told = {
        "Content-Type": "audio/mpeg",
        "Cache-Control": "no-store",
        "Accept-Ranges": "none",
        "X-Accel-Buffering": "no",
        "icy-name": " ".join(channel.name.split()),
        "icy-url": page,
        "icy-br": str(MP3_BITS_PER_SECOND // 1_000),
        "icy-sr": "48000",
        "icy-pub": "0",
    }
    return told | _OPEN | ({"icy-metaint": str(GROUP_BYTES)} if titles else {})
