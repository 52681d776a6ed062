"""The journal d'antenne: what aired, by day; the music report; the air log to take away; why."""

from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import BroadcastError, InvalidError, marked
from broadcast.library.works import works_of
from broadcast.playout.airlog import read_log, write_file
from broadcast.playout.because import because
from broadcast.playout.journal import journal
from broadcast.playout.log_files import writer_of
from broadcast.playout.music_report import MusicUse, music_report
from broadcast.playout.why import REASON_WORDS
from broadcast.schedule.models import Channel
from broadcast.schedule.repository import channel_by_slug
from broadcast.transcode.workbench import workbench
from broadcast.web.house import Known, TheHouse, language_of
from broadcast.web.routes.api_programme import wanted_span
from broadcast.web.shapes import aired_shape
from broadcast.web.tables import csv_text
from broadcast.web.templating import form_page, render

router = APIRouter(prefix="/channels/{slug}", include_in_schema=False)
_LONGEST_LOG = timedelta(hours=1)
_LONGEST_AGAIN_HOURS = 31 * 24
_AIRED = ("starts_at", "ends_at", "title", "show", "item", "reason")
_MUSIC = (
    "channel", "show", "starts_at", "duration", "title", "performer", "author", "composer", "album", "label",
    "isrc", "use", "licence", "mode", "listeners", "connections",
)  # fmt: skip
Day = Annotated[date | None, Query()]


def _channel(session: Session, slug: str, *, actor: Actor, role: Role) -> Channel:
    channel = channel_by_slug(session, slug)
    require_role(actor, role, structure_id=channel.structure_id)
    return channel


def _days(
    first: date | None, last: date | None, *, channel: Channel, now: datetime
) -> tuple[datetime, datetime]:
    """Whole local days, by default today. Raises InvalidError."""
    zone = ZoneInfo(channel.timezone)
    first = first or now.astimezone(zone).date()
    begin, end = (datetime.combine(day, time(), zone) for day in (first, (last or first) + timedelta(days=1)))
    return wanted_span(begin, end, now=now, zone=zone, lasts=timedelta(days=1))


@router.get("/journal")
def show_journal(request: Request, house: TheHouse, actor: Known, slug: str, on: Day = None) -> Response:
    """What aired on a day, to the second, and what can be taken away."""
    now = house.parts.clock.now()
    with house.parts.database.reading() as session:
        channel = _channel(session, slug, actor=actor, role=Role.HOST)
        begin, end = _days(on, None, channel=channel, now=now)
        lines = journal(session, channel, start=begin, end=end, now=now)
        works = works_of(session, {line.airing.item or "" for line in lines})
    zone = ZoneInfo(channel.timezone)
    shown = begin.astimezone(zone).date()
    return render(
        request,
        "journal.html",
        channel=channel,
        lines=lines,
        works=works,
        words=REASON_WORDS,
        shown=shown,
        begin=begin,
        before=shown - timedelta(days=1),
        after=shown + timedelta(days=1) if end <= now else None,
        is_editor=actor.is_at_least(Role.EDITOR, structure_id=channel.structure_id),
    )


@router.get("/journal.csv")
def journal_table(house: TheHouse, actor: Known, slug: str, first: Day = None, last: Day = None) -> Response:
    """The journal of whole days as a table."""
    now = house.parts.clock.now()
    with house.parts.database.reading() as session:
        channel = _channel(session, slug, actor=actor, role=Role.HOST)
        begin, end = _days(first, last, channel=channel, now=now)
        lines = [aired_shape(one) for one in journal(session, channel, start=begin, end=end, now=now)]
    return _table(csv_text(_AIRED, lines), f"{slug}-journal-{begin:%Y%m%d}.csv")


@router.get("/music.csv")
def music_table(house: TheHouse, actor: Known, slug: str, first: Day = None, last: Day = None) -> Response:
    """The music report of whole days as a table."""
    now = house.parts.clock.now()
    with house.parts.database.reading() as session:
        channel = _channel(session, slug, actor=actor, role=Role.HOST)
        begin, end = _days(first, last, channel=channel, now=now)
        uses = music_report(session, channel, start=begin, end=end, now=now)
    zone = ZoneInfo(channel.timezone)
    return _table(
        csv_text(_MUSIC, (_use_shape(use, zone) for use in uses)), f"{slug}-music-{begin:%Y%m%d}.csv"
    )


def _use_shape(use: MusicUse, zone: ZoneInfo) -> dict[str, object]:
    work = {name: getattr(use.work, name) for name in _MUSIC if hasattr(use.work, name)}
    return work | {
        "channel": use.channel,
        "show": use.show,
        "starts_at": use.starts_at.astimezone(zone).isoformat(timespec="seconds"),
        "duration": f"{use.seconds:.2f}",
        "title": use.title,
        "use": use.use,
        "licence": use.licence,
        "mode": use.mode,
        "listeners": None if use.listeners is None else round(use.listeners, 1),
        "connections": use.connections,
    }


def _table(text: str, name: str) -> Response:
    return Response(
        text,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@router.get("/airlog")
def take_log(
    house: TheHouse, actor: Known, slug: str, start: Annotated[datetime, Query(alias="from")],
    minutes: Annotated[int, Query(ge=1, le=60)] = 60, kind: Annotated[str, Query(max_length=3)] = "mp3",
) -> Response:  # fmt: skip
    """An hour of the air log at the most, as one file; only editors take it away."""
    write = writer_of(f"log.{kind}")
    with house.parts.database.reading() as session:
        channel = _channel(session, slug, actor=actor, role=Role.EDITOR)
    begin, end = wanted_span(
        start, None, now=house.parts.clock.now(), zone=ZoneInfo(channel.timezone),
        lasts=timedelta(minutes=minutes),
    )  # fmt: skip
    log = read_log(house.parts, channel, start=begin, end=end)
    with ExitStack() as kept:
        path = kept.enter_context(workbench(house.parts.settings)) / f"log.{kind}"
        write_file(path, lambda file: write(log, file))
        after = BackgroundTask(kept.pop_all().close)
    return FileResponse(
        path,
        media_type="video/mp4" if kind == "mp4" else "audio/mpeg",
        filename=f"{slug}-{begin:%Y%m%dT%H%M%SZ}.{kind}",
        headers={"Cache-Control": "no-store"},
        background=after,
    )


@router.post("/music-again")
def set_music_again(house: TheHouse, actor: Known, slug: str, hours: Annotated[int, Form()]) -> Response:
    """Say for how long music can be heard again."""
    if not 0 <= hours <= _LONGEST_AGAIN_HOURS:
        raise InvalidError(
            "bad_hours",
            marked("That number of hours is not possible."),
            marked("Give 0 to {most} hours."),
            most=_LONGEST_AGAIN_HOURS,
        )
    with house.parts.database.writing() as session:
        _channel(session, slug, actor=actor, role=Role.EDITOR).music_again_hours = hours
    return RedirectResponse(f"/channels/{slug}/journal", status_code=303)


@router.get("/why")
def show_why(
    request: Request, house: TheHouse, actor: Known, slug: str, at: datetime | None = None
) -> Response:
    """Why something is, was or will be on the air, with its evidence."""
    now = house.parts.clock.now()
    told, fault = None, None
    with house.parts.database.reading() as session:
        channel = _channel(session, slug, actor=actor, role=Role.HOST)
        zone = ZoneInfo(channel.timezone)
        moment = (at if at and at.tzinfo else at.replace(tzinfo=zone) if at else now).astimezone(zone)
        try:
            told = because(session, house.air.packages, channel, at=moment)
        except BroadcastError as error:
            fault = error
    return form_page(
        request,
        "why.html",
        channel=channel,
        moment=moment,
        told=told,
        sentences=told.sentences(language=language_of(request)) if told else (),
        fault=fault,
    )
