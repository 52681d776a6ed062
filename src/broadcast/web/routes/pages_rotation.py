"""What plays between the slots of a channel, for its hosts, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor
from broadcast.errors import BroadcastError
from broadcast.library.models import Item, ItemKind
from broadcast.library.repository import item_for, pieces_named
from broadcast.media.units import Ticks
from broadcast.playout.ledger import forecast
from broadcast.playout.pieces import Pieces
from broadcast.playout.repository import tails
from broadcast.playout.seam import as_told
from broadcast.playout.timeline import Reason, moment_at, ticks_at
from broadcast.schedule.crossfades import CROSSFADES_MS
from broadcast.schedule.models import Channel, ChannelKind
from broadcast.schedule.rotations import DaypartSaid, RotationSaid, change_rotation, read_rotation
from broadcast.web.house import House, Known, TheHouse, language_of
from broadcast.web.rotation_form import NIGHT, Fields, said_by_form
from broadcast.web.routes.api_programme import hosted_channel
from broadcast.web.templating import render
from broadcast.words import error_words, said

router = APIRouter(include_in_schema=False)
_AHEAD = timedelta(hours=6)
_MOST_ROWS = 200
_MOST_PIECES = 80
_MOST_FIELDS = 4_000


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A line of what is to come."""

    starts_at: datetime
    title: str
    artist: str
    reason: Reason


@router.get("/channels/{slug}/rotation")
def show_rotation(
    request: Request, house: TheHouse, actor: Known, slug: str,
    words: Annotated[str, Query(max_length=100)] = "",
) -> Response:  # fmt: skip
    """The page."""
    return shown(request, house, actor, slug, words=words)


@router.post("/channels/{slug}/rotation")
async def edit_rotation(request: Request, house: TheHouse, actor: Known, slug: str) -> Response:
    """Play this from now on; what was wrong is told on the page."""
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as form:
        texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    return await run_in_threadpool(_changed, request, house, actor, slug, Fields(texts))


def _changed(request: Request, house: House, actor: Actor, slug: str, fields: Fields) -> Response:
    night = said(NIGHT, {}, language=language_of(request))
    try:
        with house.parts.database.writing() as session:
            channel = hosted_channel(session, slug, actor=actor)
            before = read_rotation(session, channel)
            wanted = said_by_form(fields, before, night_name=night)
            for item in wanted.items - before.items:
                item_for(session, item, actor=actor)
            change_rotation(session, channel, wanted)
    except BroadcastError as error:
        return shown(request, house, actor, slug, words="", fault=error)
    return RedirectResponse(f"/channels/{slug}/rotation?saved=1", status_code=303)


def shown(  # what the page shows, and what went wrong on it
    request: Request, house: House, actor: Actor, slug: str, *, words: str,
    fault: BroadcastError | None = None,
) -> Response:  # fmt: skip
    """The page, with what was wrong."""
    now = house.parts.clock.now()
    with house.parts.database.reading() as session:
        channel = hosted_channel(session, slug, actor=actor)
        rotation = read_rotation(session, channel)
        found = pieces_named(session, words=words.strip(), most=_MOST_PIECES, also=rotation.items)
        artists = {one.id: one.artist for one in found}
        ahead = _ahead(session, house, channel, now=now, artists=artists)
    night = rotation.dayparts[0] if rotation.dayparts else DaypartSaid(name="", begins=time(0), ends=time(6))
    return render(
        request,
        "rotation.html",
        status=fault.kind.value if fault else 200,
        channel=channel,
        rotation=rotation,
        crossfades=_crossfades(channel),
        night=night,
        tracks=_in_order([one for one in found if one.kind != ItemKind.JINGLE], rotation),
        jingles=[one for one in found if one.kind == ItemKind.JINGLE or one.id in rotation.jingles],
        ahead=ahead,
        words=words,
        is_saved="saved" in request.query_params,
        fault=error_words(fault, language=language_of(request)) if fault else None,
    )


def _crossfades(channel: Channel) -> list[int]:
    """The lengths to choose from, in milliseconds; none on a television."""
    is_radio = channel.kind == ChannelKind.RADIO
    return sorted({*CROSSFADES_MS, channel.crossfade_ms}) if is_radio else []


def _in_order(items: list[Item], rotation: RotationSaid) -> list[Item]:
    """What plays first, music before speech."""
    return sorted(items, key=lambda one: (one.id not in rotation.weights, one.kind != ItemKind.TRACK))


def _ahead(
    session: Session, house: House, channel: Channel, *, now: datetime, artists: Mapping[str, str]
) -> list[Foreseen]:
    """What airs in the next hours if nothing is edited, in the channel's order."""
    tail = tails(session).get(channel.id)
    if tail is None:
        return []
    pieces = Pieces(house.air.packages, has_picture=channel.kind == ChannelKind.TV)
    until = ticks_at(now + _AHEAD, epoch=channel.epoch)
    rows = forecast(session, channel, tail, pieces=pieces, most=_MOST_ROWS, until=Ticks(until))
    return [
        Foreseen(
            moment_at(row.media_start, epoch=channel.epoch),
            row.title,
            artists.get(row.item or "", ""),
            row.reason,
        )
        for row in as_told(rows)
    ]
