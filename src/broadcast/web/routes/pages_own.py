"""One's own account: password, signed-in browsers, keys of programs, all that is kept of one."""

import json
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.own import (
    change_password,
    end_key,
    keys_of,
    own_account,
    sessions_of,
    sign_out_elsewhere,
    wrong_password,
)
from broadcast.accounts.roles import Actor
from broadcast.accounts.secrets import digest
from broadcast.accounts.signing_in import check_patience, note_failure
from broadcast.errors import BroadcastError
from broadcast.keeping.exporting import export
from broadcast.keeping.whom import Whom
from broadcast.web.house import SESSION_COOKIE, House, Known, TheHouse, address_of
from broadcast.web.templating import form_page

router = APIRouter(include_in_schema=False)
_PAGE = "/account"
Password = Annotated[str, Form(max_length=254)]


@router.get(_PAGE)
def account(request: Request, house: TheHouse, actor: Known) -> Response:
    """Who one is here, where one is signed in, which programs have a key."""
    return _account(request, house, actor)


def _account(
    request: Request, house: House, actor: Actor, *, fault: BroadcastError | None = None
) -> Response:
    with house.parts.database.reading() as session:
        sessions = sessions_of(session, actor, now=house.parts.clock.now())
        keys = keys_of(session, actor)
    return form_page(
        request, "account.html", fault=fault, sessions=sessions, here=digest(_cookie(request)), keys=keys
    )


def _cookie(request: Request) -> str:
    return request.cookies.get(SESSION_COOKIE, "")


@router.post(f"{_PAGE}/password")
def new_password(
    request: Request, house: TheHouse, actor: Known, old: Password = "", new: Password = ""
) -> Response:
    """Take another password; wrong tries count as wrong sign-ins do."""
    now, address = house.parts.clock.now(), address_of(request) or "?"
    try:
        with house.parts.database.writing() as session:
            check_patience(session, address=address, now=now)
            told = {"old": old, "new": new, "cookie": _cookie(request)}
            is_changed = change_password(session, actor, **told, now=now)
            if not is_changed:
                note_failure(session, address=address, email=actor.email, now=now)
        if not is_changed:
            raise wrong_password()
    except BroadcastError as fault:
        return _account(request, house, actor, fault=fault)
    return _back()


def _back() -> Response:
    return RedirectResponse(_PAGE, status_code=303)


@router.post(f"{_PAGE}/elsewhere")
def elsewhere(request: Request, house: TheHouse, actor: Known) -> Response:
    """Sign out everywhere but here."""
    with house.parts.database.writing() as session:
        sign_out_elsewhere(session, actor, cookie=_cookie(request), now=house.parts.clock.now())
    return _back()


@router.post(f"{_PAGE}/keys/{{key_id}}/end")
def end(house: TheHouse, actor: Known, key_id: int) -> Response:
    """Let a program in no more."""
    with house.parts.database.writing() as session:
        end_key(session, actor, key_id, now=house.parts.clock.now())
    return _back()


@router.get(f"{_PAGE}/data.json")
def data(house: TheHouse, actor: Known) -> Response:
    """All that the station keeps of one, as a file (GDPR, articles 15 and 20)."""
    parts = house.parts
    with parts.database.writing() as session:
        found = Whom(person=own_account(session, actor))
        told = export(session, found, actor=actor, key=parts.settings.signing_key, now=parts.clock.now())
    return Response(
        json.dumps(told, ensure_ascii=False, indent=2),
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="account.json"', "Cache-Control": "no-store"},
    )
