"""Reading the audit log: administrators all of it, a structure's editors their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import STATION_KEY
from broadcast.accounts.audit_chain import Link, first_break, words_digest
from broadcast.accounts.audit_models import AuditEntry, AuditName, AuditWords
from broadcast.accounts.models import Structure
from broadcast.accounts.roles import Actor, Role, require_role

PAGE_LENGTH = 50
_AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries: by act, structure, subject, and when (half open). None of a thing means all."""

    act: Act | None = None
    structure_id: int | None = None
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """An entry as people read it. `name` is empty where nobody was signed in or the name was erased."""

    number: int
    at: datetime
    name: str
    is_station: bool
    is_erased: bool
    act: Act
    subject: str
    subject_name: str
    structure: str
    details: dict[str, str]
    words: str
    digest: str


def require_log(actor: Actor, *, structure_id: int | None) -> None:
    """Raise ForbiddenError where they may not read the log of that structure; None is the whole log."""
    require_role(actor, Role.EDITOR, structure_id=structure_id)


def read_log(session: Session, wanted: Wanted, *, actor: Actor, page: int = 1) -> tuple[list[LogLine], int]:
    """One page of entries, newest first, and how many there are. Raises ForbiddenError."""
    require_log(actor, structure_id=wanted.structure_id)
    conditions = _conditions(wanted)
    total = session.scalar(select(func.count()).select_from(AuditEntry).where(*conditions)) or 0
    query = _lines().where(*conditions).order_by(AuditEntry.number.desc())
    shown = query.offset((page - 1) * PAGE_LENGTH).limit(PAGE_LENGTH)
    return _told(session, shown), total


def whole_log(session: Session, wanted: Wanted, *, actor: Actor) -> list[LogLine]:
    """Every entry that is wanted, oldest first. Raises ForbiddenError."""
    require_log(actor, structure_id=wanted.structure_id)
    return _told(session, _lines().where(*_conditions(wanted)).order_by(AuditEntry.number))


def broken_at(session: Session) -> int | None:
    """The number of the first entry that is missing or was changed; None of a whole log."""
    return first_break(_links(session))


def _links(session: Session) -> Iterator[tuple[Link, str]]:
    """Every entry in order, as the chain knows it; so many at a time that memory stays small."""
    last = 0
    while rows := _rows_after(session, last):
        for entry, words, salt in rows:
            yield _link(entry, words=words, salt=salt), entry.digest
            last = entry.number
        session.expunge_all()


def _rows_after(session: Session, number: int) -> Sequence[Row[AuditEntry, str | None, str | None]]:
    return session.execute(
        select(AuditEntry, AuditWords.words, AuditWords.salt)
        .outerjoin(AuditWords, AuditWords.number == AuditEntry.number)
        .where(AuditEntry.number > number)
        .order_by(AuditEntry.number)
        .limit(_AT_A_TIME)
    ).all()


def _link(entry: AuditEntry, *, words: str | None, salt: str | None) -> Link:
    return Link(
        number=entry.number,
        at=entry.at,
        who=entry.who,
        act=entry.act,
        subject=entry.subject,
        structure_id=entry.structure_id,
        details=entry.details,
        words=entry.words if words is None or salt is None else words_digest(words, salt=salt),
        previous=entry.previous,
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = []
    if wanted.act is not None:
        found.append(AuditEntry.act == wanted.act.value)
    if wanted.structure_id is not None:
        found.append(AuditEntry.structure_id == wanted.structure_id)
    if wanted.subject:
        found.append(AuditEntry.subject == wanted.subject)
    if wanted.since is not None:
        found.append(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        found.append(AuditEntry.at < wanted.until)
    return found


def _lines() -> Select[AuditEntry, str, str, str]:
    return (
        select(AuditEntry, AuditName.name, Structure.name, AuditWords.words)
        .outerjoin(AuditName, AuditName.key == AuditEntry.who)
        .outerjoin(Structure, Structure.id == AuditEntry.structure_id)
        .outerjoin(AuditWords, AuditWords.number == AuditEntry.number)
    )


def _told(session: Session, query: Select[AuditEntry, str, str, str]) -> list[LogLine]:
    rows = session.execute(query).all()
    people = {entry.subject.partition(":")[2] for entry, *_ in rows if entry.subject.startswith("person:")}
    known = select(AuditName.key, AuditName.name).where(AuditName.key.in_(people))
    names: dict[str, str] = {key: name for key, name in session.execute(known)}  # noqa: C416  # rows are no pairs for a type checker
    return [
        LogLine(
            number=entry.number,
            at=entry.at,
            name=name or "",
            is_station=entry.who == STATION_KEY,
            is_erased=bool(entry.who) and name == "",
            act=Act(entry.act),
            subject=entry.subject,
            subject_name=names.get(entry.subject.partition(":")[2], ""),
            structure=structure or "",
            details=entry.details,
            words=words or "",
            digest=entry.digest,
        )
        for entry, name, structure, words in rows
    ]
