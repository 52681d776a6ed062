"""Who publishes the station, and what is kept of whom."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.imprint import (
    FACT_EXAMPLES,
    FACT_WORDS,
    LONGEST,
    OPTIONAL,
    Fact,
    read_imprint,
    write_imprint,
)
from broadcast.accounts.roles import Role, require_role
from broadcast.keeping import periods
from broadcast.web.house import Known, TheHouse
from broadcast.web.templating import render

router = APIRouter(include_in_schema=False)
Words = Annotated[str, Form(max_length=LONGEST)]


@router.get("/legal")
def legal(request: Request, house: TheHouse) -> Response:
    """Publisher, director, host, contact."""
    with house.parts.database.reading() as session:
        facts = read_imprint(session)
    return render(request, "legal.html", facts=facts, names=FACT_WORDS, optional=OPTIONAL)


@router.get("/privacy")
def privacy(request: Request, house: TheHouse) -> Response:
    """What is kept, how long, whom to ask."""
    with house.parts.database.reading() as session:
        facts = read_imprint(session)
    asked = facts[Fact.PRIVACY] or facts[Fact.CONTACT]
    return render(request, "privacy.html", asked=asked, publisher=facts[Fact.PUBLISHER], periods=periods)


@router.get("/studio/legal")
def legal_form(request: Request, house: TheHouse, actor: Known) -> Response:
    """Where administrators say it."""
    require_role(actor, Role.EDITOR, structure_id=None)
    with house.parts.database.reading() as session:
        facts = read_imprint(session)
    return render(
        request,
        "legal_form.html",
        facts=facts,
        names=FACT_WORDS,
        examples=FACT_EXAMPLES,
        optional=OPTIONAL,
        most=LONGEST,
    )


@router.post("/studio/legal")
def say_legal(  # noqa: PLR0913, PLR0917  # one argument for each field
    house: TheHouse,
    actor: Known,
    publisher: Words = "",
    address: Words = "",
    registration: Words = "",
    contact: Words = "",
    director: Words = "",
    newsroom: Words = "",
    host: Words = "",
    privacy: Words = "",
) -> Response:
    """Say it otherwise."""
    told = {
        Fact.PUBLISHER: publisher, Fact.ADDRESS: address, Fact.REGISTRATION: registration,
        Fact.CONTACT: contact, Fact.DIRECTOR: director, Fact.NEWSROOM: newsroom, Fact.HOST: host,
        Fact.PRIVACY: privacy,
    }  # fmt: skip
    with house.parts.database.writing() as session:
        write_imprint(session, told, actor=actor, now=house.parts.clock.now())
    return RedirectResponse("/legal", status_code=303)
