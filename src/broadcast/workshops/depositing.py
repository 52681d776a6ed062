"""Depositing in a workshop: begun with a few words, and then the file becomes its item."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from broadcast.errors import GoneError, InvalidError, TooManyError, marked
from broadcast.library.consents import AskedConsents, write_consents
from broadcast.library.models import Item, Rights
from broadcast.library.series import gather_piece
from broadcast.workshops.codes import DEPOSIT_SIGNS, NONCE_BYTES, code_of, lookup_of
from broadcast.workshops.hours import Stage
from broadcast.workshops.models import GuestDeposit, Workshop
from broadcast.workshops.patience import MOST_DEPOSITS
from broadcast.workshops.trying import Trier, check_may_begin, workshop_over

_LONGEST_NAME, _LONGEST_TITLE = 80, 200
_UNFINISHED_KEPT = timedelta(days=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestWords:
    """What somebody says with their deposit; `by_others` is music that others made."""

    name: str
    title: str
    consents: AskedConsents
    by_others: bool = False


def check_words(words: GuestWords) -> None:
    """Raise InvalidError where no name is told, or what may not be missing was not agreed to."""
    if not _plain(words.name):
        raise InvalidError(
            "no_stage_name",
            marked("Say who it is by."),
            marked("A first name or a stage name will do; the name of a group, too."),
        )
    words.consents.check()


def begin_deposit(
    session: Session, workshop: Workshop, words: GuestWords, *, who: Trier, key: bytes, now: datetime
) -> str:
    """Begin a deposit: gives its private code. Raises InvalidError, TooManyError, GoneError."""
    check_words(words)
    check_may_begin(session, who=who, now=now)
    current = session.get_one(Workshop, workshop.id, with_for_update=True)
    if current.hours.stage(now) != Stage.OPEN:
        raise workshop_over()
    _forget_unfinished(session, now=now)
    begun = session.scalar(
        select(func.count()).select_from(GuestDeposit).where(GuestDeposit.workshop_id == workshop.id)
    )
    if (begun or 0) >= MOST_DEPOSITS:
        raise TooManyError(
            "workshop_full",
            marked("This workshop has taken as many deposits as it can."),
            marked("Your host can open another one."),
            extra={"retry_after": 3600},
        )
    code = code_of(secrets.token_bytes(NONCE_BYTES), key=key, signs=DEPOSIT_SIGNS)
    session.add(
        GuestDeposit(
            workshop_id=workshop.id,
            lookup=lookup_of(code, key=key),
            name=_plain(words.name)[:_LONGEST_NAME],
            title=_plain(words.title)[:_LONGEST_TITLE],
            answers=words.consents.as_answers() | {"by_others": words.by_others},
            created_at=now,
        )
    )
    return code


def give_up(session: Session, code_lookup: str) -> None:
    """Forget a deposit whose file did not come."""
    session.execute(
        delete(GuestDeposit).where(GuestDeposit.lookup == code_lookup, GuestDeposit.item_id.is_(None))
    )


def open_deposit(session: Session, deposit_id: str) -> GuestDeposit:
    """A deposit whose file may still come, with its workshop and show. Raises GoneError where it may not."""
    found = session.scalar(
        select(GuestDeposit)
        .where(GuestDeposit.id == deposit_id)
        .options(
            joinedload(GuestDeposit.workshop).options(joinedload(Workshop.show), joinedload(Workshop.series))
        )
    )
    if found is None or found.revoked_at is not None or found.item_id is not None:
        raise GoneError(
            "deposit_closed",
            marked("This deposit is finished, or was given up."),
            marked("Begin another one with the workshop's code."),
        )
    if found.workshop.closed_at is not None:
        raise workshop_over()
    return found


def become(session: Session, deposit_id: str, item: Item, *, now: datetime) -> None:
    """The file is here: what it is and whose follows from the workshop. Raises as `open_deposit`."""
    found = open_deposit(session, deposit_id)
    workshop = found.workshop
    item.depositor_id, item.structure_id, item.show = None, workshop.structure_id, workshop.show
    item.workshop_id, item.kind, item.description = workshop.id, workshop.kind, ""
    item.rights = Rights.MUSIC if found.answers["by_others"] else Rights.FREE
    item.title, item.artist = found.title or item.title, found.name
    session.add(item)
    session.flush()
    found.item_id = item.id
    if workshop.series is not None:
        gather_piece(session, workshop.series, item, now=now)
    asked = AskedConsents.of_answers(found.answers)
    write_consents(session, item, asked, name=found.name, asked_at=found.created_at, now=now)


def _forget_unfinished(session: Session, *, now: datetime) -> None:
    """What was begun and never came, once its upload cannot come any more."""
    session.execute(
        delete(GuestDeposit).where(
            GuestDeposit.item_id.is_(None), GuestDeposit.created_at < now - _UNFINISHED_KEPT
        )
    )


def _plain(text: str) -> str:
    return " ".join("".join(sign for sign in text if sign.isprintable()).split())
