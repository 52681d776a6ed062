"""Where editors name a place, a person or a keyword otherwise, and tell two of one name apart."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.roles import Actor, Role
from broadcast.errors import BroadcastError, InvalidError
from broadcast.library.published import published_episodes
from broadcast.library.tag_models import Tag
from broadcast.library.tag_naming import part_again, rename_tag, tag_to_name, tell_apart
from broadcast.library.tagged import about, aliases_of, tag_at
from broadcast.library.tags import LONGEST_NAME, TagKind, address_word
from broadcast.web.house import House, Known, TheHouse, language_of
from broadcast.web.templating import render
from broadcast.words import error_words

router = APIRouter(include_in_schema=False)
_AT = "/studio/tags/{kind}/{slug}"
_MOST = 200
Name = Annotated[str, Form(max_length=LONGEST_NAME)]


@router.get(_AT)
def desk(request: Request, house: TheHouse, actor: Known, kind: TagKind, slug: str) -> Response:
    """The form, for editors of a structure with a piece about it."""
    return _desk(request, house, actor, kind, slug)


def _desk(
    request: Request,
    house: House,
    actor: Actor,
    kind: TagKind,
    slug: str,
    *,
    fault: BroadcastError | None = None,
) -> Response:
    with house.parts.database.reading() as session:
        tag = tag_to_name(session, kind, slug, actor=actor)
        aliases = aliases_of(session, tag)
        found = published_episodes(session, about(tag), offset=0, most=_MOST)
    own = [
        one for one in found.episodes if actor.is_at_least(Role.EDITOR, structure_id=one.item.structure_id)
    ]
    return render(
        request,
        "tag_desk.html",
        status=fault.kind.value if fault else 200,
        tag=tag,
        aliases=aliases,
        episodes=own,
        most=LONGEST_NAME,
        fault=error_words(fault, language=language_of(request)) if fault else None,
    )


@router.post(_AT)
def rename(
    request: Request, house: TheHouse, actor: Known, kind: TagKind, slug: str, name: Name = ""
) -> Response:
    """Call it otherwise, or make it one with what has that name."""
    try:
        with house.parts.database.writing() as session:
            tag = tag_to_name(session, kind, slug, actor=actor)
            kept = rename_tag(session, tag, name, actor=actor, now=house.parts.clock.now())
            place = _page(kept)
    except InvalidError as fault:
        return _desk(request, house, actor, kind, slug, fault=fault)
    return RedirectResponse(place, status_code=303)


@router.post(f"{_AT}/apart")
def apart(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Known,
    kind: TagKind,
    slug: str,
    word: Name = "",
    items: Annotated[list[str], Form(max_length=_MOST)] = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """Have some of its pieces be about another of the same name."""
    try:
        with house.parts.database.writing() as session:
            tag, now = tag_to_name(session, kind, slug, actor=actor), house.parts.clock.now()
            name = tell_apart(session, tag, items, word, actor=actor, now=now)
            place = _page(tag_at(session, kind=kind, slug=address_word(name)))
    except InvalidError as fault:
        return _desk(request, house, actor, kind, slug, fault=fault)
    return RedirectResponse(place, status_code=303)


@router.post(f"{_AT}/part")
def part(house: TheHouse, actor: Known, kind: TagKind, slug: str, alias: Annotated[int, Form()]) -> Response:
    """Let another name lead here no more."""
    with house.parts.database.writing() as session:
        tag = tag_to_name(session, kind, slug, actor=actor)
        part_again(session, tag, alias, actor=actor, now=house.parts.clock.now())
    return RedirectResponse(f"/studio/tags/{kind.value}/{quote(slug)}", status_code=303)


def _page(tag: Tag) -> str:
    return f"/{tag.kind}/{quote(tag.slug)}"
