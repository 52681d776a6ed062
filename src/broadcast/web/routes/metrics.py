"""Figures for Prometheus. They tell what the station is busy with, so not everybody may read them."""

from ipaddress import ip_address

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from broadcast.errors import ForbiddenError, marked
from broadcast.web.house import TheHouse, actor_of_request

router = APIRouter(tags=["health"])
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


@router.get("/metrics")
def metrics(request: Request, house: TheHouse) -> Response:
    """To this machine itself, and to an administrator (by key). Raises ForbiddenError, UnsignedError.

    A request that came through a proxy is not from this machine, whatever it says.
    """
    if not _is_from_here(request) and not actor_of_request(request).is_admin:
        raise ForbiddenError(
            "not_for_you",
            marked("These figures are for the station's administrators."),
            marked("Ask from the station's own machine, or with an administrator's key."),
        )
    body = generate_latest(house.measures.registry)
    return Response(body, headers={"Cache-Control": "no-store"}, media_type=CONTENT_TYPE_LATEST)


def _is_from_here(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
