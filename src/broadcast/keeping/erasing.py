"""Erasing a person: what names them goes, what they did stays without a name, and the audit log still holds.

An act is written in the log under a key; whose key it is stands in a table of its own. Erasing empties that,
so no entry changes and no digest of the chain does (see decision 23).
"""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import erase_name, person_key
from broadcast.accounts.audit_models import AuditEntry, AuditWords
from broadcast.accounts.charter import unname_signatures
from broadcast.accounts.models import ApiToken, CommitteeMember, Invitation, Membership, Person, WebSession
from broadcast.accounts.people import note_person
from broadcast.accounts.roles import Actor
from broadcast.ingest.models import Upload
from broadcast.library.consents import Consent
from broadcast.library.finding.index import keep_item
from broadcast.library.models import Draft, Item
from broadcast.library.papers import ConsentPaper
from broadcast.library.tagging import name_nobody
from broadcast.notices.models import Notice
from broadcast.post.models import Sending
from broadcast.workshops.models import GuestDeposit

_NOWHERE = "@erased.invalid"


def is_erased_address(email: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether an account's address is one that was put in place of a person's."""
    return email.endswith(_NOWHERE)


def erase_account(session: Session, person: Person, *, actor: Actor, now: datetime) -> None:
    """Empty an account for ever. What it deposited stays, with nobody behind it."""
    note_person(session, Act.ERASE, person, by=actor, now=now)
    key = person_key(session, person.id, name=person.name)
    signed = (AuditEntry.who == key) & (AuditEntry.act == Act.SIGN)
    about = select(AuditEntry.number).where((AuditEntry.subject == f"person:{key}") | signed)
    session.execute(delete(AuditWords).where(AuditWords.number.in_(about)))
    erase_name(session, person.id)
    for table in (WebSession, ApiToken, Membership, CommitteeMember, Invitation, Notice):
        session.execute(delete(table).where(table.person_id == person.id))
    session.execute(delete(Sending).where(Sending.address == person.email))
    session.execute(update(Upload).where(Upload.person_id == person.id).values(told={}, expires_at=now))
    unname_signatures(session, person)
    _unname_pieces(session, person)
    person.email, person.name = f"{person.id}{_NOWHERE}", ""
    person.password_hash, person.is_admin = "", False
    person.disabled_at = person.disabled_at or now


def _unname_pieces(session: Session, person: Person) -> None:
    """Nobody is behind them any more, and nobody is named as who made them, public or about to be."""
    own = select(Item.id).where(Item.depositor_id == person.id)
    for item in session.scalars(select(Item).where(Item.id.in_(own))).all() if person.name else ():
        name_nobody(session, item, person.name)
        item.artist = "" if item.artist == person.name else item.artist
        keep_item(session, item)
    drafted = update(Draft).where(Draft.item_id.in_(own), Draft.artist == person.name)
    session.execute(drafted.values(artist=""))
    session.execute(
        update(Item).where(Item.depositor_id == person.id).values(depositor_id=None, file_name="")
    )


def erase_identity(session: Session, item: Item) -> None:
    """Forget who deposited a piece in a workshop and who agreed to it; its private page closes."""
    deposit = session.scalar(select(GuestDeposit).where(GuestDeposit.item_id == item.id))
    if deposit is not None:
        if item.artist == deposit.name:
            item.artist = ""
        credited = (Draft.item_id == item.id, Draft.artist == deposit.name)
        session.execute(update(Draft).where(*credited).values(artist=""))
        deposit.name, deposit.answers = "", {}
        deposit.revoked_at = deposit.revoked_at or deposit.created_at
    item.file_name = item.credits = ""
    session.execute(delete(ConsentPaper).where(ConsentPaper.item_id == item.id))
    session.execute(update(Consent).where(Consent.item_id == item.id).values(name="", signed_by=""))
