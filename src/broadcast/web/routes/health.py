"""Alive, and able to serve."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from broadcast.db.current import is_current
from broadcast.errors import BroadcastError
from broadcast.library import keys
from broadcast.web.house import House, TheHouse

router = APIRouter(tags=["health"])
_FRESH = {"Cache-Control": "no-store"}


@router.api_route("/healthz", methods=["GET", "HEAD"])
async def alive() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"alive": True}, headers=_FRESH)


@router.api_route("/readyz", methods=["GET", "HEAD"])
def ready(house: TheHouse) -> JSONResponse:
    """The database, the storage and the air answer; 503 with what does not."""
    found = {
        "database": _database(house),
        "storage": _storage(house),
        "air": house.air.view.read_at is not None,
    }
    return JSONResponse(
        {"ready": all(found.values()), "parts": found},
        status_code=200 if all(found.values()) else 503,
        headers=_FRESH,
    )


def _database(house: House) -> bool:
    try:
        return is_current(house.parts.database)
    except SQLAlchemyError:
        return False


def _storage(house: House) -> bool:
    try:
        return house.parts.storage.exists(keys.index(keys.STAND_BY))
    except BroadcastError:
        return False
