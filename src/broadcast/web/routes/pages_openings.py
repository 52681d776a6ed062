"""Opening a show or a channel by a form, for a structure's editors. Their address is made of their name."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.governing import require_charter
from broadcast.accounts.repository import structure_by_slug
from broadcast.accounts.roles import Role, require_role
from broadcast.errors import ConflictError, InvalidError, marked
from broadcast.feeds.publish import open_show
from broadcast.library.review import slug_of
from broadcast.library.shows import NewShow
from broadcast.schedule.models import ChannelKind
from broadcast.schedule.slots import create_channel
from broadcast.web.house import Known, TheHouse
from broadcast.web.routes.pages_studio import structure_page

router = APIRouter(prefix="/studio/structures/{slug}", include_in_schema=False)
Named = Annotated[str, Form(max_length=200)]
Said = Annotated[str, Form(max_length=4_000)]


@router.post("/shows")
def begin_show(  # one argument for each field
    request: Request, house: TheHouse, actor: Known, slug: str, title: Named = "", description: Said = ""
) -> Response:
    """Open a show, with a cover drawn for it."""
    with house.parts.database.reading() as session:
        place = structure_by_slug(session, slug)
    require_role(actor, Role.EDITOR, structure_id=place.id)
    try:
        words = NewShow(slug=_address_of(title), title=title.strip(), description=description.strip())
        show = open_show(house.parts, words, structure=place, font=house.font, by=actor)
    except (ConflictError, InvalidError) as fault:
        return structure_page(request, house, actor, slug, fault=fault)
    return RedirectResponse(f"/shows/{show.slug}", status_code=303)


@router.post("/channels")
def begin_channel(  # one argument for each field
    request: Request, house: TheHouse, actor: Known, slug: str, name: Named = "", kind: Named = "radio"
) -> Response:
    """Put a channel on air."""
    parts = house.parts
    try:
        with parts.database.writing() as session:
            place = structure_by_slug(session, slug)
            require_role(actor, Role.EDITOR, structure_id=place.id)
            require_charter(place, actor=actor)
            wanted = ChannelKind.TV if kind == ChannelKind.TV else ChannelKind.RADIO
            channel = create_channel(
                session, slug=_address_of(name), name=name.strip(), kind=wanted, structure=place,
                timezone=parts.settings.timezone, now=parts.clock.now(), by=actor,
            )  # fmt: skip
    except (ConflictError, InvalidError) as fault:
        return structure_page(request, house, actor, slug, fault=fault)
    house.air.keep()
    return RedirectResponse(f"/channels/{channel.slug}", status_code=303)


def _address_of(name: str) -> str:
    if not name.strip():
        raise InvalidError("no_name", marked("It needs a name."), marked("A few words are enough."))
    return slug_of(name)[:60].strip("-")
