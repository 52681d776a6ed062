"""What happens to shows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.models import Structure
from broadcast.accounts.people import checked_slug
from broadcast.accounts.roles import STATION, Actor, Role, require_role
from broadcast.errors import ConflictError, InvalidError, marked
from broadcast.library.finding.index import keep_show
from broadcast.library.models import Show

CATEGORIES = (
    "Arts", "Business", "Comedy", "Education", "Fiction", "Government", "History", "Health & Fitness",
    "Kids & Family", "Leisure", "Music", "News", "Religion & Spirituality", "Science", "Society & Culture",
    "Sports", "Technology", "True Crime", "TV & Film",
)  # fmt: skip
"""Apple's list of podcast categories, first level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShow:
    """What is said of a show when it is made."""

    slug: str
    title: str
    description: str = ""
    language: str = "fr"
    category: str = "Society & Culture"
    explicit: bool = False
    author: str = ""
    email: str = ""


def create_show(
    session: Session,
    told: NewShow,
    *,
    structure: Structure,
    cover: str,
    now: datetime,
    by: Actor = STATION,
) -> Show:
    """A new show, with the storage key of its cover. Raises ConflictError, InvalidError."""
    checked_slug(told.slug)
    if told.category not in CATEGORIES:
        raise InvalidError(
            "unknown_category",
            marked("“{category}” is not a category that podcast directories know."),
            marked("Choose one of: {known}."),
            category=told.category[:60],
            known=", ".join(CATEGORIES),
        )
    if session.scalar(select(Show.id).where(Show.slug == told.slug)) is not None:
        raise ConflictError(
            "slug_taken", marked("“{slug}” is already taken."), marked("Choose another one."), slug=told.slug
        )
    show = Show(
        slug=told.slug,
        title=told.title.strip(),
        structure=structure,
        description=told.description.strip(),
        language=told.language,
        category=told.category,
        explicit=told.explicit,
        author=told.author.strip() or structure.name,
        email=told.email.strip(),
        cover=cover,
        created_at=now,
    )
    session.add(show)
    session.flush()
    keep_show(session, show)
    done = Done(act=Act.SHOW, subject=f"show:{show.slug}", structure_id=structure.id, at=now)
    record(session, done, actor=by)
    return show


def trust_show(session: Session, show: Show, *, is_trusted: bool, actor: Actor, now: datetime) -> None:
    """Let whoever deposits in it publish without a host, or not; for editors. Raises ForbiddenError."""
    require_role(actor, Role.EDITOR, structure_id=show.structure_id)
    if show.is_trusted == is_trusted:
        return
    show.is_trusted = is_trusted
    told = {"trusted": "yes" if is_trusted else "no"}
    done = Done(
        act=Act.TRUST, subject=f"show:{show.slug}", structure_id=show.structure_id, at=now, details=told
    )
    record(session, done, actor=actor)
