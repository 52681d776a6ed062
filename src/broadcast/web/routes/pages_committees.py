"""Committees: who decides together, by how many yeses, on which channels."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
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
from broadcast.web.house import House, Known, TheHouse
from broadcast.web.templating import form_page

router = APIRouter(include_in_schema=False, prefix="/studio/committees")


@dataclass(frozen=True, slots=True)
class _Written:
    """What the form says of a committee, and the channels it decides on."""

    told: CommitteeWords
    channels: tuple[str, ...]


def _written(
    name: Annotated[str, Form(max_length=400)] = "",
    quorum: Annotated[int, Form(ge=0, le=1_000)] = 0,
    emails: Annotated[str, Form(max_length=20_000)] = "",
    channels: Annotated[list[str], Form(max_length=200)] = [],  # noqa: B006  # FastAPI copies it
) -> _Written:
    words = CommitteeWords(name=name, quorum=quorum, emails=addresses_in(emails))
    return _Written(words, tuple(channels))


Written = Annotated[_Written, Depends(_written)]


@router.get("")
def listed(request: Request, house: TheHouse, actor: Known) -> Response:
    """Every committee, and the form for another."""
    return _page(request, house, actor)


@router.post("")
def create(request: Request, house: TheHouse, actor: Known, written: Written) -> Response:
    """Make one."""
    return _kept(request, house, actor, written=written, committee_id=None)


@router.post("/{committee_id}")
def change(request: Request, house: TheHouse, actor: Known, committee_id: int, written: Written) -> Response:
    """Change one."""
    return _kept(request, house, actor, written=written, committee_id=committee_id)


def _kept(
    request: Request, house: House, actor: Actor, *, written: _Written, committee_id: int | None
) -> Response:
    try:
        with house.parts.database.writing() as session:
            known = None if committee_id is None else committee_by_id(session, committee_id)
            committee = set_up(
                session, written.told, committee=known, actor=actor, now=house.parts.clock.now()
            )
            channels_decided_by(session, committee, slugs=written.channels)
    except ForbiddenError:
        raise
    except BroadcastError as fault:
        return _page(request, house, actor, fault=fault, written=written, changed=committee_id)
    return RedirectResponse("/studio/committees", status_code=303)


def _page(  # what the page shows, and what was wrong
    request: Request,
    house: House,
    actor: Actor,
    *,
    fault: BroadcastError | None = None,
    written: _Written | None = None,
    changed: int | None = None,
) -> Response:
    require_role(actor, Role.EDITOR, structure_id=None)
    with house.parts.database.reading() as session:
        committees = all_committees(session)
        channels = all_channels(session)
    return form_page(
        request,
        "committees.html",
        committees=committees,
        channels=channels,
        told=written.told if written else None,
        chosen=written.channels if written else (),
        changed=changed,
        fault=fault,
    )
