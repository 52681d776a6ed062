"""Reporting what may not be public: the form, its receipt, and where hosts decide."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.roles import Actor
from broadcast.errors import BroadcastError
from broadcast.library.repository import episode_of_item, item_for
from broadcast.reports.deciding import Decided, decide, report_for, reports_for
from broadcast.reports.grounds import DECISION_WORDS, GROUND_WORDS, Decision, Ground
from broadcast.reports.models import Report
from broadcast.reports.reporting import (
    LONGEST_WORDS,
    NewReport,
    code_of_report,
    file_report,
    name_of,
    report_of_receipt,
)
from broadcast.reports.telling import tell_reporter
from broadcast.web.guests import kept_private, trier_of
from broadcast.web.house import Base, House, Known, TheHouse, house_of, language_of
from broadcast.web.templating import form_page, render
from broadcast.workshops.codes import spelt

router = APIRouter(include_in_schema=False)
_FIELDS = ("place", "ground", "words", "name", "email", "good_faith")
Line = Annotated[str, Form(max_length=300)]
Text = Annotated[str, Form(max_length=LONGEST_WORDS + 1000)]


@router.get("/report")
def form(request: Request, base: Base, about: Annotated[str, Query(max_length=300)] = "") -> Response:
    """The form; `about` is the path of the page one comes from."""
    return _form(request, {"place": f"{base}{about}" if about.startswith("/") else ""})


def _form(request: Request, given: dict[str, str], *, fault: BroadcastError | None = None) -> Response:
    page = form_page(
        request,
        "report.html",
        given=dict.fromkeys(_FIELDS, "") | given,
        grounds=GROUND_WORDS,
        most=LONGEST_WORDS,
        fault=fault,
    )
    if fault and "retry_after" in fault.extra:
        page.headers["Retry-After"] = str(fault.extra["retry_after"])
    page.headers["Cache-Control"] = "private, no-store"
    return page


@router.post("/report")
def send(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    base: Base,
    place: Line = "",
    ground: Line = "",
    words: Text = "",
    name: Line = "",
    email: Line = "",
    good_faith: Line = "",
) -> Response:
    """Keep it, and go to its receipt; what is wrong is told on the form."""
    told = NewReport(
        place=place, ground=ground, words=words, name=name, email=email, good_faith=good_faith == "yes"
    )
    parts, key = house.parts, house.parts.settings.signing_key
    try:
        with parts.database.writing() as session:
            now = parts.clock.now()
            report, code = file_report(
                session, told, who=trier_of(request), language=language_of(request), key=key, now=now
            )
            tell_reporter(session, report, link=f"{base}/report/{code}", settings=parts.settings, now=now)
    except BroadcastError as fault:
        given = {"place": place, "ground": ground, "words": words, "name": name, "email": email,
                 "good_faith": good_faith}  # fmt: skip
        return _form(request, given, fault=fault)
    return kept_private(RedirectResponse(f"/report/{code}", status_code=303))


@router.get("/report/{code}")
def receipt(request: Request, house: TheHouse, base: Base, code: str) -> Response:
    """What was sent, and what was decided."""
    key = house.parts.settings.signing_key
    with house.parts.database.reading() as session:
        report = report_of_receipt(session, code, key=key)
    own = code_of_report(report, key=key)
    page = render(
        request,
        "receipt.html",
        address=f"{base.partition('://')[2]}/report/{spelt(own)}",
        **_told(report),
    )
    return kept_private(page)


def _told(report: Report) -> dict[str, Any]:
    return {
        "report": report,
        "what": name_of(report),
        "ground": GROUND_WORDS[Ground(report.ground)],
        "decision": DECISION_WORDS[Decision(report.decision)] if report.decision else "",
    }


@router.get("/studio/reports")
def listed(request: Request, house: TheHouse, actor: Known) -> Response:
    """The reports one may decide on."""
    with house.parts.database.reading() as session:
        found = reports_for(session, actor)
    return render(request, "reports.html", reports=[_told(one) for one in found])


@router.get("/studio/reports/{report_id}")
def shown(request: Request, house: TheHouse, actor: Known, report_id: int) -> Response:
    """One of them, and the form of the decision."""
    return _shown(request, house, actor, report_id)


def _shown(
    request: Request, house: House, actor: Actor, report_id: int, *, fault: BroadcastError | None = None
) -> Response:
    with house.parts.database.reading() as session:
        report = report_for(session, report_id, actor=actor)
        item = item_for(session, report.item_id, actor=actor) if report.item_id else None
        episode = episode_of_item(session, item.id) if item else None
    return form_page(
        request,
        "report_decide.html",
        item=item,
        episode=episode,
        fault=fault,
        **_told(report),
    )


@router.post("/studio/reports/{report_id}")
def decided(  # the page's fields and what it is asked with
    request: Request,
    actor: Known,
    base: Base,
    report_id: int,
    decision: Annotated[Decision, Form()],
    reasons: Text = "",
) -> Response:
    """Decide; whoever reported it reads decision and reasons."""
    house = house_of(request)
    parts, now = house.parts, house.parts.clock.now()
    try:
        with parts.database.writing() as session:
            report = decide(session, report_id, Decided(decision, reasons), actor=actor, now=now)
            link = f"{base}/report/{code_of_report(report, key=parts.settings.signing_key)}"
            tell_reporter(session, report, link=link, settings=parts.settings, now=now)
    except BroadcastError as fault:
        return _shown(request, house, actor, report_id, fault=fault)
    house.air.refresh_withdrawn()
    return RedirectResponse(f"/studio/reports/{report_id}", status_code=303)
