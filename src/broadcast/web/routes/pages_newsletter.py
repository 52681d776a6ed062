"""The week's letter: a draft to copy, to take along, or to send."""

from datetime import date, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.people import checked_email
from broadcast.accounts.roles import Actor
from broadcast.errors import BroadcastError, ConflictError, ForbiddenError, marked
from broadcast.post import post_letter
from broadcast.post.at_once import require_mail
from broadcast.schedule.recurrence import checked_date, local_of
from broadcast.schedule.week import DAYS, monday_of
from broadcast.web.house import Base, House, Known, Language, TheHouse
from broadcast.web.newsletter import Newsletter, letter_to, newsletter, page_of, subject_of, text_of
from broadcast.web.templating import form_page

router = APIRouter(include_in_schema=False, prefix="/studio/newsletter")
Week = Annotated[date | None, Query()]
Greeting = Annotated[str, Query(max_length=2_000)]
_SANDBOXED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@router.get("")
def draft(  # noqa: PLR0913, PLR0917  # what a request brings
    request: Request, house: TheHouse, base: Base, language: Language, actor: Known,
    week: Week = None, greeting: Greeting = "",
) -> Response:  # fmt: skip
    """The draft of a week: the coming one where none is asked for."""
    return _page(request, house, actor, first=_monday(house, week), base=base, language=language,
                 greeting=greeting)  # fmt: skip


def _page(  # noqa: PLR0913  # what the page shows
    request: Request,
    house: House,
    actor: Actor,
    *,
    first: date,
    base: str,
    language: str,
    greeting: str,
    to: str = "",
    fault: BroadcastError | None = None,
) -> Response:
    letter = _letter(house, first=first, base=base, greeting=greeting)
    return form_page(
        request,
        "newsletter.html",
        letter=letter,
        subject=subject_of(letter, language=language),
        text=text_of(letter, language=language),
        first=first,
        before=first - timedelta(days=DAYS),
        after=first + timedelta(days=DAYS),
        greeting=greeting,
        to=to or actor.email,
        may_send=actor.is_admin,
        is_sent="sent" in request.query_params,
        fault=fault,
    )


@router.get(".txt")
def as_text(  # what a request brings
    house: TheHouse, base: Base, language: Language, _: Known, week: Week = None, greeting: Greeting = ""
) -> Response:
    """The draft as a file of plain text."""
    letter = _letter(house, first=_monday(house, week), base=base, greeting=greeting)
    return PlainTextResponse(text_of(letter, language=language), headers=_as_file(letter, "txt"))


@router.get(".html")
def as_html(  # what a request brings
    house: TheHouse, base: Base, language: Language, _: Known, week: Week = None, greeting: Greeting = ""
) -> Response:
    """The draft as a page for a mail program."""
    letter = _letter(house, first=_monday(house, week), base=base, greeting=greeting)
    headers = _as_file(letter, "html") | {"Content-Security-Policy": _SANDBOXED}
    return HTMLResponse(page_of(letter, language=language), headers=headers)


@router.post("/send")
def send(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request, house: TheHouse, base: Base, language: Language, actor: Known,
    to: Annotated[str, Form(max_length=254)], week: Annotated[date, Form()],
    greeting: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:  # fmt: skip
    """Have it sent to one address, a mailing list's for the most part: once for each week."""
    if not actor.is_admin:
        raise ForbiddenError(
            "not_allowed",
            marked("Only the people who look after the station send its letter."),
            marked("Copy the draft, or ask them to send it."),
        )
    first = _monday(house, week)
    try:
        with house.parts.database.writing() as session:
            letter = newsletter(
                session, first=first, base=base, greeting=greeting, now=house.parts.clock.now()
            )
            _send(session, house, letter, actor=actor, to=to, language=language)
    except BroadcastError as fault:
        return _page(request, house, actor, first=first, base=base, language=language, greeting=greeting,
                     to=to, fault=fault)  # fmt: skip
    return RedirectResponse(f"/studio/newsletter?week={first}&sent=1", status_code=303)


def _send(
    session: Session, house: House, letter: Newsletter, *, actor: Actor, to: str, language: str
) -> None:
    """Raises InvalidError, UnavailableError without a mail server, ConflictError the second time."""
    address = checked_email(to)
    require_mail(house.parts.settings)
    sending = letter_to(letter, to=address, language=language)
    key = f"newsletter/{letter.first}/{address}"
    if not post_letter(session, sending, key=key, now=house.parts.clock.now()):
        raise ConflictError(
            "already_sent",
            marked("This week’s letter has already been sent to this address."),
            marked("Copy the draft if it must go there once more."),
        )
    done = Done(
        act=Act.LETTER, subject=f"letter:{letter.first}", structure_id=None, at=house.parts.clock.now()
    )
    record(session, done, actor=actor)


def _letter(house: House, *, first: date, base: str, greeting: str) -> Newsletter:
    with house.parts.database.reading() as session:
        return newsletter(session, first=first, base=base, greeting=greeting, now=house.parts.clock.now())


def _monday(house: House, week: date | None) -> date:
    """The Monday of the week that is asked for; else the next one, today where it is one."""
    if week is not None:
        return monday_of(checked_date(week))
    parts = house.parts
    today = local_of(parts.clock.now(), ZoneInfo(parts.settings.timezone)).date()
    return monday_of(today + timedelta(days=DAYS - 1))


def _as_file(letter: Newsletter, ending: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="antenne-{letter.first}.{ending}"',
        "Cache-Control": "no-store",
    }
