"""Workshops for hosts: opened, printed, followed, closed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.repository import structures_led_by
from broadcast.accounts.roles import Actor, Role
from broadcast.errors import BroadcastError, InvalidError
from broadcast.library.agreeing import Agreement, Hand, note_guardians
from broadcast.library.consents import ConsentKind, consents_of
from broadcast.library.repository import shows_to_deposit_in
from broadcast.library.series_reading import all_series
from broadcast.web.house import Base, House, Known, Language, TheHouse, language_of
from broadcast.web.paper import set_paper
from broadcast.web.qr import qr_svg
from broadcast.web.routes.pages_workshop_hours import told_hours
from broadcast.web.templating import form_page, render
from broadcast.web.workshop_paper import workshop_paper
from broadcast.words import error_words
from broadcast.workshops.codes import spelt
from broadcast.workshops.models import Workshop
from broadcast.workshops.opening import (
    NewWorkshop,
    change_code,
    close_workshop,
    code_of_workshop,
    create_workshop,
    deposits_in,
    hosted_deposit,
    hosted_workshop,
    workshops_of,
)
from broadcast.workshops.private import revoke

router = APIRouter(include_in_schema=False, prefix="/studio/workshops")
Word = Annotated[str, Form(max_length=400)]
_USUAL = timedelta(hours=2)


@router.get("")
def listed(request: Request, house: TheHouse, actor: Known) -> Response:
    """One's workshops, and the form that opens another."""
    return _list(request, house, actor, given={})


def _list(
    request: Request,
    house: House,
    actor: Actor,
    *,
    given: dict[str, str],
    fault: BroadcastError | None = None,
) -> Response:
    now = house.parts.clock.now()
    local = now.astimezone(ZoneInfo(house.parts.settings.timezone))
    with house.parts.database.reading() as session:
        found = workshops_of(session, actor)
        places = structures_led_by(session, actor, Role.HOST)
        shows = shows_to_deposit_in(session, actor)
        series = all_series(session)
    usual = dict.fromkeys(("name", "structure", "show", "series", "kind"), "") | {
        "on": f"{local:%Y-%m-%d}",
        "begins": f"{local:%H:00}",
        "ends": f"{local + _USUAL:%H:00}",
    }
    return form_page(
        request,
        "workshops.html",
        workshops=[(one, count, one.hours.stage(now)) for one, count in found],
        places=places,
        shows_at=[(place, [one for one in shows if one.structure_id == place.id]) for place in places],
        series=series,
        given=usual | given,
        fault=fault,
    )


@router.post("")
def create(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Known,
    name: Word = "",
    structure: Word = "",
    show: Word = "",
    series: Word = "",
    kind: Word = "episode",
    on: Word = "",
    begins: Word = "",
    ends: Word = "",
) -> Response:
    """Open one, and go to its page."""
    parts = house.parts
    try:
        told = NewWorkshop(
            name=name,
            structure=structure,
            show=show,
            series=series,
            kind=kind,
            hours=told_hours(house, on=on, begins=begins, ends=ends),
        )
        with parts.database.writing() as session:
            made = create_workshop(
                session, told, actor=actor, key=parts.settings.signing_key, now=parts.clock.now()
            )
    except InvalidError as fault:
        given = {"name": name, "structure": structure, "show": show, "series": series, "kind": kind,
                 "on": on, "begins": begins, "ends": ends}  # fmt: skip
        return _list(request, house, actor, given=given, fault=fault)
    return _back(made.id)


@router.get("/{workshop_id}")
def show_workshop(request: Request, house: TheHouse, actor: Known, base: Base, workshop_id: str) -> Response:
    """Its code, and what came in."""
    return _shown(request, house, actor, workshop_id, base=base)


@dataclass(frozen=True, slots=True)
class _Refused:
    """What was typed for which deposit, and why it was not taken."""

    deposit_id: str
    names: tuple[str, str]
    fault: BroadcastError


def _shown(  # a page of which workshop, for whom, with what went wrong
    request: Request,
    house: House,
    actor: Actor,
    workshop_id: str,
    *,
    base: str,
    refused: _Refused | None = None,
) -> Response:
    parts = house.parts
    now = parts.clock.now()
    with parts.database.reading() as session:
        workshop = hosted_workshop(session, workshop_id, actor=actor)
        deposits = deposits_in(session, workshop)
        consents = consents_of(session, [one.item_id for one in deposits if one.item_id])
    missing = {item: [one.kind for one in rows if not one.holds(now)] for item, rows in consents.items()}
    code = code_of_workshop(workshop, key=parts.settings.signing_key)
    page = render(
        request,
        "workshop.html",
        status=refused.fault.kind.value if refused else 200,
        workshop=workshop,
        stage=workshop.hours.stage(now),
        deposits=deposits,
        missing=missing,
        refused=refused,
        fault=error_words(refused.fault, language=language_of(request)) if refused else None,
        **_marks(code, base=base),
    )
    if refused:
        page.headers["Cache-Control"] = "private, no-store"
    return page


def _marks(code: str, *, base: str) -> dict[str, Any]:
    host = base.partition("://")[2]
    return {"spelt": spelt(code), "address": f"{host}/atelier", "mark": qr_svg(f"{base}/a/{code}")}


def _shown_workshop(house: House, actor: Actor, workshop_id: str) -> tuple[Workshop, str]:
    with house.parts.database.reading() as session:
        workshop = hosted_workshop(session, workshop_id, actor=actor)
    return workshop, code_of_workshop(workshop, key=house.parts.settings.signing_key)


@router.get("/{workshop_id}/sheet")
def sheet(request: Request, house: TheHouse, actor: Known, base: Base, workshop_id: str) -> Response:
    """The sheet for the wall, to print from the browser."""
    workshop, code = _shown_workshop(house, actor, workshop_id)
    return render(request, "workshop_sheet.html", workshop=workshop, **_marks(code, base=base))


@router.get("/{workshop_id}/sheet.pdf")
def sheet_pdf(house: TheHouse, actor: Known, base: Base, language: Language, workshop_id: str) -> Response:
    """The same on A4."""
    workshop, code = _shown_workshop(house, actor, workshop_id)
    told = workshop_paper(
        workshop, code=code, base=base, language=language, zone=house.parts.settings.timezone
    )
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="atelier.pdf"'}
    return Response(set_paper("workshop", told), media_type="application/pdf", headers=headers)


@router.post("/{workshop_id}/close")
def close(house: TheHouse, actor: Known, workshop_id: str) -> Response:
    """Take no more deposits."""
    with house.parts.database.writing() as session:
        close_workshop(session, workshop_id, actor=actor, now=house.parts.clock.now())
    return _back(workshop_id)


@router.post("/{workshop_id}/code")
def new_code(house: TheHouse, actor: Known, workshop_id: str) -> Response:
    """Another code, because the first got out."""
    with house.parts.database.writing() as session:
        change_code(session, workshop_id, actor=actor, key=house.parts.settings.signing_key)
    return _back(workshop_id)


@router.post("/{workshop_id}/deposits/{deposit_id}/revoke")
def revoke_link(house: TheHouse, actor: Known, workshop_id: str, deposit_id: str) -> Response:
    """Let a private link open nothing any more."""
    with house.parts.database.writing() as session:
        revoke(session, workshop_id, deposit_id, actor=actor, now=house.parts.clock.now())
    return _back(workshop_id)


@router.post("/{workshop_id}/deposits/{deposit_id}/signatures")
def signatures(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Known,
    base: Base,
    workshop_id: str,
    deposit_id: str,
    first: Word = "",
    second: Word = "",
    sole: Word = "",
) -> Response:
    """The guardians' signatures are on paper: whose they are."""
    parts = house.parts
    by = Hand(actor, parts.settings.signing_key, parts.clock.now())
    told = Agreement(kinds={ConsentKind.GUARDIANS}, guardians=(first, second), sole_guardian=sole == "yes")
    try:
        with parts.database.writing() as session:
            found = hosted_deposit(session, workshop_id, deposit_id, actor=actor)
            note_guardians(session, found.item_id or "", told, by=by)
    except InvalidError as fault:
        refused = _Refused(deposit_id, (first, second), fault)
        return _shown(request, house, actor, workshop_id, base=base, refused=refused)
    return _back(workshop_id)


def _back(workshop_id: str) -> Response:
    return RedirectResponse(f"/studio/workshops/{workshop_id}", status_code=303)
