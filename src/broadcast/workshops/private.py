"""What the holder of a private code does with their deposit: correct it, agree, ask for its removal."""

from datetime import datetime

from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor
from broadcast.errors import ConflictError, InvalidError, marked
from broadcast.library.consents import agree_to_publishing, withdraw_consent
from broadcast.library.drafts import editable
from broadcast.library.lines import one_line
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.notices import About, NoticeKind, Severity, end_notice, raise_notice
from broadcast.workshops.models import GuestDeposit
from broadcast.workshops.opening import hosted_deposit

REMOVAL_ASKED = NoticeKind(
    "removal_asked",
    marked("{name} asks for “{title}” to be removed."),
    marked("Talk with them, then withdraw the piece: one click takes it away everywhere."),
    Severity.WARNING,
)


def correct(session: Session, deposit: GuestDeposit, *, name: str, title: str, now: datetime) -> None:
    """Tell name and title otherwise; once it is published, that waits for approval. Raises InvalidError."""
    name, title = (one_line(text) for text in (name, title))
    if not name or not title:
        raise InvalidError(
            "no_title", marked("A piece needs a title and a name."), marked("A few words are enough.")
        )
    item = _item_of(session, deposit)
    if item.state == ItemState.WITHDRAWN:
        raise _withdrawn()
    deposit.name, deposit.title = name[:80], title[:200]
    editable(session, item, actor=None, now=now).title = deposit.title
    if item.state != ItemState.PUBLISHED:
        item.artist = deposit.name


def agree(session: Session, deposit: GuestDeposit, *, now: datetime) -> None:
    """They heard it and agree that it is public. Raises ConflictError before, and once it is gone."""
    item = _item_of(session, deposit)
    if item.state not in {ItemState.TO_REVIEW, ItemState.PUBLISHED, ItemState.REJECTED}:
        raise _withdrawn()
    deposit.agreed_at, deposit.removal_asked_at = now, None
    agree_to_publishing(session, item, asked_at=deposit.created_at, now=now)
    removal_done(session, item, now=now)


def ask_removal(session: Session, deposit: GuestDeposit, *, now: datetime) -> None:
    """They want it away: they no longer agree that it is public, and the hosts are told at once."""
    item = _item_of(session, deposit)
    deposit.agreed_at = None
    deposit.removal_asked_at = deposit.removal_asked_at or now
    withdraw_consent(session, item, asked_at=deposit.created_at, now=now)
    values = {"name": deposit.name, "title": item.title}
    raise_notice(session, REMOVAL_ASKED, about=_about(item), now=now, values=values)


def revoke(session: Session, workshop_id: str, deposit_id: str, *, actor: Actor, now: datetime) -> None:
    """A host makes a private code open nothing any more."""
    found = hosted_deposit(session, workshop_id, deposit_id, actor=actor)
    found.revoked_at = found.revoked_at or now


def removal_done(session: Session, item: Item, *, now: datetime) -> None:
    """The piece is gone, or may stay after all: nobody has to be told any more."""
    end_notice(session, REMOVAL_ASKED, about=_about(item), now=now)


def _about(item: Item) -> About:
    return About(structure_id=item.structure_id, item_id=item.id, link=f"/items/{item.id}")


def _item_of(session: Session, deposit: GuestDeposit) -> Item:
    if deposit.item_id is None:
        raise ConflictError(
            "not_arrived", marked("Its file has not arrived yet."), marked("Come back once it has.")
        )
    return session.get_one(Item, deposit.item_id, with_for_update=True)


def _withdrawn() -> ConflictError:
    return ConflictError(
        "not_now", marked("That cannot be done now."), marked("Load the page again to see where it is.")
    )
