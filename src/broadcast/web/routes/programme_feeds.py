"""The programme for other programs: a calendar to subscribe to, a guide for television boxes."""

import hashlib

from fastapi import APIRouter, Request, Response

from broadcast.errors import marked
from broadcast.feeds.calendar import calendar_document
from broadcast.feeds.programme import Voice, read_calendar, read_guide
from broadcast.feeds.xmltv import guide_document
from broadcast.playout.between import Between, between_of
from broadcast.schedule.repository import channel_by_slug
from broadcast.web.house import Base, House, TheHouse
from broadcast.web.ranges import bytes_answer
from broadcast.web.static_files import static_address
from broadcast.words import translator

router = APIRouter(tags=["programme"])
_ABOUT = marked("The programme of {name}")


@router.api_route("/channels/{slug}/schedule.ics", methods=["GET", "HEAD"])
def calendar(request: Request, house: TheHouse, base: Base, slug: str) -> Response:
    """The programme as a calendar, in the station's language."""
    with house.parts.database.reading() as session:
        between = between_of(session, channel_by_slug(session, slug))
        told = read_calendar(session, slug, voice=_voice(house, base, between), now=house.parts.clock.now())
    return _answer(request, calendar_document(told), media_type="text/calendar; charset=utf-8")


@router.api_route("/channels/{slug}/xmltv.xml", methods=["GET", "HEAD"])
def guide(request: Request, house: TheHouse, base: Base, slug: str) -> Response:
    """Two weeks of the programme for television guides, in the station's language."""
    with house.parts.database.reading() as session:
        between = between_of(session, channel_by_slug(session, slug))
        told = read_guide(session, slug, voice=_voice(house, base, between), now=house.parts.clock.now())
    return _answer(request, guide_document(told), media_type="application/xml; charset=utf-8")


def _voice(house: House, base: str, between: Between) -> Voice:
    language = house.parts.settings.language
    say = translator(language)
    return Voice(
        base=base,
        icon=f"{base}{static_address('icon.svg')}",
        language=language,
        filling=say(between.words),
        about=say(_ABOUT),
    )


def _answer(request: Request, document: bytes, *, media_type: str) -> Response:
    return bytes_answer(
        request,
        document,
        media_type=media_type,
        etag=f'"{hashlib.sha256(document).hexdigest()[:24]}"',
        headers={"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"},
    )
