"""The API of items: deposit, look, review."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from broadcast.accounts.roles import Actor, Role, require_known, require_role
from broadcast.errors import ConflictError, InvalidError, marked
from broadcast.feeds.publish import publish, take_back
from broadcast.ingest.deposit import Told, check_told, receive
from broadcast.ingest.quarantine import Arrival
from broadcast.jobs.estimate import remaining
from broadcast.library import keys, review
from broadcast.library.models import Item
from broadcast.library.repository import (
    episode_of_item,
    episodes_of_items,
    item_for,
    items_seen_by,
    require_hand_on,
    twins_of,
)
from broadcast.library.states import ItemState
from broadcast.media.units import Bytes
from broadcast.web.arrivals import DepositReader
from broadcast.web.blobs import blob_answer
from broadcast.web.house import Asker, Base, House, Known, Language, TheHouse, actor_of_request, house_of
from broadcast.web.shapes import Reason, item_shape

router = APIRouter(prefix="/api/v1/items", tags=["items"])
_FORM_OVERHEAD = 64 << 10


async def take_deposit(request: Request, house: House, actor: Actor) -> Item:
    """Stream a deposit to quarantine and make it an item. Raises before a byte is kept where it may not."""
    require_known(actor)
    length = request.headers.get("content-length", "")
    most = Bytes(house.parts.settings.upload_max_bytes)
    expected = Bytes(max(0, int(length) - _FORM_OVERHEAD)) if length.isdigit() else None
    with Arrival(house.parts.settings.quarantine, most=most, expected=expected) as arrival:
        reader = DepositReader(request.headers.get("content-type", ""), arrival)
        await reader.read(request.stream())
        told = Told(
            **{name: reader.fields.get(name, default) for name, default in FIELDS.items()},
            file_name=reader.file_name or "",
        )
        with house.parts.database.reading() as session:
            check_told(session, told, actor=actor)
        arrived = await run_in_threadpool(arrival.complete)
        try:
            return await run_in_threadpool(receive, house.parts, arrived, told, actor=actor)
        except BaseException:
            arrived.path.unlink(missing_ok=True)
            raise


FIELDS = {
    "title": "", "show": "", "kind": "episode", "rights": "free", "description": "", "licence": "",
    "places": "", "people": "", "keywords": "", "happened": "",
}  # fmt: skip
"""What a deposit's form may tell besides the file, and what is meant where it does not."""


@router.post("", status_code=202)
async def deposit(request: Request) -> dict[str, str]:
    """Take a sound or a film: multipart `file`, with `title`, `show`, `kind`, `rights` and so on."""
    house = house_of(request)
    actor = await run_in_threadpool(actor_of_request, request)
    item = await take_deposit(request, house, actor)
    return {"id": item.id, "state": item.state}


@router.get("")
def list_items(
    house: TheHouse,
    actor: Asker,
    base: Base,
    language: Language,
    state: Annotated[str | None, Query(max_length=20)] = None,
    show: Annotated[str | None, Query(max_length=60)] = None,
) -> list[dict[str, Any]]:
    """What one may see, newest first."""
    if state is not None and state not in set(ItemState):
        raise InvalidError(
            "unknown_value",
            marked("“{value}” is not known for “{field}”."),
            marked("Use one of: {known}."),
            value=state,
            field="state",
            known=", ".join(ItemState),
        )
    with house.parts.database.reading() as session:
        found = items_seen_by(session, actor, state=ItemState(state) if state else None, show=show)
        episodes = episodes_of_items(session, [item.id for item in found])
    return [item_shape(one, episode=episodes.get(one.id), base=base, language=language) for one in found]


@router.get("/{item_id}")
def show_item(house: TheHouse, actor: Asker, base: Base, language: Language, item_id: str) -> dict[str, Any]:
    """One item, with the seconds its preparation will take and what else holds the same bytes."""
    with house.parts.database.reading() as session:
        item = item_for(session, item_id, actor=actor)
        shape = item_shape(item, episode=episode_of_item(session, item.id), base=base, language=language)
        left = remaining(session, subject=item.id, share=item.progress, now=house.parts.clock.now())
        twins = twins_of(session, item, actor=actor)
    return shape | {"remaining": None if left is None else round(left), "same_as": [one.id for one in twins]}


@router.api_route("/{item_id}/original", methods=["GET", "HEAD"])
def original(request: Request, house: TheHouse, actor: Known, item_id: str) -> Response:
    """The file as deposited, byte for byte, for those who made or review it."""
    with house.parts.database.reading() as session:
        item = item_for(session, item_id, actor=actor)
        require_hand_on(item, actor)
        if item.depositor_id != actor.person_id:
            require_role(actor, Role.HOST, structure_id=item.structure_id)
    if item.package is None:
        raise ConflictError(
            "not_ready", marked("This piece is still being prepared."), marked("Come back in a moment.")
        )
    return blob_answer(
        request,
        house.parts.storage,
        keys.original(item.source_sha),
        media_type="application/octet-stream",
        headers={"Content-Disposition": "attachment", "Cache-Control": "private, no-store"},
    )


def _answer(house: House, item: Item, *, base: str, language: str) -> dict[str, Any]:
    with house.parts.database.reading() as session:
        episode = episode_of_item(session, item.id)
    return item_shape(item, episode=episode, base=base, language=language)


@router.post("/{item_id}/approve")
def approve(house: TheHouse, actor: Known, base: Base, language: Language, item_id: str) -> dict[str, Any]:
    """Publish."""
    return _answer(house, publish(house.parts, item_id, actor=actor), base=base, language=language)


Why = Annotated[Reason, Body()]


@router.post("/{item_id}/reject")
def reject(
    house: TheHouse, actor: Known, base: Base, language: Language, item_id: str, why: Why
) -> dict[str, Any]:
    """Turn down with a reason."""
    with house.parts.database.writing() as session:
        item = review.reject(session, item_id, actor=actor, reason=why.reason, now=house.parts.clock.now())
    return _answer(house, item, base=base, language=language)


@router.post("/{item_id}/ask")
def ask(
    house: TheHouse, actor: Known, base: Base, language: Language, item_id: str, why: Why
) -> dict[str, Any]:
    """Send back to its depositor with what should be different."""
    with house.parts.database.writing() as session:
        item = review.ask_change(
            session, item_id, actor=actor, reason=why.reason, now=house.parts.clock.now()
        )
    return _answer(house, item, base=base, language=language)


@router.post("/{item_id}/submit")
def submit(house: TheHouse, actor: Known, base: Base, language: Language, item_id: str) -> dict[str, Any]:
    """Send to review again."""
    with house.parts.database.writing() as session:
        item = review.submit(session, item_id, actor=actor, now=house.parts.clock.now())
    return _answer(house, item, base=base, language=language)


@router.post("/{item_id}/withdraw")
def withdraw(
    house: TheHouse, actor: Known, base: Base, language: Language, item_id: str, why: Why | None = None
) -> dict[str, Any]:
    """Take it off the air, its page and the feeds."""
    item = take_back(house.parts, item_id, actor=actor, reason=why.reason if why else "")
    house.air.refresh_withdrawn()
    return _answer(house, item, base=base, language=language)


@router.post("/{item_id}/retry")
def retry(house: TheHouse, actor: Known, base: Base, language: Language, item_id: str) -> dict[str, Any]:
    """Try a refused deposit again."""
    parts = house.parts
    with parts.database.writing() as session:
        item = review.retry(session, item_id, actor=actor, dispatcher=parts.dispatcher, now=parts.clock.now())
    return _answer(house, item, base=base, language=language)
