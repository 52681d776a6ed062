"""The host's running order (conducteur): of one date, or of every date of a slot; on screen and on paper."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from broadcast.accounts.roles import Actor
from broadcast.errors import BroadcastError
from broadcast.library.repository import item_for
from broadcast.playout.conducteur import conducteur_of, pieces_for, starts_of
from broadcast.playout.excerpts import keep_order
from broadcast.schedule.repository import slot_of, slot_title
from broadcast.schedule.running_order import Element
from broadcast.web.house import House, Known, Language, TheHouse, language_of
from broadcast.web.paper import set_paper
from broadcast.web.routes.api_programme import hosted_channel
from broadcast.web.running_order_form import (
    KIND_WORDS,
    Cells,
    NewLine,
    Pressed,
    cells_of,
    done,
    guessed,
    read_lines,
    typed_lines,
)
from broadcast.web.running_order_paper import running_order_paper
from broadcast.web.templating import form_page
from broadcast.words import said

router = APIRouter(prefix="/channels/{slug}/slots/{slot_id}", include_in_schema=False)


@router.get("/running-order")
def template(request: Request, house: TheHouse, actor: Known, slug: str, slot_id: int) -> Response:
    """That of every date."""
    return _shown(request, house, actor, slug, slot_id, on=None)


@router.get("/occurrences/{on}/running-order")
def one_date(request: Request, house: TheHouse, actor: Known, slug: str, slot_id: int, on: date) -> Response:
    """That of one date."""
    return _shown(request, house, actor, slug, slot_id, on=on)


@router.get("/running-order.pdf")
def template_paper(house: TheHouse, actor: Known, language: Language, slug: str, slot_id: int) -> Response:
    """The same on A4."""
    return _on_paper(house, actor, language, slug, slot_id, on=None)


@router.get("/occurrences/{on}/running-order.pdf")
def date_paper(  # what a request says
    house: TheHouse, actor: Known, language: Language, slug: str, slot_id: int, on: date
) -> Response:
    """The same on A4."""
    return _on_paper(house, actor, language, slug, slot_id, on=on)


@router.post("/running-order")
async def write_template(
    request: Request, house: TheHouse, actor: Known, slug: str, slot_id: int
) -> Response:
    """Save it, and do what the button says."""
    return await _write(request, house, actor, slug, slot_id, on=None)


@router.post("/occurrences/{on}/running-order")
async def write_date(
    request: Request, house: TheHouse, actor: Known, slug: str, slot_id: int, on: date
) -> Response:
    """Save it, and do what the button says."""
    return await _write(request, house, actor, slug, slot_id, on=on)


def _on_paper(  # what a request says
    house: House, actor: Actor, language: str, slug: str, slot_id: int, *, on: date | None
) -> Response:
    with house.parts.database.reading() as session:
        channel = hosted_channel(session, slug, actor=actor)
        slot = slot_of(session, channel, slot_id=slot_id)
        told = running_order_paper(
            channel,
            conducteur_of(session, channel, slot, on=on),
            starts=starts_of(session, channel, slot, on=on) if on else None,
            printed=house.parts.clock.now(),
            language=language,
        )
    name = f"conducteur-{slug}-{on or slot_id}.pdf"
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": f'inline; filename="{name}"'}
    return Response(set_paper("running_order", told), media_type="application/pdf", headers=headers)


async def _write(
    request: Request, house: House, actor: Actor, slug: str, slot_id: int, *, on: date | None
) -> Response:
    async with request.form(max_files=0, max_fields=3_000, max_part_size=8_000) as form:
        columns: dict[str, list[str]] = {}
        for name, value in form.multi_items():
            columns.setdefault(name, []).append(str(value))
    return await run_in_threadpool(_saved, request, house, actor, slug, slot_id, on, columns)


def _saved(  # noqa: PLR0913, PLR0917  # what a request says
    request: Request,
    house: House,
    actor: Actor,
    slug: str,
    slot_id: int,
    on: date | None,
    columns: dict[str, list[str]],
) -> Response:
    def told(name: str) -> str:
        return columns.get(name, [""])[0]

    pressed = Pressed.of(told("do"))
    new = NewLine(
        kind=told("new_kind"), item=told("new_item"), text=told("new_text"), seconds=told("new_seconds")
    )
    try:
        lines = done(read_lines(columns), pressed, new)
        version = int(told("version")) if told("version").isdigit() else None
        with house.parts.database.writing() as session:
            channel = hosted_channel(session, slug, actor=actor)
            slot = slot_of(session, channel, slot_id=slot_id)
            conducteur_of(session, channel, slot, on=on)
            for line in lines:
                if line.item is not None:
                    item_for(session, line.item, actor=actor)
            keep_order(session, house.parts, channel, slot, on=on, elements=lines, version=version)
    except BroadcastError as error:
        typed = Typed(error, typed_lines(columns), new, told("version"))
        return _shown(request, house, actor, slug, slot_id, on=on, typed=typed)
    anchor = f"#line-{pressed.key}" if pressed.verb in {"up", "down"} else "#new" if pressed.verb else ""
    return RedirectResponse(f"{request.url.path}{anchor}", status_code=303)


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was refused, word for word. `version` is the one that was edited, not the newest."""

    fault: BroadcastError
    lines: list[Cells]
    new: NewLine
    version: str

    def shown_to(self, session: Session, actor: Actor) -> list[Element]:
        """Its lines as far as they can be read, with the pieces that the actor may see."""
        return [_seen(session, guessed(cells), actor) for cells in self.lines]


def _seen(session: Session, element: Element, actor: Actor) -> Element:
    try:
        if element.item is not None:
            item_for(session, element.item, actor=actor)
    except BroadcastError:
        return replace(element, item=None)
    return element


def _shown(  # noqa: PLR0913  # what the page shows, and what went wrong on it
    request: Request,
    house: House,
    actor: Actor,
    slug: str,
    slot_id: int,
    *,
    on: date | None,
    typed: Typed | None = None,
) -> Response:
    with house.parts.database.reading() as session:
        channel = hosted_channel(session, slug, actor=actor)
        slot = slot_of(session, channel, slot_id=slot_id)
        instead = typed.shown_to(session, actor) if typed else None
        found = conducteur_of(session, channel, slot, on=on, instead=instead)
        pieces = pieces_for(session, channel, slot)
        starts = starts_of(session, channel, slot, on=on) if on else None
    cells = typed.lines if typed else [cells_of(one.line.element) for one in found.lines]
    fault = typed.fault if typed else None
    language = language_of(request)
    words = {kind.value: said(word, {}, language=language) for kind, word in KIND_WORDS.items()}
    return form_page(
        request,
        "running_order.html",
        channel=channel,
        slot=slot,
        title=slot_title(slot),
        found=found,
        lines=[
            (one, starts + timedelta(seconds=one.line.starts) if starts else None, told)
            for one, told in zip(found.lines, cells, strict=True)
        ],
        new=typed.new if typed else NewLine(),
        version=typed.version if typed else found.kept.version,
        starts=starts,
        day=starts.astimezone(ZoneInfo(channel.timezone)).date() if starts else None,
        ends=starts + timedelta(seconds=slot.duration) if starts else None,
        share=min(100, round(100 * found.timing.total / slot.duration)),
        kinds=list(words.items()),
        kind_words=words,
        pieces=pieces,
        fault=fault,
    )
