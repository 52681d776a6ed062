"""The audit log on a page and as a table."""

from datetime import datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request, Response

from broadcast.accounts.acts import ACT_WORDS, Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.audit_reading import PAGE_LENGTH, LogLine, Wanted, broken_at, read_log, whole_log
from broadcast.accounts.repository import structure_by_slug, structures_led_by
from broadcast.accounts.roles import Role
from broadcast.web.house import Known, Language, TheHouse, house_of
from broadcast.web.routes.pages_studio import day_of
from broadcast.web.tables import csv_text
from broadcast.web.templating import render
from broadcast.words import translator

router = APIRouter(include_in_schema=False)
_COLUMNS = ("number", "at", "who", "act", "subject", "structure", "details", "words", "digest")
_FILTERS = ("act", "structure", "first", "last")
Text = Annotated[str, Query(max_length=80)]


def _wanted(
    request: Request, act: Text = "", structure: Text = "", first: Text = "", last: Text = ""
) -> Wanted:
    """What was asked for; days are the station's own, both included."""
    parts = house_of(request).parts
    zone = ZoneInfo(parts.settings.timezone)
    since, until = day_of(first), day_of(last)
    with parts.database.reading() as session:
        place = structure_by_slug(session, structure) if structure else None
    return Wanted(
        act=Act(act) if act in set(Act) else None,
        structure_id=place.id if place else None,
        since=datetime.combine(since, time(), zone) if since else None,
        until=datetime.combine(until + timedelta(days=1), time(), zone) if until else None,
    )


Asked = Annotated[Wanted, Depends(_wanted)]


@router.get("/studio/log")
def log_page(
    request: Request,
    house: TheHouse,
    actor: Known,
    wanted: Asked,
    language: Language,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Who did what, newest first."""
    with house.parts.database.reading() as session:
        lines, total = read_log(session, wanted, actor=actor, page=page)
        broken = broken_at(session) if actor.is_admin else None
        places = structures_led_by(session, actor, Role.EDITOR)  # fmt: skip
    asked = {name: request.query_params.get(name, "") for name in _FILTERS}
    say = translator(language)
    return render(
        request,
        "log.html",
        lines=lines,
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE_LENGTH)),
        broken=broken,
        places=places,
        acts={act: say(word) for act, word in ACT_WORDS.items()},
        asked=asked,
        query=urlencode({name: value for name, value in asked.items() if value}),
    )


@router.get("/studio/log.csv")
def log_table(house: TheHouse, actor: Known, wanted: Asked) -> Response:
    """The same as a table, oldest first; that it was taken is itself written down."""
    with house.parts.database.reading() as session:
        lines = whole_log(session, wanted, actor=actor)
    now = house.parts.clock.now()
    with house.parts.database.writing() as session:
        done = Done(act=Act.EXPORT, subject="log:", structure_id=wanted.structure_id, at=now)
        record(session, done, actor=actor)
    return Response(
        csv_text(_COLUMNS, (_cells(one) for one in lines)),
        media_type="text/csv; charset=utf-8",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": f'attachment; filename="journal-{now:%Y-%m-%d}.csv"',
        },
    )


def _cells(line: LogLine) -> dict[str, object]:
    return {
        "number": line.number,
        "at": line.at.isoformat(),
        "who": "station" if line.is_station else line.name,
        "act": line.act.value,
        "subject": line.subject,
        "structure": line.structure,
        "details": " ".join(f"{name}={value}" for name, value in line.details.items()),
        "words": line.words,
        "digest": line.digest,
    }
