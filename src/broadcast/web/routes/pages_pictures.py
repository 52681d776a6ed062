"""Pictures of shows and episodes, by the name of their content."""

from fastapi import APIRouter, Request, Response

from broadcast.errors import UnknownError, marked
from broadcast.library import keys
from broadcast.library.repository import episode_by_id
from broadcast.web.blobs import blob_answer
from broadcast.web.house import House, TheHouse

router = APIRouter(include_in_schema=False)
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable", "Access-Control-Allow-Origin": "*"}
_BRIEFLY = {"Cache-Control": "public, max-age=120"}


@router.api_route("/covers/{name}.jpg", methods=["GET", "HEAD"])
def cover(request: Request, house: TheHouse, name: str) -> Response:
    """A show's cover, or a smaller one; where there is no tiny one yet, the small one is that."""
    key = keys.cover(name)
    if key == keys.tiny(keys.whole(key)) and not house.parts.storage.exists(key):
        key = keys.small(keys.whole(key))
    return _picture(request, house, key, headers=_FOR_EVER)


@router.api_route("/episodes/{episode_id}/still.jpg", methods=["GET", "HEAD"])
def still(request: Request, house: TheHouse, episode_id: str) -> Response:
    """A film's still picture, as long as its episode is published."""
    with house.parts.database.reading() as session:
        item = episode_by_id(session, episode_id).item
    return still_answer(request, house, key=item.still or keys.still(str(item.package)))


def still_answer(request: Request, house: House, *, key: str) -> Response:
    """One of an item's stills; it may choose another at any time."""
    return _picture(request, house, key, headers=_BRIEFLY)


def _picture(request: Request, house: House, key: str, *, headers: dict[str, str]) -> Response:
    try:
        return blob_answer(request, house.parts.storage, key, media_type="image/jpeg", headers=headers)
    except ValueError:
        raise UnknownError("unknown_picture", marked("There is no such picture.")) from None
