"""Structures and their people: who is what, who may come in, who signed the charter."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.charter import charter_now, signatures
from broadcast.accounts.governing import (
    StructureWords,
    change_role,
    close_account,
    describe,
    members_of,
    open_account,
    person_for,
)
from broadcast.accounts.invitations import LASTS, let_choose_password
from broadcast.accounts.people import create_structure
from broadcast.accounts.repository import structure_by_slug, structures_of
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import BroadcastError, InvalidError, marked
from broadcast.library.repository import all_shows
from broadcast.post.at_once import may_send
from broadcast.schedule.repository import all_channels
from broadcast.web.house import Base, House, Known, TheHouse
from broadcast.web.routes.pages_account import Word
from broadcast.web.templating import form_page, render

router = APIRouter(include_in_schema=False)
RoleWord = Annotated[str, Form(max_length=20)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Somebody who is invited: the link once it is made, and to whom it was sent or is to be."""

    secret: str = ""
    link: str = ""
    role: str = "contributor"
    email: str = ""
    is_sent: bool = False


@router.get("/studio/structures")
def structures(request: Request, house: TheHouse, actor: Known) -> Response:
    """The structures one looks after; an administrator can add one."""
    return _list(request, house, actor)


def _list(  # what was typed, and what was wrong with it
    request: Request,
    house: House,
    actor: Actor,
    *,
    name: str = "",
    slug: str = "",
    fault: BroadcastError | None = None,
) -> Response:
    with house.parts.database.reading() as session:
        found = structures_of(session, actor)
    return form_page(
        request,
        "structures.html",
        structures=found,
        name=name,
        slug=slug,
        fault=fault,
    )


@router.post("/studio/structures")
def add_structure(
    request: Request, house: TheHouse, actor: Known, name: Word = "", slug: Word = ""
) -> Response:
    """Add one, its word in addresses made of its name unless it is told; for administrators."""
    require_role(actor, Role.EDITOR, structure_id=None)
    try:
        with house.parts.database.writing() as session:
            made = create_structure(session, slug=slug, name=name, now=house.parts.clock.now(), by=actor)
    except BroadcastError as fault:
        return _list(request, house, actor, name=name, slug=slug, fault=fault)
    return _back(made.slug)


def _back(slug: str) -> Response:
    return RedirectResponse(f"/studio/structures/{slug}", status_code=303)


@router.get("/studio/structures/{slug}")
def structure(request: Request, house: TheHouse, actor: Known, slug: str) -> Response:
    """Its people, and for administrators its charter."""
    return structure_page(request, house, actor, slug)


def structure_page(
    request: Request,
    house: House,
    actor: Actor,
    slug: str,
    *,
    fault: BroadcastError | None = None,
    invited: Invited | None = None,
) -> Response:
    """One structure for its editors, with what was wrong, or a link made for somebody."""
    with house.parts.database.reading() as session:
        place = structure_by_slug(session, slug)
        require_role(actor, Role.EDITOR, structure_id=place.id)
        text, signed = charter_now(session), signatures(session, place)
        members = [(person, role.name.lower()) for person, role in members_of(session, place)]
        shows = [one for one in all_shows(session) if one.structure_id == place.id]
        channels = [one for one in all_channels(session) if one.structure_id == place.id]
    return form_page(
        request,
        "structure.html",
        place=place,
        members=members,
        shows=shows,
        channels=channels,
        text=text,
        signed=signed[0][0] if signed and place.charter_on else None,
        invited=invited or Invited(),
        link=invited.link if invited else "",
        may_send=may_send(house.parts.settings),
        days=LASTS.days,
        fault=fault,
    )


@router.post("/studio/structures/{slug}")
def change_structure(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Known,
    slug: str,
    name: Word,
    charter_by: Word = "",
    charter_on: Word = "",
    trusted: Word = "",
) -> Response:
    """Rename it, note its charter, trust it or not; for administrators."""
    try:
        told = StructureWords(
            name=name, charter_by=charter_by, charter_on=day_of(charter_on), is_trusted=bool(trusted)
        )
        with house.parts.database.writing() as session:
            describe(session, slug, told, actor=actor, now=house.parts.clock.now())
    except InvalidError as fault:
        return structure_page(request, house, actor, slug, fault=fault)
    return _back(slug)


def day_of(written: str) -> date | None:
    """A date as a form sends it, None of an empty field. Raises InvalidError."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise InvalidError(
            "bad_date",
            marked("“{date}” is not a date."),
            marked("Write it as 2026-09-01."),
            date=written[:20],
        ) from None


@router.post("/studio/structures/{slug}/people/{person_id}")
def set_role(house: TheHouse, actor: Known, slug: str, person_id: int, role: RoleWord = "") -> Response:
    """Give a member another role; an empty one takes it away."""
    wanted = Role.named(role) if role else None
    with house.parts.database.writing() as session:
        place = structure_by_slug(session, slug)
        change_role(session, place, person_id, wanted, actor=actor, now=house.parts.clock.now())
    return _back(slug)


@router.post("/studio/people/{person_id}/reset")
def reset(request: Request, house: TheHouse, actor: Known, base: Base, person_id: int) -> Response:
    """Make a link with which a person chooses a new password; it is shown this once."""
    with house.parts.database.writing() as session:
        person = person_for(session, person_id, actor=actor)
        secret = let_choose_password(session, person, actor=actor, now=house.parts.clock.now())
    return render(request, "link.html", person=person, link=f"{base}/invitation/{secret}", days=LASTS.days)


@router.post("/studio/people/{person_id}/disable")
def disable(house: TheHouse, actor: Known, person_id: int, to: Word = "") -> Response:
    """Close an account."""
    with house.parts.database.writing() as session:
        close_account(session, person_id, actor=actor, now=house.parts.clock.now())
    return _back(to) if to else RedirectResponse("/studio/structures", status_code=303)


@router.post("/studio/people/{person_id}/enable")
def enable(house: TheHouse, actor: Known, person_id: int, to: Word = "") -> Response:
    """Open it again."""
    with house.parts.database.writing() as session:
        open_account(session, person_id, actor=actor, now=house.parts.clock.now())
    return _back(to) if to else RedirectResponse("/studio/structures", status_code=303)
