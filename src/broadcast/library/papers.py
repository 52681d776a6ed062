"""The papers of those who agreed: scans and photos, sealed, for the piece's hosts and nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, undefer

from broadcast.accounts.acts import Act
from broadcast.accounts.roles import Actor
from broadcast.accounts.sealing import seal, unseal
from broadcast.db import Base, new_id
from broadcast.errors import ConflictError, InvalidError, UnknownError, marked
from broadcast.library.agreeing import hosted_item
from broadcast.library.noting import note
from broadcast.media.units import Bytes

LARGEST = Bytes(4 << 20)
MOST = 12
_BEGINNINGS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class ConsentPaper(Base):
    """A paper, sealed under the station's secret; `media_type` is what its first bytes say."""

    __tablename__ = "consent_paper"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), index=True)
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    created_at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


@dataclass(frozen=True, slots=True)
class Paper:
    """One that is opened."""

    content: bytes
    media_type: str
    file_name: str


def papers_of(session: Session, item_id: str) -> Sequence[ConsentPaper]:
    """A piece's papers, still sealed, the oldest first."""
    return session.scalars(
        select(ConsentPaper)
        .where(ConsentPaper.item_id == item_id)
        .order_by(ConsentPaper.created_at, ConsentPaper.id)
    ).all()


def keep_paper(
    session: Session, item_id: str, content: bytes, *, actor: Actor, key: bytes, now: datetime
) -> None:
    """Keep one; for hosts. Raises InvalidError on what is no paper, ConflictError where there are many."""
    item = hosted_item(session, item_id, actor=actor)
    kind = next((name for begin, name in _BEGINNINGS.items() if content.startswith(begin)), "")
    if not kind:
        raise InvalidError(
            "no_paper",
            marked("This is not a scan of a paper."),
            marked("Send a PDF, a JPEG or a PNG picture."),
        )
    if len(papers_of(session, item_id)) >= MOST:
        raise ConflictError(
            "many_papers", marked("This piece already has many papers."), marked("Delete one first.")
        )
    sealed = seal(content, key=key).encode()
    session.add(
        ConsentPaper(item_id=item.id, media_type=kind, size=len(content), created_at=now, sealed=sealed)
    )
    note(session, Act.CONSENT, item, actor=actor, now=now, paper="kept")


def open_paper(
    session: Session, item_id: str, paper_id: str, *, actor: Actor, key: bytes, now: datetime
) -> Paper:
    """Open one, for hosts; the audit log says that they looked. Raises UnknownError, ForbiddenError."""
    item = hosted_item(session, item_id, actor=actor)
    found = _paper(session, item_id, paper_id)
    note(session, Act.LOOK, item, actor=actor, now=now, paper="opened")
    name = f"autorisation-{found.created_at:%Y-%m-%d}.{_ENDINGS[found.media_type]}"
    return Paper(unseal(found.sealed.decode(), key=key), found.media_type, name)


def drop_paper(session: Session, item_id: str, paper_id: str, *, actor: Actor, now: datetime) -> None:
    """Delete one; for hosts."""
    item = hosted_item(session, item_id, actor=actor)
    session.delete(_paper(session, item_id, paper_id))
    note(session, Act.CONSENT, item, actor=actor, now=now, paper="deleted")


def _paper(session: Session, item_id: str, paper_id: str) -> ConsentPaper:
    found = session.get(ConsentPaper, paper_id, options=[undefer(ConsentPaper.sealed)])
    if found is None or found.item_id != item_id:
        raise UnknownError("unknown_paper", marked("There is no such paper here."))
    return found
