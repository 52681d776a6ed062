"""A code on the wall, and depositing with it: no account, no e-mail, with or without JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from broadcast.errors import BroadcastError
from broadcast.ingest.deposit import Told, receive
from broadcast.ingest.quarantine import Arrival
from broadcast.library.consents import AskedConsents
from broadcast.media.units import Bytes
from broadcast.parts import Parts
from broadcast.web.arrivals import DepositReader
from broadcast.web.guests import kept_private, trier_of
from broadcast.web.house import TheHouse, address_of, house_of
from broadcast.web.templating import form_page, render
from broadcast.workshops.codes import DEPOSIT_SIGNS, lookup_of, read_code
from broadcast.workshops.depositing import GuestWords, begin_deposit, give_up
from broadcast.workshops.models import Workshop
from broadcast.workshops.trying import Trier, guest_of, open_workshop_of

router = APIRouter(include_in_schema=False)
_FORM_OVERHEAD = 64 << 10
_FIELDS = ("name", "title", "recording", "publishing", "minor", "by_others")
_CAMERA = "camera=(self), geolocation=(), microphone=(self), payment=(), usb=()"
Field = Annotated[str, Form(max_length=400)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who comes with which code, and the workshop it opened."""

    workshop: Workshop
    code: str
    who: Trier
    address: str


@router.get("/atelier")
def typed(request: Request, code: Annotated[str, Query(max_length=60)] = "") -> Response:
    """Where a code is typed; it leads to its workshop, or to one's own deposit."""
    meant = read_code(code)
    if meant:
        place = "d" if len(meant) == DEPOSIT_SIGNS else "a"
        return kept_private(RedirectResponse(f"/{place}/{meant}", status_code=303))
    return kept_private(render(request, "atelier.html", status=422 if code else 200, typed=code))


@router.get("/a/{code}")
def form(request: Request, code: str) -> Response:
    """The form of an open workshop."""
    return _shown(request, _asked(request, code), given={})


@router.post("/a/{code}/begin")
def begin(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    code: str,
    name: Field = "",
    title: Field = "",
    recording: Field = "",
    publishing: Field = "",
    minor: Field = "",
    by_others: Field = "",
) -> dict[str, str]:
    """Begin a deposit whose file follows in pieces: gives its private code and page."""
    given = {
        "name": name, "title": title, "recording": recording, "publishing": publishing, "minor": minor,
        "by_others": by_others,
    }  # fmt: skip
    private = _begun(house.parts, _asked(request, code), given)
    return {"code": private, "page": f"/d/{private}"}


@router.post("/a/{code}")
async def deposit(request: Request, code: str) -> Response:
    """The whole form with its file; what is wrong is told on the form itself."""
    asked = await run_in_threadpool(_asked, request, code)
    parts = house_of(request).parts
    length = request.headers.get("content-length", "")
    expected = Bytes(max(0, int(length) - _FORM_OVERHEAD)) if length.isdigit() else None
    given: dict[str, str] = {}
    try:
        with Arrival(
            parts.settings.quarantine, most=Bytes(parts.settings.upload_max_bytes), expected=expected
        ) as arrival:
            reader = DepositReader(request.headers.get("content-type", ""), arrival)
            given = reader.fields
            await reader.read(request.stream())
            private = await run_in_threadpool(_kept, parts, asked, reader, arrival)
    except BroadcastError as error:
        return await run_in_threadpool(_refused, request, asked, given, error)
    return kept_private(RedirectResponse(f"/d/{private}", status_code=303))


def _asked(request: Request, code: str) -> _Asked:
    who = trier_of(request)
    return _Asked(
        open_workshop_of(house_of(request).parts, code, who=who), read_code(code), who, address_of(request)
    )


def _kept(parts: Parts, asked: _Asked, reader: DepositReader, arrival: Arrival) -> str:
    """The item made; gives the deposit's private code. Where it cannot be made, nothing is left."""
    private = _begun(parts, asked, reader.fields)
    arrived = None
    try:
        arrived = arrival.complete()
        actor = replace(guest_of(parts, private, who=asked.who), address=asked.address)
        receive(parts, arrived, Told(file_name=reader.file_name or ""), actor=actor)
    except BaseException:
        if arrived is not None:
            arrived.path.unlink(missing_ok=True)
        with parts.database.writing() as session:
            give_up(session, lookup_of(private, key=parts.settings.signing_key))
        raise
    return private


def _begun(parts: Parts, asked: _Asked, given: Mapping[str, str]) -> str:
    words = GuestWords(
        name=given.get("name", ""),
        title=given.get("title", ""),
        consents=AskedConsents(
            recording=given.get("recording") == "yes",
            publishing=given.get("publishing") == "yes",
            is_minor=given.get("minor") == "yes",
        ),
        by_others=given.get("by_others") == "yes",
    )
    key, now = parts.settings.signing_key, parts.clock.now()
    with parts.database.writing() as session:
        return begin_deposit(session, asked.workshop, words, who=asked.who, key=key, now=now)


def _refused(request: Request, asked: _Asked, given: Mapping[str, str], error: BroadcastError) -> Response:
    answer = _shown(request, asked, given=given, fault=error)
    if "retry_after" in error.extra:
        answer.headers["Retry-After"] = str(error.extra["retry_after"])
    return answer


def _shown(
    request: Request, asked: _Asked, *, given: Mapping[str, str], fault: BroadcastError | None = None
) -> Response:
    page = form_page(
        request,
        "workshop_deposit.html",
        workshop=asked.workshop,
        code=asked.code,
        given=dict.fromkeys(_FIELDS, "") | dict(given),
        fault=fault,
        most=house_of(request).parts.settings.upload_max_bytes,
    )
    page.headers["Permissions-Policy"] = _CAMERA
    return kept_private(page)
