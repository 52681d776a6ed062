"""Hearing a channel again: a day, hour by hour, and a player that begins where one likes."""

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request, Response

from broadcast.errors import BroadcastError
from broadcast.media.units import TICKS_PER_SECOND
from broadcast.playout.again import SPAN, moment_asked
from broadcast.schedule.models import ChannelKind
from broadcast.schedule.repository import channel_by_slug
from broadcast.web.day import day_of, moment_text
from broadcast.web.house import TheHouse
from broadcast.web.in_turn import IN_TURN
from broadcast.web.templating import form_page

router = APIRouter(include_in_schema=False, dependencies=[IN_TURN])


@router.get("/channels/{slug}/replay")
def replay(
    request: Request, house: TheHouse, slug: str, on: date | None = None,
    asked: Annotated[str, Query(alias="from", max_length=60)] = "",
) -> Response:  # fmt: skip
    """A day of a channel; with `from`, the player that begins there. Works without scripts."""
    now = house.parts.clock.now()
    zone = ZoneInfo(house.parts.settings.timezone)
    fault: BroadcastError | None = None
    with house.parts.database.reading() as session:
        channel = channel_by_slug(session, slug)
        try:
            moment = moment_asked(asked, now=now, zone=zone) if asked else None
        except BroadcastError as error:
            moment, fault = None, error
        shown = on or (moment or now).astimezone(zone).date()
        day = day_of(session, channel, on=shown, zone=zone, now=now)
    return form_page(
        request,
        "replay.html",
        channel=channel,
        heard=day.line_at(moment) if moment else None,
        is_tv=channel.kind == ChannelKind.TV,
        day=day,
        moment=moment,
        asked=moment_text(moment) if moment else "",
        span=SPAN // TICKS_PER_SECOND,
        fault=fault,
    )
