"""The charter of the station: its text, in versions that stay, and who signed which for a structure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import ForeignKey, String, Text, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.models import Person, Structure
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.db import Base
from broadcast.errors import ConflictError, InvalidError, UnknownError, marked

LONGEST = 20_000
_LONGEST_NAME = 200


class Charter(Base):
    """A version of the text. None is ever changed: whoever signed one can always read it again."""

    __tablename__ = "charter"

    version: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]


class CharterSignature(Base):
    """That somebody signed for a structure. `version` is None where no text was kept here at the time.

    `signed_by` is who signed and `quality` as what; `person_id` the account that signed here, or noted a
    signature on paper.
    """

    __tablename__ = "charter_signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id", ondelete="CASCADE"), index=True)
    version: Mapped[int | None] = mapped_column(ForeignKey("charter.version"))
    signed_by: Mapped[str] = mapped_column(String(_LONGEST_NAME))
    quality: Mapped[str] = mapped_column(String(_LONGEST_NAME), default="")
    signed_on: Mapped[date]
    on_paper: Mapped[bool]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    noted_at: Mapped[datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Who signs, as what, and whether they ticked that they read it and agree."""

    name: str
    quality: str
    agreed: bool


def charter_now(session: Session) -> Charter | None:
    """The text in force; None where the administrators have written none."""
    return session.scalar(select(Charter).order_by(Charter.version.desc()).limit(1))


def charter_at(session: Session, version: int) -> Charter:
    """A version, as it was signed. Raises UnknownError."""
    found = session.get(Charter, version)
    if found is None:
        raise UnknownError("unknown_charter", marked("The charter has no such version."))
    return found


def versions(session: Session) -> Sequence[Charter]:
    """All of them, the newest first."""
    return session.scalars(select(Charter).order_by(Charter.version.desc())).all()


def signatures(session: Session, structure: Structure | None = None) -> list[tuple[CharterSignature, str]]:
    """Who signed, each with the structure's name, the newest first; of one structure, or of all."""
    query = (
        select(CharterSignature, Structure.name)
        .join(Structure, Structure.id == CharterSignature.structure_id)
        .order_by(CharterSignature.signed_on.desc(), CharterSignature.id.desc())
    )
    if structure is not None:
        query = query.where(CharterSignature.structure_id == structure.id)
    return [(one, name) for one, name in session.execute(query)]


def write_charter(session: Session, words: str, *, actor: Actor, now: datetime) -> Charter:
    """Put a text in force, as the next version; for administrators. The same text changes nothing.

    The audit log, which nobody changes, has its digest.

    Raises ForbiddenError, and InvalidError of an empty one.
    """
    require_role(actor, Role.EDITOR, structure_id=None)
    plain = "\n".join(line.rstrip() for line in words[:LONGEST].strip().splitlines())
    if not plain:
        raise InvalidError(
            "no_charter_text",
            marked("The charter has no text."),
            marked("Write it, or begin with the one that is proposed."),
        )
    last = charter_now(session)
    if last is not None and last.words == plain:
        return last
    written = Charter(version=last.version + 1 if last else 1, words=plain, written_at=now)
    session.add(written)
    session.flush()
    details = {"version": str(written.version), "sha256": sha256(plain.encode()).hexdigest()}
    done = Done(
        act=Act.CHARTER_TEXT, subject="station:charter", structure_id=None, at=now, details=details
    )  # fmt: skip
    record(session, done, actor=actor)
    return written


def sign_charter(
    session: Session, structure: Structure, pen: Pen, *, version: int, actor: Actor, now: datetime
) -> None:
    """Sign the text in force for a structure; for its editors. `version` is the one that was read.

    Raises ForbiddenError, InvalidError, and ConflictError where another text is in force by now, or none.
    """
    require_role(actor, Role.EDITOR, structure_id=structure.id)
    text = charter_now(session)
    if text is None or text.version != version:
        raise ConflictError(
            "charter_changed",
            marked("The charter was changed in the meantime."),
            marked("Read it again, then sign."),
        )
    name, quality = pen.name.strip()[:_LONGEST_NAME], pen.quality.strip()[:_LONGEST_NAME]
    if not name or not quality or not pen.agreed:
        raise InvalidError(
            "not_signed",
            marked("A name, a position and a tick make the signature."),
            marked("Say who signs and as what, and tick that you have read the charter."),
        )
    signed = CharterSignature(
        structure_id=structure.id, version=version, signed_by=name, quality=quality, signed_on=now.date(),
        on_paper=False, person_id=actor.person_id, noted_at=now,
    )  # fmt: skip
    _keep(session, structure, signed, actor=actor, now=now)


def note_signature(
    session: Session,
    structure: Structure,
    *,
    signed_by: str,
    signed_on: date | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Note what was signed on paper, or that it no longer holds (`signed_on` None); for administrators."""
    require_role(actor, Role.EDITOR, structure_id=None)
    if signed_on is None:
        structure.charter_by, structure.charter_on = "", None
        done = Done(act=Act.CHARTER, subject=f"structure:{structure.slug}", structure_id=structure.id, at=now)
        record(session, done, actor=actor)
        return
    text = charter_now(session)
    signed = CharterSignature(
        structure_id=structure.id, version=text.version if text else None, signed_by=signed_by,
        signed_on=signed_on, on_paper=True, person_id=actor.person_id, noted_at=now,
    )  # fmt: skip
    _keep(session, structure, signed, actor=actor, now=now)


def _keep(
    session: Session, structure: Structure, signed: CharterSignature, *, actor: Actor, now: datetime
) -> None:
    session.add(signed)
    structure.charter_by, structure.charter_on = signed.signed_by, signed.signed_on
    done = Done(
        act=Act.CHARTER if signed.on_paper else Act.SIGN, subject=f"structure:{structure.slug}",
        structure_id=structure.id, at=now, words=signed.signed_by,
        details={"version": str(signed.version)} if signed.version else {},
    )  # fmt: skip
    record(session, done, actor=actor)


def signed_by_person(session: Session, person: Person) -> list[tuple[CharterSignature, str]]:
    """What somebody signed here with their account, each with the structure's name."""
    own = (CharterSignature.person_id == person.id, ~CharterSignature.on_paper)
    query = select(CharterSignature, Structure.name).join(
        Structure, Structure.id == CharterSignature.structure_id
    )
    return [(one, name) for one, name in session.execute(query.where(*own).order_by(CharterSignature.id))]


def unname_signatures(session: Session, person: Person) -> None:
    """Forget the name of somebody who signed with their account; that the structure signed stays."""
    for one, _ in signed_by_person(session, person):
        same = (Structure.id == one.structure_id, Structure.charter_by == one.signed_by)
        session.execute(update(Structure).where(*same).values(charter_by=""))
        one.signed_by = one.quality = ""


def articles_of(words: str) -> list[tuple[str, str]]:
    """A text's articles, each its title and its words; a line that stands alone is words without a title."""
    blocks = [block.strip() for block in words.replace("\r\n", "\n").split("\n\n")]
    parts = [block.partition("\n") for block in blocks if block]
    return [(first, rest) if rest else ("", first) for first, _, rest in parts]
