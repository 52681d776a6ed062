"""Inviting somebody to a structure: a link to hand over, or to be sent by e-mail."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from broadcast.accounts.invitations import invite, opened, welcome_of
from broadcast.accounts.people import checked_email
from broadcast.accounts.repository import structure_by_slug
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import BroadcastError, UnknownError, marked
from broadcast.post import Letter
from broadcast.post.at_once import send_at_once
from broadcast.web.house import Base, House, Known, TheHouse
from broadcast.web.invitation_letter import invitation_letter
from broadcast.web.routes.pages_account import Word
from broadcast.web.routes.pages_studio import Invited, RoleWord, structure_page

router = APIRouter(include_in_schema=False, prefix="/studio/structures/{slug}/invite")


@router.post("")
def invite_somebody(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request, house: TheHouse, actor: Known, base: Base, slug: str, role: RoleWord, email: Word = ""
) -> Response:
    """Make a link; it is shown this once, and sent where an address is told."""
    told = Invited(role=role, email=email)
    wanted = Role.named(role)
    try:
        address = checked_email(email) if email.strip() else ""
    except BroadcastError as fault:
        return structure_page(request, house, actor, slug, invited=told, fault=fault)
    with house.parts.database.writing() as session:
        place = structure_by_slug(session, slug)
        secret = invite(session, place, role=wanted, actor=actor, now=house.parts.clock.now())
    made = replace(told, secret=secret, link=f"{base}/invitation/{secret}", email=address)
    if not address:
        return structure_page(request, house, actor, slug, invited=made)
    return _sent(request, house, actor, slug, made)


@router.post("/send")
def send_again(  # noqa: PLR0913, PLR0917  # one argument for each field
    request: Request, house: TheHouse, actor: Known, base: Base, slug: str, secret: Word, email: Word
) -> Response:
    """Send a link that was made before: to the same address, or to another."""
    told = Invited(secret=secret, link=f"{base}/invitation/{secret}", email=email)
    return _sent(request, house, actor, slug, told)


def _sent(request: Request, house: House, actor: Actor, slug: str, told: Invited) -> Response:
    """The page, with the link whatever becomes of the letter. Raises as `_letter`."""
    parts, now = house.parts, house.parts.clock.now()
    letter = _letter(house, actor, slug, told)
    try:
        address = checked_email(told.email)
        house.invited.check(address, now=now)
        house.inviting.check(str(actor.person_id), now=now)
        send_at_once(replace(letter, to=address), settings=parts.settings, clock=parts.clock)
    except BroadcastError as fault:
        return structure_page(request, house, actor, slug, invited=told, fault=fault)
    return structure_page(request, house, actor, slug, invited=replace(told, email=address, is_sent=True))


def _letter(house: House, actor: Actor, slug: str, told: Invited) -> Letter:
    """Raises UnknownError, GoneError where the link leads to no structure of theirs, or no more."""
    settings = house.parts.settings
    with house.parts.database.reading() as session:
        place = structure_by_slug(session, slug)
        require_role(actor, Role.EDITOR, structure_id=place.id)
        link = opened(session, told.secret, now=house.parts.clock.now())
        if link.structure_id != place.id:
            raise UnknownError("unknown_invitation", marked("This link opens nothing."))
        return invitation_letter(
            welcome_of(session, link),
            to=told.email,
            link=told.link,
            expires_at=link.expires_at,
            language=settings.language,
            zone=settings.timezone,
        )
