"""Somebody asks to be erased (GDPR, article 17): what is kept under their address or code goes at once."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.models import Person
from broadcast.accounts.roles import Actor
from broadcast.db import after_commit
from broadcast.errors import ConflictError, InvalidError, marked
from broadcast.ingest.clearing import clear_away
from broadcast.keeping.erasing import erase_account, erase_identity
from broadcast.keeping.pieces import Pieces
from broadcast.keeping.whom import Whom, pieces_by
from broadcast.library import keys
from broadcast.library.models import Item, Transcript
from broadcast.library.repository import is_shared
from broadcast.library.review import withdraw
from broadcast.library.states import ItemState
from broadcast.parts import Parts
from broadcast.schedule.slots import touch_all
from broadcast.workshops.private import removal_done


def erase(
    session: Session,
    parts: Parts,
    found: Whom,
    *,
    actor: Actor,
    now: datetime,
    pieces: Pieces | None = None,
) -> None:
    """Erase it. One's name is behind no piece any more, of those kept neither; one from a workshop goes.

    Raises ConflictError for one's own account and for the only administrator, InvalidError where an
    account has pieces and nobody said what becomes of them.
    """
    if found.person is not None:
        _check_may_go(session, found.person, actor=actor)
        _leave_pieces(session, parts, found.person, pieces, actor=actor, now=now)
        erase_account(session, found.person, actor=actor, now=now)
    for report in found.reports:
        report.name = report.email = ""
        done = Done(act=Act.ERASE, subject=f"report:{report.id}", structure_id=report.structure_id, at=now)
        record(session, done, actor=actor)
    if found.deposit is None:
        return
    if found.deposit.item is None:
        session.delete(found.deposit)
    else:
        _erase_piece(session, parts, found.deposit.item, actor=actor, now=now)


def _leave_pieces(  # whose pieces, what becomes of them, by whom
    session: Session, parts: Parts, person: Person, pieces: Pieces | None, *, actor: Actor, now: datetime
) -> None:
    deposited = pieces_by(session, person)
    if deposited and pieces is None:
        raise InvalidError(
            "pieces_undecided",
            marked("You have not said what becomes of their pieces."),
            marked("Say whether they stay, without a name, or are withdrawn."),
        )
    for item in deposited if pieces is Pieces.WITHDRAW else ():
        _erase_piece(session, parts, item, actor=actor, now=now)


def _check_may_go(session: Session, person: Person, *, actor: Actor) -> None:
    others = select(func.count()).where(Person.is_admin, Person.disabled_at.is_(None), Person.id != person.id)
    if person.id == actor.person_id or (person.is_admin and not session.scalar(others)):
        raise ConflictError(
            "needed_account",
            marked("The station needs an administrator, and nobody erases their own account."),
            marked("Make somebody else an administrator, who then does it."),
        )


def _erase_piece(session: Session, parts: Parts, item: Item, *, actor: Actor, now: datetime) -> None:
    """Take it away everywhere; its original goes at once, what aired of it with the air log of 31 days."""
    if item.state != ItemState.WITHDRAWN:
        withdraw(session, item.id, actor=actor, reason="", now=now)
        touch_all(session)
    removal_done(session, item, now=now)
    erase_identity(session, item)
    item.title, item.description, item.chapters = "-", "", []
    session.execute(delete(Transcript).where(Transcript.item_id == item.id))
    if item.package is None:
        after_commit(session, lambda: clear_away(parts, item))
    elif not is_shared(session, item):
        original = keys.original(item.source_sha)
        after_commit(session, lambda: parts.storage.delete(original))
    done = Done(act=Act.ERASE, subject=f"item:{item.id}", structure_id=item.structure_id, at=now)
    record(session, done, actor=actor)
