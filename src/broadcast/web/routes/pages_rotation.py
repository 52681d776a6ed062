"""What plays between the slots of a channel, for its hosts, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
from broadcast.schedule.rotations import RotationSaid, change_rotation, read_rotation
from broadcast.web.house import House, Known, TheHouse, language_of
from broadcast.web.rotation_form import Fields, listed, said_by_form
from broadcast.web.routes.api_programme import hosted_channel
from broadcast.web.templating import render
from broadcast.words import error_words

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
    part: Annotated[str, Query(alias="list", max_length=4)] = "",
) -> Response:  # fmt: skip
    """The page of the day, or of a list for certain hours."""
    return shown(request, house, actor, slug, Look(words=words, part=part))


@router.post("/channels/{slug}/rotation")
async def edit_rotation(request: Request, house: TheHouse, actor: Known, slug: str) -> Response:
    """Play this from now on; what was wrong is told on the page."""
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as form:
        texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    return await run_in_threadpool(_changed, request, house, actor, slug, Fields(texts))


def _changed(request: Request, house: House, actor: Actor, slug: str, fields: Fields) -> Response:
    part = fields.texts.get("list", "")
    try:
        with house.parts.database.writing() as session:
            channel = hosted_channel(session, slug, actor=actor)
            before = read_rotation(session, channel)
            wanted = said_by_form(fields, before)
            for item in wanted.items - before.items:
                item_for(session, item, actor=actor)
            change_rotation(session, channel, wanted)
    except BroadcastError as error:
        return shown(request, house, actor, slug, Look(part=part, texts=fields.texts, fault=error))
    return RedirectResponse(
        f"/channels/{slug}/rotation?saved=1{_list_after(wanted, before)}", status_code=303
    )


def _list_after(wanted: RotationSaid, before: RotationSaid) -> str:
    """Where the list that was just changed stands now."""
    changed = [n for n, one in enumerate(wanted.dayparts) if one not in before.dayparts]
    return f"&list={changed[0]}" if changed else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the page is asked for: words looked for, which list; what was typed, and what was wrong with it."""

    words: str = ""
    part: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    fault: BroadcastError | None = None


def shown(request: Request, house: House, actor: Actor, slug: str, look: Look) -> Response:
    """The page. Raises UnknownError where the list is not there any more."""
    now = house.parts.clock.now()
    with house.parts.database.reading() as session:
        channel = hosted_channel(session, slug, actor=actor)
        rotation = read_rotation(session, channel)
        found = pieces_named(session, words=look.words.strip(), most=_MOST_PIECES, also=rotation.items)
        artists = {one.id: one.artist for one in found}
        ahead = _ahead(session, house, channel, now=now, artists=artists)
    part = listed(look.part, rotation.dayparts) if look.part else None
    weights = part.weights if part else rotation.weights
    return render(
        request,
        "rotation.html",
        status=look.fault.kind.value if look.fault else 200,
        channel=channel,
        rotation=rotation,
        crossfades=_crossfades(channel),
        part=part,
        list_at=look.part if part else "",
        weights=weights,
        tracks=_in_order([one for one in found if one.kind != ItemKind.JINGLE], weights),
        jingles=[one for one in found if one.kind == ItemKind.JINGLE or one.id in rotation.jingles],
        ahead=ahead,
        words=look.words,
        texts=look.texts,
        is_saved="saved" in request.query_params,
        fault=error_words(look.fault, language=language_of(request)) if look.fault else None,
    )


def _crossfades(channel: Channel) -> list[int]:
    """The lengths to choose from, in milliseconds."""
    return sorted({*CROSSFADES_MS, channel.crossfade_ms})


def _in_order(items: list[Item], weights: Mapping[str, int]) -> list[Item]:
    """What plays first, music before speech."""
    return sorted(items, key=lambda one: (one.id not in weights, one.kind != ItemKind.TRACK))


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
