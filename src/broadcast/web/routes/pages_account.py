"""Signing in and out, the first administrator, the language."""

import hmac
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.connections import note_account
from broadcast.accounts.people import create_person
from broadcast.accounts.repository import has_administrator
from broadcast.accounts.secrets import setup_secret
from broadcast.accounts.signing_in import (
    SESSION_LASTS,
    check_password,
    check_patience,
    close_session,
    note_failure,
    open_session,
)
from broadcast.errors import BroadcastError, ForbiddenError, InvalidError, marked
from broadcast.web.house import (
    LANGUAGE_COOKIE,
    SESSION_COOKIE,
    House,
    TheHouse,
    address_of,
    language_of,
    source_of,
)
from broadcast.web.templating import render
from broadcast.words import error_words, offered

router = APIRouter(include_in_schema=False)
_YEAR = 365 * 24 * 3600
Word = Annotated[str, Form(max_length=254)]


def _own(place: str) -> str:
    """A place of this station; home for anything else."""
    return place if place.startswith("/") and not place.startswith(("//", "/\\")) else "/"


@router.get("/login")
def login_form(request: Request, asked: Annotated[str, Query(alias="next")] = "/") -> Response:
    """The form."""
    return render(request, "login.html", next=_own(asked), email="", fault=None)


@router.post("/login")
def login(
    request: Request,
    house: TheHouse,
    email: Word,
    password: Word,
    asked: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    """Sign in; a wrong try is told on the form."""
    try:
        cookie = _signed_in(request, house, email=email, password=password)
    except BroadcastError as error:
        page = render(
            request,
            "login.html",
            status=error.kind.value,
            next=_own(asked),
            email=email,
            fault=error_words(error, language=language_of(request)),
        )
        if "retry_after" in error.extra:
            page.headers["Retry-After"] = str(error.extra["retry_after"])
        return page
    return welcomed(request, house, cookie, to=_own(asked))


def _signed_in(request: Request, house: House, *, email: str, password: str) -> str:
    """A fresh session's cookie. Raises TooManyError, InvalidError."""
    parts = house.parts
    address = address_of(request) or "?"
    now = parts.clock.now()
    with parts.database.reading() as session:
        check_patience(session, address=address, now=now)
        person = check_password(session, email=email, password=password)
    with parts.database.writing() as session:
        if person is not None:
            return open_session(session, person, now=now)
        note_failure(session, address=address, email=email, now=now)
    raise InvalidError(
        "wrong_sign_in",
        marked("This address and this password do not match."),
        marked("Check for a typing mistake, or ask the station's administrator for a new password."),
    )


def welcomed(request: Request, house: House, cookie: str, *, to: str) -> Response:
    """Go on as somebody who is signed in."""
    answer = RedirectResponse(to, status_code=303)
    answer.set_cookie(
        SESSION_COOKIE,
        cookie,
        max_age=int(SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https" or house.parts.settings.public_url.startswith("https:"),
    )
    return answer


@router.post("/logout")
def logout(request: Request, house: TheHouse) -> Response:
    """Sign out."""
    cookie = request.cookies.get(SESSION_COOKIE)
    if cookie:
        with house.parts.database.writing() as session:
            close_session(session, cookie)
    answer = RedirectResponse("/", status_code=303)
    answer.delete_cookie(SESSION_COOKIE)
    return answer


def _check_setup(house: House, key: str) -> None:
    """Raise ForbiddenError unless the station has no administrator yet and this is its key."""
    with house.parts.database.reading() as session:
        is_set_up = has_administrator(session)
    if is_set_up or not hmac.compare_digest(key, setup_secret(house.parts.settings.signing_key)):
        raise ForbiddenError(
            "setup_closed",
            marked("This address no longer opens, or never did."),
            marked("Sign in, or ask whoever started the station for the address it printed."),
        )


@router.get("/setup")
def setup_form(request: Request, house: TheHouse, key: str = "") -> Response:
    """Where the first administrator is made."""
    _check_setup(house, key)
    return render(request, "setup.html", key=key, name="", email="", fault=None)


@router.post("/setup")
def setup(request: Request, house: TheHouse, key: Word, name: Word, email: Word, password: Word) -> Response:
    """Make the first administrator, and sign in."""
    _check_setup(house, key)
    parts = house.parts
    now = parts.clock.now()
    try:
        with parts.database.writing() as session:
            person = create_person(session, email=email, name=name, password=password, is_admin=True, now=now)
            note_account(session, person, source=source_of(request), now=now)
            cookie = open_session(session, person, now=now)
    except BroadcastError as error:
        fault = error_words(error, language=language_of(request))
        return render(
            request, "setup.html", status=error.kind.value, key=key, name=name, email=email, fault=fault
        )
    return welcomed(request, house, cookie, to="/")


@router.post("/language")
def choose_language(language: Word, to: Word = "/") -> Response:
    """Keep the reader's language."""
    answer = RedirectResponse(_own(to), status_code=303)
    if language in offered():
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR, samesite="lax")
    return answer
