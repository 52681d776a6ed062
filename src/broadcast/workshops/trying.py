"""Trying a code: found, or refused in words and remembered against whoever tries."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from broadcast.accounts.roles import Actor
from broadcast.errors import BroadcastError, GoneError, TooManyError, UnknownError, marked
from broadcast.library.models import Item
from broadcast.parts import Parts
from broadcast.workshops.codes import DEPOSIT_SIGNS, WORKSHOP_SIGNS, lookup_of, read_code
from broadcast.workshops.hours import Stage
from broadcast.workshops.models import Attempt, GuestDeposit, Workshop
from broadcast.workshops.patience import BEGUN_FROM_ONE, WRONG_FROM_ONE, WRONG_IN_ALL, network_of

WRONG, BEGUN = "wrong", "begun"


@dataclass(frozen=True, slots=True)
class Trier:
    """From where a code is tried, as a digest that only this station can make."""

    source: str


def trier(address: str, *, key: bytes) -> Trier:
    """Whoever asks from a network address."""
    return Trier(hmac.new(key, b"address\0" + network_of(address).encode(), "sha256").hexdigest())


def open_workshop_of(parts: Parts, typed: str, *, who: Trier) -> Workshop:
    """The workshop of a code while it is open. Raises UnknownError, GoneError, TooManyError."""
    now = parts.clock.now()
    with parts.database.reading() as session:
        _check_patience(session, who=who, now=now)
        found = workshop_of(session, typed, key=parts.settings.signing_key)
        stage = found.hours.stage(now) if found else Stage.FORGOTTEN
    if found is None or stage == Stage.FORGOTTEN:
        raise _noted(parts, unknown_code(), who=who)
    if stage == Stage.EARLY:
        raise UnknownError(
            "workshop_early",
            marked("This workshop has not begun yet."),
            marked("Come back when it does: your host knows the time."),
        )
    if stage == Stage.OVER:
        raise _noted(parts, workshop_over(), who=who)
    return found


def private_deposit(parts: Parts, typed: str, *, who: Trier) -> GuestDeposit:
    """The deposit that a private code opens, with workshop and item. Raises UnknownError, TooManyError."""
    with parts.database.reading() as session:
        _check_patience(session, who=who, now=parts.clock.now())
        found = deposit_of(session, typed, key=parts.settings.signing_key)
    if found is None:
        raise _noted(parts, unknown_code(), who=who)
    return found


def guest_of(parts: Parts, typed: str, *, who: Trier) -> Actor:
    """Who deposits by a private code: an actor who may do nothing else."""
    return Actor(guest=private_deposit(parts, typed, who=who).id)


def workshop_of(session: Session, typed: str, *, key: bytes) -> Workshop | None:
    """The workshop of a code, whatever its hours."""
    code = read_code(typed)
    if len(code) != WORKSHOP_SIGNS:
        return None
    return session.scalar(
        select(Workshop)
        .where(Workshop.lookup == lookup_of(code, key=key))
        .options(joinedload(Workshop.structure), joinedload(Workshop.show))
    )


def deposit_of(session: Session, typed: str, *, key: bytes, for_change: bool = False) -> GuestDeposit | None:
    """The deposit of a private code that was not revoked."""
    code = read_code(typed)
    if len(code) != DEPOSIT_SIGNS:
        return None
    query = select(GuestDeposit).where(
        GuestDeposit.lookup == lookup_of(code, key=key), GuestDeposit.revoked_at.is_(None)
    )
    if for_change:
        return session.scalar(query.with_for_update())
    return session.scalar(
        query.options(
            joinedload(GuestDeposit.workshop).joinedload(Workshop.structure),
            joinedload(GuestDeposit.item).joinedload(Item.show),
        )
    )


def check_may_begin(session: Session, *, who: Trier, now: datetime) -> None:
    """Raise TooManyError where too many deposits were begun from there; else count one more."""
    session.execute(delete(Attempt).where(Attempt.kind == BEGUN, Attempt.at < now - BEGUN_FROM_ONE.within))
    wait = BEGUN_FROM_ONE.wait(_times(session, BEGUN, who), now=now)
    if wait:
        raise _patience(wait)
    session.add(Attempt(kind=BEGUN, source=who.source, at=now))


def _check_patience(session: Session, *, who: Trier, now: datetime) -> None:
    wait = max(
        WRONG_FROM_ONE.wait(_times(session, WRONG, who), now=now),
        WRONG_IN_ALL.wait(_times(session, WRONG, None), now=now),
    )
    if wait:
        raise _patience(wait)


def _times(session: Session, kind: str, who: Trier | None) -> list[datetime]:
    query = (
        select(Attempt.at).where(Attempt.kind == kind).order_by(Attempt.at.desc()).limit(WRONG_IN_ALL.most)
    )
    if who is not None:
        query = query.where(Attempt.source == who.source)
    return list(session.scalars(query))[::-1]


def _noted(parts: Parts, error: BroadcastError, *, who: Trier) -> BroadcastError:
    """The refusal, once the wrong try is remembered."""
    now = parts.clock.now()
    with parts.database.writing() as session:
        session.execute(delete(Attempt).where(Attempt.kind == WRONG, Attempt.at < now - WRONG_IN_ALL.within))
        session.add(Attempt(kind=WRONG, source=who.source, at=now))
    return error


def _patience(wait: int) -> TooManyError:
    return TooManyError(
        "too_many_codes",
        marked("Too many attempts from here."),
        marked("Wait {seconds} seconds, then try again."),
        extra={"retry_after": wait},
        seconds=wait,
    )


def unknown_code() -> UnknownError:
    """A code that opens nothing; why is not told."""
    return UnknownError(
        "unknown_code",
        marked("This code opens nothing."),
        marked("Check it character by character, or ask your host."),
    )


def workshop_over() -> GoneError:
    """A workshop that takes no deposits any more."""
    return GoneError(
        "workshop_over",
        marked("This workshop is over: it takes no more deposits."),
        marked("Your host can open another one."),
    )
