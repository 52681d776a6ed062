"""A piece's own cover: a picture somebody sends, cut square around the place they choose."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.errors import BroadcastError, InvalidError, TooLargeError, UnknownError, marked
from broadcast.feeds.publish import cover_with, uncover
from broadcast.library import keys
from broadcast.library.amend import show_by
from broadcast.transcode.pictures.deposited import DEPOSIT_BYTES, too_large
from broadcast.web.forms import SmallForm, small_form
from broadcast.web.house import Known, TheHouse
from broadcast.web.routes.pages_edit import shown
from broadcast.web.routes.pages_items import seen
from broadcast.web.routes.pages_pictures import still_answer

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """A picture, and the place to cut around: shares of its width and height."""

    picture: bytes
    centre: tuple[float, float]


async def sent_picture(request: Request) -> Sent:
    """What a form with a picture brings. Raises TooLargeError."""
    refusal = TooLargeError("picture_too_large", too_large().message, too_large().remedy)
    form = await small_form(request, most=DEPOSIT_BYTES, refusal=refusal)
    return Sent(form.file, (_share(form, "across"), _share(form, "down")))


def _share(form: SmallForm, name: str) -> float:
    text = form.text(name)
    return min(100, int(text)) / 100 if text.isdigit() and len(text) <= len("100") else 0.5


@router.post("/items/{item_id}/cover")
def cover(
    request: Request,
    house: TheHouse,
    actor: Known,
    item_id: str,
    sent: Annotated[Sent, Depends(sent_picture)],
) -> Response:
    """Keep it; what was wrong is told on the form."""
    try:
        if not sent.picture:
            raise InvalidError(
                "no_file", marked("No picture was sent."), marked("Choose a photo or a drawing first.")
            )
        cover_with(house.parts, item_id, sent.picture, centre=sent.centre, actor=actor)
    except BroadcastError as error:
        return shown(request, house, actor, item_id, fault=error)
    return RedirectResponse(f"/items/{item_id}/edit", status_code=303)


@router.post("/items/{item_id}/cover/remove")
def remove_cover(house: TheHouse, actor: Known, item_id: str) -> Response:
    """Go back to the show's cover."""
    uncover(house.parts, item_id, actor=actor)
    return RedirectResponse(f"/items/{item_id}/edit", status_code=303)


@router.api_route("/items/{item_id}/still-{number}.jpg", methods=["GET", "HEAD"])
def candidate(request: Request, house: TheHouse, actor: Known, item_id: str, number: int) -> Response:
    """One of the stills to choose from."""
    item, _ = seen(house, actor, item_id)
    if not 0 <= number < item.stills:
        raise UnknownError("unknown_picture", marked("There is no such picture."))
    return still_answer(request, house, key=keys.other_candidate(str(item.still), number))


@router.post("/items/{item_id}/still")
def choose_still(
    house: TheHouse, actor: Known, item_id: str, number: Annotated[int, Form(ge=0, le=99)]
) -> Response:
    """Show the film by it."""
    with house.parts.database.writing() as session:
        show_by(session, item_id, number, actor=actor, now=house.parts.clock.now())
    return RedirectResponse(f"/items/{item_id}/edit", status_code=303)
