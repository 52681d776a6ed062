"""All that the station keeps of somebody, as one JSON document (GDPR, articles 15 and 20)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, person_key, record
from broadcast.accounts.audit_models import AuditEntry, AuditWords
from broadcast.accounts.charter import signed_by_person
from broadcast.accounts.connections import Connection, account_subject
from broadcast.accounts.models import (
    ApiToken,
    Committee,
    CommitteeMember,
    Membership,
    Person,
    Structure,
    WebSession,
)
from broadcast.accounts.people import note_person
from broadcast.accounts.roles import Actor
from broadcast.accounts.sealing import unseal
from broadcast.keeping.whom import Whom
from broadcast.library.consents import Consent
from broadcast.library.models import Item
from broadcast.post.models import Sending
from broadcast.reports.models import Report
from broadcast.workshops.models import GuestDeposit


def export(session: Session, found: Whom, *, actor: Actor, key: bytes, now: datetime) -> dict[str, Any]:
    """Everything, with the moment it was taken; that it was is in the audit log."""
    told: dict[str, Any] = {"taken_at": now.isoformat()}
    if found.person is not None:
        note_person(session, Act.EXPORT, found.person, by=actor, now=now)
        told |= _account(session, found.person, key=key)
    if found.deposit is not None:
        subject = f"item:{found.deposit.item_id or ''}"
        record(session, Done(act=Act.EXPORT, subject=subject, structure_id=None, at=now), actor=actor)
        told |= _deposit(session, found.deposit, key=key)
    if found.reports:
        told["reports"] = [_report(one) for one in found.reports]
    return told


def _account(session: Session, person: Person, *, key: bytes) -> dict[str, Any]:
    held = session.execute(
        select(Structure.name, Membership.role)
        .join(Structure, Structure.id == Membership.structure_id)
        .where(Membership.person_id == person.id)
        .order_by(Structure.name)
    )
    items = session.scalars(
        select(Item).where(Item.depositor_id == person.id).order_by(Item.created_at)
    ).all()
    sessions = session.scalars(select(WebSession.created_at).where(WebSession.person_id == person.id))
    keys = session.execute(select(ApiToken.name, ApiToken.created_at).where(ApiToken.person_id == person.id))
    committees = (
        select(Committee.name)
        .join(CommitteeMember, CommitteeMember.committee_id == Committee.id)
        .where(CommitteeMember.person_id == person.id)
        .order_by(Committee.name)
    )
    letters = session.execute(
        select(Sending.subject, Sending.created_at).where(Sending.address == person.email)
    )
    subjects = [account_subject(session, person), *(f"item:{one.id}" for one in items)]
    return {
        "account": {
            "name": person.name,
            "email": person.email,
            "is_administrator": person.is_admin,
            "created_at": _moment(person.created_at),
            "closed_at": _moment(person.disabled_at),
            "committees": list(session.scalars(committees)),
            "roles": [{"structure": name, "role": role} for name, role in held],
            "signed_in": [_moment(at) for at in sessions],
            "keys": [{"name": name, "created_at": _moment(at)} for name, at in keys],
        },
        "signatures": [
            {"structure": name, "name": one.signed_by, "position": one.quality, "at": _moment(one.noted_at)}
            for one, name in signed_by_person(session, person)
        ],
        "pieces": [_piece(one) for one in items],
        "connections": _connections(session, subjects, key=key),
        "acts": _acts(session, person),
        "letters": [{"subject": subject, "written_at": _moment(at)} for subject, at in letters],
    }


def _acts(session: Session, person: Person) -> list[dict[str, Any]]:
    """What the audit log says that they did, and that was done to their account."""
    own = person_key(session, person.id, name=person.name)
    found = session.execute(
        select(AuditEntry, AuditWords.words)
        .outerjoin(AuditWords, AuditWords.number == AuditEntry.number)
        .where(or_(AuditEntry.who == own, AuditEntry.subject == f"person:{own}"))
        .order_by(AuditEntry.number)
    )
    return [
        {
            "at": _moment(entry.at),
            "act": entry.act,
            "by_themselves": entry.who == own,
            "subject": entry.subject,
            "words": words or "",
        }
        for entry, words in found
    ]


def _deposit(session: Session, deposit: GuestDeposit, *, key: bytes) -> dict[str, Any]:
    item = deposit.item
    consents = session.scalars(select(Consent).where(Consent.item_id == deposit.item_id).order_by(Consent.id))
    return {
        "deposit": {
            "name": deposit.name,
            "title": deposit.title,
            "workshop": deposit.workshop.name,
            "answers": deposit.answers,
            "created_at": _moment(deposit.created_at),
            "agreed_at": _moment(deposit.agreed_at),
            "removal_asked_at": _moment(deposit.removal_asked_at),
        },
        "pieces": [_piece(item)] if item else [],
        "consents": [_consent(one) for one in consents],
        "connections": _connections(session, [f"item:{item.id}"] if item else [], key=key),
    }


def _connections(session: Session, subjects: Iterable[str], *, key: bytes) -> list[dict[str, Any]]:
    found = session.scalars(
        select(Connection).where(Connection.subject.in_(subjects)).order_by(Connection.id)
    )
    return [
        {"at": _moment(one.at), "subject": one.subject, "address": unseal(one.address, key=key).decode()}
        for one in found
    ]


def _piece(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "artist": item.artist,
        "description": item.description,
        "file_name": item.file_name,
        "state": item.state,
        "deposited_at": _moment(item.created_at),
        "published_at": _moment(item.published_at),
        "withdrawn_at": _moment(item.withdrawn_at),
    }


def _consent(one: Consent) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "text_version": one.text_version,
        "asked_at": _moment(one.asked_at),
        "given_at": _moment(one.given_at),
        "expires_at": _moment(one.expires_at),
        "withdrawn_at": _moment(one.withdrawn_at),
    }


def _report(one: Report) -> dict[str, Any]:
    return {
        "number": one.id,
        "place": one.place,
        "ground": one.ground,
        "words": one.words,
        "name": one.name,
        "email": one.email,
        "sent_at": _moment(one.created_at),
        "decided_at": _moment(one.decided_at),
        "decision": one.decision,
        "reasons": one.reasons,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
