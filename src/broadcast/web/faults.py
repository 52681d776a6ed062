"""Errors at the web door: a page for people, `application/problem+json` (RFC 9457) for programs."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from sqlalchemy.exc import OperationalError
from starlette.datastructures import URL
from starlette.exceptions import HTTPException

from broadcast.errors import (
    BroadcastError,
    InvalidError,
    UnavailableError,
    UnknownError,
    UnsignedError,
    marked,
)
from broadcast.web.guests import place_told
from broadcast.web.house import language_of
from broadcast.web.templating import render
from broadcast.words import error_words, said

_log = structlog.get_logger()
_CHECKSUM_MISMATCH = 460
_PROGRAMS = ("/api/", "/live/", "/healthz", "/readyz")


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks for a page."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(_PROGRAMS)


def error_answer(request: Request, error: BroadcastError) -> Response:
    """An error in the form and language that whoever asks can use."""
    status = error.kind.value
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, UnsignedError):
        headers["WWW-Authenticate"] = "Bearer"
    if "retry_after" in error.extra:
        headers["Retry-After"] = str(error.extra["retry_after"])
    if wants_page(request):
        return _page(request, error, headers=headers)
    return JSONResponse(
        problem(error, language=language_of(request)),
        status_code=status,
        headers=headers,
        media_type="application/problem+json",
    )


def problem(error: BroadcastError, *, language: str) -> dict[str, Any]:
    """The members of a problem: RFC 9457 §3.1, with `code` and, where there is one, `remedy`."""
    message, remedy = error_words(error, language=language)
    told = {
        "type": "about:blank",
        "title": _phrase(error.kind.value),
        "status": error.kind.value,
        "detail": message,
        "code": error.code,
    }
    return told | ({"remedy": remedy} if remedy else {}) | error.extra


def _phrase(status: int) -> str:
    """The registered phrase of a status; tus has one of its own."""
    return HTTPStatus(status).phrase if status != _CHECKSUM_MISMATCH else "Checksum Mismatch"


def _page(request: Request, error: BroadcastError, *, headers: dict[str, str]) -> Response:
    if isinstance(error, UnsignedError) and request.method == "GET":
        asked = (
            URL(path=place_told(request.url.path), query=request.url.query)
            if request.url.query
            else request.url.path
        )
        return RedirectResponse(str(URL("/login").include_query_params(next=str(asked))), status_code=303)
    message, remedy = error_words(error, language=language_of(request))
    page = render(
        request, "error.html", status=error.kind.value, message=message, remedy=remedy, code=error.code
    )
    page.headers.update(headers)
    return page


def _broadcast_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, BroadcastError):
        raise error
    if error.__cause__ is not None:
        _log.warning(
            "refused", code=error.code, path=place_told(request.url.path), cause=repr(error.__cause__)
        )
    return error_answer(request, error)


def _bad_request(request: Request, error: Exception) -> Response:
    """What FastAPI found wrong with the words of a request."""
    if not isinstance(error, RequestValidationError):
        raise error
    wrong = [
        {"field": ".".join(str(step) for step in fault["loc"][1:]), "fault": fault["msg"]}
        for fault in error.errors()
    ]
    fields = ", ".join(sorted({one["field"] for one in wrong if one["field"]})) or "?"
    return error_answer(
        request,
        InvalidError(
            "bad_request",
            marked("Something in the request cannot be used: {fields}."),
            marked("Look at its description, and send it again."),
            extra={"errors": wrong},
            fields=fields,
        ),
    )


def _http_error(request: Request, error: Exception) -> Response:
    """What the framework itself refuses: no such address, or not with that method."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == HTTPStatus.NOT_FOUND:
        return error_answer(
            request, UnknownError("unknown_address", marked("There is nothing at this address."))
        )
    phrase = HTTPStatus(error.status_code).phrase
    return JSONResponse(
        {
            "type": "about:blank",
            "title": phrase,
            "status": error.status_code,
            "detail": said(
                marked("This address cannot be used that way."), {}, language=language_of(request)
            ),
            "code": phrase.lower().replace(" ", "_"),
        },
        status_code=error.status_code,
        headers=error.headers,
        media_type="application/problem+json",
    )


def _database_away(request: Request, error: Exception) -> Response:
    _log.error("the database does not answer", path=place_told(request.url.path), cause=repr(error))
    return error_answer(request, _unavailable())


def _unexpected(request: Request, error: Exception) -> Response:
    """Our own fault: the cause goes to the log, where the server writes it too."""
    _log.error("unexpected", path=place_told(request.url.path), cause=repr(error))
    away = _unavailable()
    return error_answer(request, away)


def _unavailable() -> UnavailableError:
    return UnavailableError(
        "unavailable",
        marked("The station cannot answer that just now; nothing was lost."),
        marked("Try again in a moment."),
        extra={"retry_after": 5},
    )


def add_fault_handlers(app: FastAPI) -> None:
    """Give every error its answer."""
    app.add_exception_handler(BroadcastError, _broadcast_error)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(OperationalError, _database_away)
    app.add_exception_handler(Exception, _unexpected)
