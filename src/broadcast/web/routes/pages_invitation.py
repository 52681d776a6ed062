"""Where a link that somebody was given leads: to an account, to one more structure, to a new password."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.invitations import Newcomer, accept, join_by, opened, welcome_of
from broadcast.accounts.repository import actor_of
from broadcast.accounts.roles import Actor
from broadcast.accounts.signing_in import open_session
from broadcast.errors import BroadcastError, ConflictError, InvalidError
from broadcast.web.house import Asker, House, Known, TheHouse, source_of
from broadcast.web.invitation_letter import ROLE_MEANS
from broadcast.web.routes.pages_account import Word, welcomed
from broadcast.web.templating import form_page

router = APIRouter(include_in_schema=False, prefix="/invitation/{secret}")


@router.get("")
def invitation(request: Request, house: TheHouse, actor: Asker, secret: str) -> Response:
    """Who invites to what; to say who one is, to join as who one is already, or to choose a new password."""
    return _shown(request, house, actor, secret)


def _shown(
    request: Request,
    house: House,
    actor: Actor,
    secret: str,
    *,
    given: Newcomer | None = None,
    fault: BroadcastError | None = None,
) -> Response:
    with house.parts.database.reading() as session:
        link = opened(session, secret, now=house.parts.clock.now())
        welcome = welcome_of(session, link)
    return form_page(
        request,
        "invitation.html",
        secret=secret,
        is_new=link.person_id is None,
        may_join=link.person_id is None and actor.person_id is not None,
        welcome=welcome,
        means=ROLE_MEANS.get(welcome.role, ""),
        email=given.email if given else "",
        name=given.name if given else "",
        fault=fault,
    )


@router.post("")
def follow(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Asker,
    secret: str,
    password: Word,
    email: Word = "",
    name: Word = "",
) -> Response:
    """Come in."""
    told = Newcomer(email=email, name=name, password=password)
    now = house.parts.clock.now()
    try:
        with house.parts.database.writing() as session:
            person = accept(session, secret, told, source=source_of(request), now=now)
            cookie = open_session(session, person, now=now)
            is_host = actor_of(session, person).reviews_somewhere()
    except (ConflictError, InvalidError) as fault:
        return _shown(request, house, actor, secret, given=told, fault=fault)
    return welcomed(request, house, cookie, to="/" if is_host else "/deposit")


@router.post("/join")
def join(house: TheHouse, actor: Known, secret: str) -> Response:
    """Join with the account one is signed in to."""
    with house.parts.database.writing() as session:
        join_by(session, secret, actor=actor, now=house.parts.clock.now())
    return RedirectResponse("/", status_code=303)
