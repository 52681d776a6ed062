"""Committees: who decides together, by how many yeses, on which channels."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.committees import (
    CommitteeWords,
    addresses_in,
    all_committees,
    committee_by_id,
    set_up,
)
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import BroadcastError, ForbiddenError
from broadcast.schedule.committees import channels_decided_by
from broadcast.schedule.repository import all_channels
from broadcast.web.house import House, Known, TheHouse, language_of
from broadcast.web.templating import render
from broadcast.words import error_words

router = APIRouter(include_in_schema=False, prefix="/studio/committees")
Name = Annotated[str, Form(max_length=400)]
Quorum = Annotated[int, Form(ge=0, le=1_000)]
Emails = Annotated[str, Form(max_length=20_000)]
Channels = Annotated[list[str], Form(max_length=200)]


@router.get("")
def listed(request: Request, house: TheHouse, actor: Known) -> Response:
    """Every committee, and the form for another."""
    return _page(request, house, actor)


@router.post("")
def create(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Known,
    name: Name = "",
    quorum: Quorum = 0,
    emails: Emails = "",
    channels: Channels = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """Make one."""
    told = CommitteeWords(name=name, quorum=quorum, emails=addresses_in(emails))
    return _written(request, house, actor, told=told, channels=channels, committee_id=None)


@router.post("/{committee_id}")
def change(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Known,
    committee_id: int,
    name: Name = "",
    quorum: Quorum = 0,
    emails: Emails = "",
    channels: Channels = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """Change one."""
    told = CommitteeWords(name=name, quorum=quorum, emails=addresses_in(emails))
    return _written(request, house, actor, told=told, channels=channels, committee_id=committee_id)


def _written(  # what is written
    request: Request,
    house: House,
    actor: Actor,
    *,
    told: CommitteeWords,
    channels: list[str],
    committee_id: int | None,
) -> Response:
    try:
        with house.parts.database.writing() as session:
            known = None if committee_id is None else committee_by_id(session, committee_id)
            committee = set_up(session, told, committee=known, actor=actor, now=house.parts.clock.now())
            channels_decided_by(session, committee, slugs=channels)
    except ForbiddenError:
        raise
    except BroadcastError as fault:
        return _page(request, house, actor, fault=fault, told=told, chosen=channels, changed=committee_id)
    return RedirectResponse("/studio/committees", status_code=303)


def _page(  # noqa: PLR0913  # what the page shows, and what was wrong
    request: Request,
    house: House,
    actor: Actor,
    *,
    fault: BroadcastError | None = None,
    told: CommitteeWords | None = None,
    chosen: list[str] | None = None,
    changed: int | None = None,
) -> Response:
    require_role(actor, Role.EDITOR, structure_id=None)
    with house.parts.database.reading() as session:
        committees = all_committees(session)
        channels = all_channels(session)
    return render(
        request,
        "committees.html",
        status=fault.kind.value if fault else 200,
        committees=committees,
        channels=channels,
        told=told,
        chosen=chosen or [],
        changed=changed,
        fault=error_words(fault, language=language_of(request)) if fault else None,
    )
