"""What people agreed to: that they are recorded, that it is published, and for minors their parents' papers.

Each is a row of its own, one for each person and kind, so that one can be missing, expire or be taken
back alone. A row is asked for from the beginning and is `given_at` some moment, or not yet.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import ForeignKey, String, Text, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from broadcast.db import Base
from broadcast.errors import ConflictError, InvalidError, marked
from broadcast.library.models import Item

TEXT_VERSION = "2026-1"
"""The words that people agreed to (the sentences of `CONSENT_WORDS` and of the page); changed with them."""


class ConsentKind(StrEnum):
    """What is agreed to. `guardians`: two signatures on paper, which the structure keeps."""

    RECORDING = "recording"
    PUBLISHING = "publishing"
    GUARDIANS = "guardians"


CONSENT_WORDS = {
    ConsentKind.RECORDING: marked("that voice or image are recorded"),
    ConsentKind.PUBLISHING: marked("that it is published"),
    ConsentKind.GUARDIANS: marked("the signatures of both parents or guardians, on paper"),
}


class Consent(Base):
    """One person's agreement to one thing about one item; `person_id` is the host who noted it.

    `signed_by` are the guardians who signed, sealed; empty where nobody wrote who.
    """

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    text_version: Mapped[str] = mapped_column(String(20))
    asked_at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    withdrawn_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_by: Mapped[str] = mapped_column(Text, default="")

    def holds(self, now: datetime) -> bool:
        """Whether it was given, not taken back, and has not expired."""
        is_in_time = self.expires_at is None or self.expires_at > now
        return self.given_at is not None and self.withdrawn_at is None and is_in_time


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedConsents:
    """What somebody answered when they were asked."""

    recording: bool
    publishing: bool
    is_minor: bool

    def check(self) -> None:
        """Raise InvalidError where they do not agree to being recorded: then there is nothing to send.

        Publishing may be refused: the deposit stays in the house.
        """
        if not self.recording:
            raise InvalidError(
                "no_consent",
                marked("Without your agreement to be recorded, the station cannot keep it."),
                marked("Talk with your host: nothing was sent."),
            )

    def as_answers(self) -> dict[str, Any]:
        """As they are kept until there is an item."""
        return {"recording": self.recording, "publishing": self.publishing, "is_minor": self.is_minor}

    @classmethod
    def of_answers(cls, kept: dict[str, Any]) -> Self:
        """Back from there."""
        return cls(recording=kept["recording"], publishing=kept["publishing"], is_minor=kept["is_minor"])


def write_consents(
    session: Session, item: Item, asked: AskedConsents, *, name: str, asked_at: datetime, now: datetime
) -> None:
    """Keep what was answered; of a minor, the guardians' signatures are awaited."""
    given = {ConsentKind.RECORDING: asked.recording, ConsentKind.PUBLISHING: asked.publishing}
    if asked.is_minor:
        given[ConsentKind.GUARDIANS] = False
    for kind, is_given in given.items():
        session.add(
            Consent(
                item_id=item.id,
                name=name,
                kind=kind,
                text_version=TEXT_VERSION,
                asked_at=asked_at,
                given_at=now if is_given else None,
            )
        )


def minors_in(session: Session, item_id: str) -> list[str]:
    """The names of those in an item whose guardians sign."""
    query = select(Consent.name).where(Consent.item_id == item_id, Consent.kind == ConsentKind.GUARDIANS)
    return list(session.scalars(query))


def consents_of(session: Session, item_ids: list[str]) -> dict[str, list[Consent]]:
    """What was asked about several items, by item."""
    found = session.scalars(
        select(Consent).where(Consent.item_id.in_(item_ids)).order_by(Consent.name, Consent.id)
    )
    by_item: dict[str, list[Consent]] = {}
    for one in found:
        by_item.setdefault(one.item_id, []).append(one)
    return by_item


def missing_consents(session: Session, item_id: str, *, now: datetime) -> list[Consent]:
    """What was asked for and does not hold."""
    return [one for one in consents_of(session, [item_id]).get(item_id, []) if not one.holds(now)]


def require_consents(session: Session, item: Item, *, now: datetime) -> None:
    """Raise ConflictError where an agreement is missing, expired or taken back; it says which."""
    missing = missing_consents(session, item.id, now=now)
    if missing:
        is_over = missing[0].given_at is not None and missing[0].withdrawn_at is None
        raise ConflictError(
            "consent_expired" if is_over else "consent_missing",
            marked("An agreement has ended: {what} ({name}).")
            if is_over
            else marked("An agreement is missing: {what} ({name})."),
            marked("Note it on the piece’s page under “Who agreed” once you have it, then publish."),
            extra={"missing": [{"name": one.name, "kind": one.kind} for one in missing]},
            what=CONSENT_WORDS[ConsentKind(missing[0].kind)],
            name=missing[0].name,
        )


def own_consents(session: Session, item_id: str, *, asked_at: datetime) -> list[Consent]:
    """What was asked at one moment: what somebody answered when they deposited, whoever was noted since."""
    return [one for one in consents_of(session, [item_id]).get(item_id, []) if one.asked_at == asked_at]


def withdraw_consent(session: Session, item: Item, *, asked_at: datetime, now: datetime) -> None:
    """Whoever was asked then no longer agrees that it is public."""
    session.execute(
        update(Consent)
        .where(
            Consent.item_id == item.id,
            Consent.asked_at == asked_at,
            Consent.kind == ConsentKind.PUBLISHING,
            Consent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )


def agree_to_publishing(session: Session, item: Item, *, asked_at: datetime, now: datetime) -> None:
    """Whoever was asked then agrees that it is public, for the first time or again; nobody else does."""
    session.execute(
        update(Consent)
        .where(
            Consent.item_id == item.id,
            Consent.asked_at == asked_at,
            Consent.kind == ConsentKind.PUBLISHING,
            or_(Consent.given_at.is_(None), Consent.withdrawn_at.is_not(None)),
        )
        .values(given_at=now, withdrawn_at=None)
    )
