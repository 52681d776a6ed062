"""A channel's programme for everybody: the page, the paper, and the small one for other sites."""

from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request, Response

from broadcast.accounts.roles import Role
from broadcast.playout.between import between_of, foretold
from broadcast.schedule.models import Channel
from broadcast.schedule.recurrence import checked_date, local_of
from broadcast.schedule.repository import channel_by_slug
from broadcast.schedule.week import DAYS, aired_week, monday_of
from broadcast.web.clock_words import clock_words
from broadcast.web.house import Asker, Base, House, Language, TheHouse
from broadcast.web.in_turn import IN_TURN
from broadcast.web.paper import paper_mark, set_paper
from broadcast.web.qr import public_qr
from broadcast.web.ranges import bytes_answer, is_unchanged
from broadcast.web.routes.pages_listening import channel_now
from broadcast.web.templating import render
from broadcast.web.week_paper import week_paper

router = APIRouter(include_in_schema=False)
Asked = Annotated[date | None, Query()]
_MOST_FORETOLD = 12
_SHORTEST_STAY, _LONGEST_STAY = 60, 600
_FRAMED = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; script-src 'none'; "
    "frame-ancestors *"
)


def today_of(house: House, channel: Channel) -> date:
    """The local date on a channel."""
    return local_of(house.parts.clock.now(), ZoneInfo(channel.timezone)).date()


@router.get("/channels/{slug}/schedule", dependencies=[IN_TURN])
def programme(  # noqa: PLR0913, PLR0917  # what a request brings
    request: Request, house: TheHouse, base: Base, language: Language, actor: Asker, slug: str,
    week: Asked = None, first: Asked = None, day: Asked = None,
) -> Response:  # fmt: skip
    """Seven days: from today, else as `_first_day` says."""
    with house.parts.database.reading() as session:
        channel = channel_by_slug(session, slug)
        today = today_of(house, channel)
        begin = _first_day(week, first, otherwise=today)
        found = aired_week(session, channel, first=begin)
        between = between_of(session, channel)
        ahead = foretold(session, house.air, channel, at=house.parts.clock.now())
    days = [one.on for one in found.days]
    chosen = day if day in days else (today if today in days else begin)
    return render(
        request,
        "schedule.html",
        channel=channel,
        week=found,
        today=today,
        chosen=chosen,
        between=between,
        ahead=ahead[:_MOST_FORETOLD],
        begin=begin,
        monday=monday_of(chosen),
        before=begin - timedelta(days=DAYS),
        after=begin + timedelta(days=DAYS),
        is_from_today=begin == today,
        clock_notes=[clock_words(one, language=language) for one in found.clock_changes],
        mark=public_qr(f"{base}/channels/{slug}"),
        is_host=actor.is_at_least(Role.HOST, structure_id=channel.structure_id),
    )


@router.api_route("/channels/{slug}/schedule.pdf", methods=["GET", "HEAD"])
def paper(  # noqa: PLR0913, PLR0917  # what a request brings
    request: Request, house: TheHouse, base: Base, language: Language, slug: str,
    week: Asked = None, first: Asked = None,
) -> Response:  # fmt: skip
    """The same seven days on A4; where none are asked for, this week from its Monday."""
    with house.parts.database.reading() as session:
        channel = channel_by_slug(session, slug)
        begin = _first_day(week, first, otherwise=monday_of(today_of(house, channel)))
        found = aired_week(session, channel, first=begin)
        told = week_paper(
            channel,
            found,
            between=between_of(session, channel),
            page=f"{base}/channels/{slug}",
            language=language,
        )
    etag = f'"{paper_mark("week", told)}"'
    headers = {
        "Cache-Control": "public, max-age=300",
        "Vary": "Cookie, Accept-Language",
        "Content-Disposition": f'inline; filename="{slug}-{begin.isoformat()}.pdf"',
    }
    if is_unchanged(request, etag):
        return Response(status_code=304, headers=headers | {"ETag": etag})
    return bytes_answer(
        request, set_paper("week", told), media_type="application/pdf", etag=etag, headers=headers
    )


@router.get("/channels/{slug}/widget", dependencies=[IN_TURN])
def widget(request: Request, house: TheHouse, slug: str) -> Response:
    """What airs now and next, for a frame on another site. It asks again when the piece is over."""
    with house.parts.database.reading() as session:
        shown = channel_now(session, house, channel_by_slug(session, slug))
    page = render(request, "widget.html", shown=shown)
    stay = _stay(shown.told.now.ends_at if shown.told.now else None, now=house.parts.clock.now())
    page.headers["Refresh"] = str(stay)
    page.headers["Content-Security-Policy"] = _FRAMED
    page.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    page.headers["Cache-Control"] = "public, max-age=15"
    return page


def _first_day(week: date | None, first: date | None, *, otherwise: date) -> date:
    """The first of the days: that day, else the Monday of the week asked for. Raises InvalidError."""
    if first is not None:
        return checked_date(first)
    return monday_of(checked_date(week)) if week is not None else otherwise


def _stay(ends_at: datetime | None, *, now: datetime) -> int:
    """Seconds until there is something else to tell, within reason."""
    left = (ends_at - now).total_seconds() if ends_at else 0
    return int(min(max(left + 2, _SHORTEST_STAY), _LONGEST_STAY))
