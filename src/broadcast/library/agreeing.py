"""What a host notes of the people who are heard or seen in a piece: who agreed to what, until when.

Of a minor, two guardians sign on paper and the child agrees as well; one signature is enough where there is
only one guardian, which the host says. Being recorded and being published are agreed to apart.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.accounts.sealing import seal, unseal
from broadcast.errors import ConflictError, InvalidError, UnknownError, marked
from broadcast.library.consents import TEXT_VERSION, Consent, ConsentKind, consents_of, missing_consents
from broadcast.library.lines import one_line
from broadcast.library.models import Item
from broadcast.library.noting import note
from broadcast.library.repository import item_for_change
from broadcast.library.states import ItemState
from broadcast.library.tagging import name_nobody
from broadcast.notices import About, NoticeKind, Severity, end_notice, raise_notice
from broadcast.notices.models import Notice

MOST_PEOPLE = 60
EXPIRES_SOON = NoticeKind(
    "consent_expires",
    marked("An agreement for “{title}” ends on {expires_at}."),
    marked(
        "Ask for it again and note the new date: otherwise the piece is withdrawn automatically on that day."
    ),
    Severity.WARNING,
)
LACKS = NoticeKind(
    "consent_lacks",
    marked("“{title}” is public, and an agreement is missing."),
    marked("Note it once you have it: otherwise the piece is withdrawn automatically on {until_at}."),
    Severity.WARNING,
)
LACKS_FOR = timedelta(days=7)
"""How long after its hosts were told a piece stays public without an agreement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """To what somebody agrees, until when (None: for good), and whose signatures a minor's paper has."""

    kinds: Collection[ConsentKind]
    until: datetime | None = None
    guardians: tuple[str, ...] = ()
    sole_guardian: bool = False


@dataclass(frozen=True, slots=True)
class Hand:
    """Whoever notes it, under which secret of the station names are sealed, and when."""

    actor: Actor
    key: bytes
    now: datetime


@dataclass(frozen=True, slots=True)
class PersonHeard:
    """Somebody in a piece, what was asked of them, and who signed for them."""

    name: str
    consents: tuple[Consent, ...]
    guardians: tuple[str, ...]


def people_in(session: Session, item_id: str, *, actor: Actor, key: bytes) -> list[PersonHeard]:
    """Who was asked about a piece, for its hosts. Raises UnknownError, ForbiddenError."""
    hosted_item(session, item_id, actor=actor)
    people = by_person(consents_of(session, [item_id]).get(item_id, []))
    return [
        PersonHeard(name, tuple(rows), tuple(name for one in rows for name in _signed(one, key=key)))
        for name, rows in people.items()
    ]


def by_person(rows: Iterable[Consent]) -> dict[str, list[Consent]]:
    """What was asked about a piece, by the name of whom it was asked."""
    found: dict[str, list[Consent]] = {}
    for one in rows:
        found.setdefault(one.name, []).append(one)
    return found


def hosted_item(session: Session, item_id: str, *, actor: Actor) -> Item:
    """A piece whose host somebody is, locked. Raises UnknownError, ForbiddenError."""
    item = item_for_change(session, item_id, actor=actor)
    require_role(actor, Role.HOST, structure_id=item.structure_id)
    return item


def add_person(
    session: Session, item_id: str, told: Agreement, *, name: str, is_minor: bool, by: Hand
) -> None:
    """Note somebody who is heard or seen. Raises InvalidError, ConflictError where they are there already."""
    item = hosted_item(session, item_id, actor=by.actor)
    name = one_line(name)[:200]
    known = {one.name for one in consents_of(session, [item.id]).get(item.id, [])}
    if not name:
        raise InvalidError("no_name_heard", marked("Say who it is."), marked("A stage name will do."))
    if name in known or len(known) >= MOST_PEOPLE:
        raise ConflictError(
            "known_already", marked("“{name}” is already on the list."), marked("Change it there."), name=name
        )
    kinds = [ConsentKind.RECORDING, ConsentKind.PUBLISHING, *([ConsentKind.GUARDIANS] if is_minor else [])]
    rows = [
        Consent(
            item_id=item.id, name=name, kind=kind, text_version=TEXT_VERSION, asked_at=by.now, signed_by=""
        )
        for kind in kinds
    ]
    session.add_all(rows)
    if is_minor:
        name_nobody(session, item, name)
    _set(session, item, rows, told, by=by)


def change_agreement(session: Session, item_id: str, consent_id: int, told: Agreement, *, by: Hand) -> None:
    """Note what somebody agrees to now: what is not among it any more is taken back. Raises as above."""
    item = hosted_item(session, item_id, actor=by.actor)
    one = session.get(Consent, consent_id)
    if one is None or one.item_id != item.id:
        raise UnknownError("unknown_consent", marked("There is no such person in this piece."))
    rows = list(session.scalars(select(Consent).where(Consent.item_id == item.id, Consent.name == one.name)))
    _set(session, item, rows, told, by=by)


def _set(session: Session, item: Item, rows: list[Consent], told: Agreement, *, by: Hand) -> None:
    if told.until is not None and told.until <= by.now:
        raise InvalidError(
            "over_already", marked("This date is past."), marked("Choose a later one, or none at all.")
        )
    for one in rows:
        if one.kind not in told.kinds:
            one.withdrawn_at = one.withdrawn_at or (by.now if one.given_at else None)
            continue
        if one.kind == ConsentKind.GUARDIANS:
            one.signed_by = _sign(one, told, key=by.key)
        if not one.holds(by.now) or one.given_at is None:
            one.given_at, one.text_version = by.now, TEXT_VERSION
        one.withdrawn_at, one.expires_at, one.person_id = None, told.until, by.actor.person_id
    session.flush()
    end_notice(session, EXPIRES_SOON, about=about_consents(item), now=by.now)
    tell_of_missing(session, item, now=by.now)
    note(session, Act.CONSENT, item, actor=by.actor, now=by.now, kinds=" ".join(sorted(told.kinds)))


def note_guardians(session: Session, item_id: str, told: Agreement, *, by: Hand) -> None:
    """A host has the signatures on paper that were missing, and says whose. Raises as above."""
    item = hosted_item(session, item_id, actor=by.actor)
    rows = [
        one
        for one in consents_of(session, [item.id]).get(item.id, [])
        if one.kind == ConsentKind.GUARDIANS and not one.holds(by.now)
    ]
    sealed = _sealed(told, key=by.key) if rows else ""
    for one in rows:
        one.signed_by, one.given_at, one.text_version = sealed, by.now, TEXT_VERSION
        one.withdrawn_at, one.expires_at, one.person_id = None, told.until, by.actor.person_id
    session.flush()
    tell_of_missing(session, item, now=by.now)
    note(session, Act.CONSENT, item, actor=by.actor, now=by.now, kind=ConsentKind.GUARDIANS)


def _sign(one: Consent, told: Agreement, *, key: bytes) -> str:
    """Who signed, sealed; as it was where nobody is named anew. Raises InvalidError where one is missing."""
    is_named = any(name.strip() for name in told.guardians)
    if not is_named and (one.signed_by or one.given_at):
        return one.signed_by
    return _sealed(told, key=key)


def _sealed(told: Agreement, *, key: bytes) -> str:
    names = tuple(
        dict.fromkeys(name for told_name in told.guardians if (name := " ".join(told_name.split())))
    )
    if len(names) < (1 if told.sole_guardian else 2):
        raise InvalidError(
            "two_signatures",
            marked("For a minor, both parents or guardians sign."),
            marked("Name both; or say that there is only one."),
        )
    return seal("\n".join(name[:200] for name in names).encode(), key=key)


def _signed(one: Consent, *, key: bytes) -> list[str]:
    return unseal(one.signed_by, key=key).decode().split("\n") if one.signed_by else []


def tell_of_missing(session: Session, item: Item, *, now: datetime) -> None:
    """Tell the hosts of a public piece that an agreement is missing, or that none is any more."""
    if item.state == ItemState.PUBLISHED and missing_consents(session, item.id, now=now):
        values = {"title": item.title, "until_at": now + LACKS_FOR}
        raise_notice(session, LACKS, about=about_consents(item), now=now, values=values)
    else:
        end_notice(session, LACKS, about=about_consents(item), now=now)


def missing_until(session: Session, item: Item) -> datetime | None:
    """When a public piece goes for want of an agreement: its hosts have been told. None where it does not."""
    raised = select(Notice.raised_at).where(
        Notice.code == LACKS.code, Notice.about == about_consents(item).key, Notice.ended_at.is_(None)
    )
    since = session.scalar(raised)
    return since + LACKS_FOR if since is not None else None


def about_consents(item: Item) -> About:
    """What notices on a piece's agreements are about: one of a kind for each piece."""
    return About(
        structure_id=item.structure_id, item_id=item.id, detail="consents", link=f"/items/{item.id}/consents"
    )
