"""The audit log on a page and as a table."""

import csv
from datetime import datetime, time, timedelta
from io import StringIO
from typing import Annotated
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request, Response

from broadcast.accounts.acts import ACT_WORDS, Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.audit_reading import PAGE_LENGTH, Wanted, broken_at, read_log, whole_log
from broadcast.accounts.repository import structure_by_slug, structures_led_by
from broadcast.accounts.roles import Role
from broadcast.web.house import Known, Language, TheHouse, house_of
from broadcast.web.routes.pages_studio import day_of
from broadcast.web.templating import render
from broadcast.words import translator

router = APIRouter(include_in_schema=False)
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
    written = StringIO()
    table = csv.writer(written)
    table.writerow(["number", "at", "who", "act", "subject", "structure", "details", "words", "digest"])
    for one in lines:
        details = " ".join(f"{name}={value}" for name, value in one.details.items())
        who = "station" if one.is_station else _plain(one.name)
        table.writerow(
            [one.number, one.at.isoformat(), who, one.act.value, one.subject, _plain(one.structure),
             details, _plain(one.words), one.digest]
        )  # fmt: skip
    now = house.parts.clock.now()
    with house.parts.database.writing() as session:
        done = Done(act=Act.EXPORT, subject="log:", structure_id=wanted.structure_id, at=now)
        record(session, done, actor=actor)
    return Response(
        written.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": f'attachment; filename="journal-{now:%Y-%m-%d}.csv"',
        },
    )


def _plain(text: str) -> str:
    """A text that a spreadsheet takes for no formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
