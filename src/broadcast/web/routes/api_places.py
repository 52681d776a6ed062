"""The API of structures, channels and shows."""

from typing import Any

from fastapi import APIRouter

from broadcast.accounts.governing import require_charter
from broadcast.accounts.people import create_structure
from broadcast.accounts.repository import structure_by_slug
from broadcast.accounts.roles import Role, require_role
from broadcast.feeds.publish import open_show
from broadcast.library.airing import set_airing
from broadcast.library.models import EpisodeOrder
from broadcast.library.repository import show_by_slug
from broadcast.library.shows import NewShow
from broadcast.playout.due import filler_of
from broadcast.schedule.models import Channel, ChannelKind
from broadcast.schedule.repository import all_channels
from broadcast.schedule.slots import create_channel, touch_all
from broadcast.web.house import Base, Known, TheHouse
from broadcast.web.running_order_shapes import ShowAiring
from broadcast.web.shapes import NewChannel, NewShowBody, NewStructure

router = APIRouter(prefix="/api/v1", tags=["places"])


@router.post("/structures", status_code=201)
def new_structure(house: TheHouse, actor: Known, told: NewStructure) -> dict[str, Any]:
    """Make a structure; for administrators."""
    require_role(actor, Role.EDITOR, structure_id=None)
    with house.parts.database.writing() as session:
        made = create_structure(
            session, slug=told.slug, name=told.name, now=house.parts.clock.now(), by=actor
        )
    return {"slug": made.slug, "name": made.name}


@router.post("/channels", status_code=201)
def new_channel(house: TheHouse, actor: Known, base: Base, told: NewChannel) -> dict[str, Any]:
    """Put a channel on air."""
    parts = house.parts
    with parts.database.writing() as session:
        structure = structure_by_slug(session, told.structure)
        require_role(actor, Role.EDITOR, structure_id=structure.id)
        require_charter(structure, actor=actor)
        channel = create_channel(
            session,
            slug=told.slug,
            name=told.name,
            kind=ChannelKind(told.kind),
            structure=structure,
            timezone=told.timezone or parts.settings.timezone,
            now=parts.clock.now(),
            by=actor,
        )
    house.air.keep()
    return channel_shape(channel, base=base)


@router.get("/channels")
def list_channels(house: TheHouse, base: Base) -> list[dict[str, Any]]:
    """Every channel."""
    with house.parts.database.reading() as session:
        return [channel_shape(channel, base=base) for channel in all_channels(session)]


def channel_shape(channel: Channel, *, base: str) -> dict[str, Any]:
    """A channel as programs get it."""
    return {
        "slug": channel.slug,
        "name": channel.name,
        "kind": channel.kind,
        "structure": channel.structure.slug,
        "timezone": channel.timezone,
        "links": {
            "page": f"{base}/channels/{channel.slug}",
            "hls": f"{base}/live/{channel.slug}/index.m3u8",
        },
    }


@router.patch("/shows/{slug}")
def change_show(house: TheHouse, actor: Known, slug: str, told: ShowAiring) -> dict[str, Any]:
    """Say how a show fills its slots."""
    with house.parts.database.writing() as session:
        show = show_by_slug(session, slug)
        order = EpisodeOrder(told.order) if told.order else None
        set_airing(session, show, order=order, filler=told.filler, actor=actor)
        touch_all(session)
        return {"slug": show.slug, "order": show.episode_order, "filler": filler_of(session, show.id)}


@router.post("/shows", status_code=201)
def new_show(house: TheHouse, actor: Known, base: Base, told: NewShowBody) -> dict[str, Any]:
    """Open a show; a cover is drawn for it."""
    with house.parts.database.reading() as session:
        structure = structure_by_slug(session, told.structure)
    require_role(actor, Role.EDITOR, structure_id=structure.id)
    words = NewShow(**told.model_dump(exclude={"structure"}))
    show = open_show(house.parts, words, structure=structure, font=house.font, by=actor)
    return {
        "slug": show.slug,
        "title": show.title,
        "structure": structure.slug,
        "links": {"page": f"{base}/shows/{show.slug}", "feed": f"{base}/shows/{show.slug}/feed.xml"},
    }
