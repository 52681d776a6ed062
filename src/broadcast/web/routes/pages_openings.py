"""Opening a show or a channel by a form, for a structure's editors. Their address is made of their name."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.governing import require_charter
from broadcast.accounts.people import no_name, unnamed_yet
from broadcast.accounts.repository import structure_by_slug
from broadcast.accounts.roles import Role, require_role
from broadcast.errors import ConflictError, InvalidError
from broadcast.feeds.publish import open_show
from broadcast.library.models import Show
from broadcast.library.repository import shows_in
from broadcast.library.shows import NewShow
from broadcast.schedule.models import Channel, ChannelKind
from broadcast.schedule.repository import all_channels
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
        known = [one.title for one in shows_in(session, [place.id])]
    require_role(actor, Role.EDITOR, structure_id=place.id)
    try:
        with house.parts.database.reading() as session:
            word = unnamed_yet(session, Show.slug, name=_said(title), known=known)
        words = NewShow(slug=word, title=title.strip(), description=description.strip())
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
            known = [one.name for one in all_channels(session) if one.structure_id == place.id]
            word = unnamed_yet(session, Channel.slug, name=_said(name), known=known)
            channel = create_channel(
                session, slug=word, name=name.strip(), kind=wanted, structure=place,
                timezone=parts.settings.timezone, now=parts.clock.now(), by=actor,
            )  # fmt: skip
    except (ConflictError, InvalidError) as fault:
        return structure_page(request, house, actor, slug, fault=fault)
    house.air.keep()
    return RedirectResponse(f"/channels/{channel.slug}", status_code=303)


def _said(name: str) -> str:
    if not name.strip():
        raise no_name()
    return name.strip()
