"""What happens to series: made and told by editors of their structure, filled by the hosts of each piece."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.addresses import free_slug, slug_of
from broadcast.accounts.audit import Done, record
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import ConflictError, InvalidError, marked
from broadcast.library.lines import one_line
from broadcast.library.models import Item
from broadcast.library.noting import note
from broadcast.library.repository import item_for_change
from broadcast.library.series_models import Series, SeriesPiece
from broadcast.library.series_reading import series_by_slug
from broadcast.library.states import ItemState

MOST_PIECES = 500
_LONGEST_TITLE = 200
_LONGEST_PLACE = 80
_LONGEST_DESCRIPTION = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesWords:
    """What is told of a series; with a day it is an event, `ends_on` None where it is a single one."""

    title: str
    description: str = ""
    place: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def checked(words: SeriesWords) -> SeriesWords:
    """The same as it is kept. Raises InvalidError."""
    title = one_line(words.title)
    if not title:
        raise InvalidError("no_title", marked("A series needs a title."), marked("A few words are enough."))
    first, last = words.starts_on, words.ends_on
    if last is not None and (first is None or last < first):
        raise InvalidError(
            "bad_days",
            marked("It cannot end before it begins."),
            marked("Give the first day, then the last; or the first alone."),
        )
    return SeriesWords(
        title=title[:_LONGEST_TITLE],
        description=words.description.strip()[:_LONGEST_DESCRIPTION],
        place=one_line(words.place)[:_LONGEST_PLACE],
        starts_on=first,
        ends_on=None if last == first else last,
    )


def create_series(
    session: Session, words: SeriesWords, *, structure_id: int, cover: str, actor: Actor, now: datetime
) -> Series:
    """A new one with the storage key of its cover. Raises ForbiddenError, InvalidError."""
    require_role(actor, Role.EDITOR, structure_id=structure_id)
    told = checked(words)
    series = Series(
        slug=free_slug(session, Series.slug, wanted=slug_of(told.title)),
        structure_id=structure_id, cover=cover, is_drawn=True,
        created_at=now, changed_at=now, title="",
    )  # fmt: skip
    _tell(series, told)
    session.add(series)
    session.flush()
    _record(session, series, actor=actor, now=now)
    return series


def edited_series(session: Session, slug: str, *, actor: Actor) -> Series:
    """A series, for the editors of its structure. Raises UnknownError, ForbiddenError."""
    series = series_by_slug(session, slug)
    require_role(actor, Role.EDITOR, structure_id=series.structure_id)
    return series


def tell_series(session: Session, series: Series, words: SeriesWords, *, actor: Actor, now: datetime) -> None:
    """Tell it otherwise; its address stays. Raises InvalidError."""
    _tell(series, checked(words))
    series.changed_at = now
    _record(session, series, actor=actor, now=now)


def _tell(series: Series, told: SeriesWords) -> None:
    series.title, series.description, series.place = told.title, told.description, told.place
    series.starts_on, series.ends_on = told.starts_on, told.ends_on


def cover_series(
    session: Session, series: Series, cover: str, *, is_drawn: bool, actor: Actor, now: datetime
) -> None:
    """Give it another cover, by its storage key."""
    series.cover, series.is_drawn, series.changed_at = cover, is_drawn, now
    _record(session, series, actor=actor, now=now)


def order_pieces(
    session: Session, series: Series, places: Mapping[str, int | None], *, now: datetime
) -> None:
    """Have these pieces in the order of their places; those without one go, others stay behind them."""
    rows = {
        one.item_id: one
        for one in session.scalars(select(SeriesPiece).where(SeriesPiece.series_id == series.id))
    }
    for item_id in [item for item, place in places.items() if place is None and item in rows]:
        session.delete(rows.pop(item_id))
    last = max((place for place in places.values() if place is not None), default=0)
    in_order = sorted(rows.values(), key=lambda one: (places.get(one.item_id) or last + 1, one.position))
    for position, one in enumerate(in_order, 1):
        one.position = position
    series.changed_at = now


def add_piece(session: Session, series: Series, item_id: str, *, actor: Actor, now: datetime) -> None:
    """Put a piece at the end of a series, whosever it is: see `may_gather`.

    Raises UnknownError, ForbiddenError, and ConflictError where it is withdrawn or the series is full.
    """
    item = _gathered(session, item_id, actor=actor)
    if item.state == ItemState.WITHDRAWN:
        raise ConflictError("not_ready", marked("This piece is withdrawn."), marked("Deposit it again."))
    gather_piece(session, series, item, now=now)
    note(session, Act.SERIES, item, actor=actor, now=now, series=series.slug)


def gather_piece(session: Session, series: Series, item: Item, *, now: datetime) -> None:
    """The same for what a workshop gathers. Being there already changes nothing. Raises ConflictError."""
    locked = session.get_one(Series, series.id, with_for_update=True)
    if session.get(SeriesPiece, (series.id, item.id)) is not None:
        return
    of_it = select(func.count(), func.max(SeriesPiece.position)).where(SeriesPiece.series_id == series.id)
    count, last = session.execute(of_it).one()
    if count >= MOST_PIECES:
        raise ConflictError(
            "series_full", marked("This series is full."), marked("Begin another one."), most=MOST_PIECES
        )
    session.add(SeriesPiece(series_id=series.id, item_id=item.id, position=(last or 0) + 1))
    locked.changed_at = now


def remove_piece(session: Session, series: Series, item_id: str, *, actor: Actor, now: datetime) -> None:
    """Take a piece out of a series: see `may_gather`. Raises UnknownError, ForbiddenError."""
    item = _gathered(session, item_id, actor=actor)
    found = session.get(SeriesPiece, (series.id, item.id))
    if found is not None:
        session.delete(found)
        session.get_one(Series, series.id).changed_at = now
        note(session, Act.SERIES, item, actor=actor, now=now, removed=series.slug)


def end_series(session: Session, series: Series, *, actor: Actor, now: datetime) -> None:
    """Have it no more: its pieces stay where they are."""
    _record(session, series, actor=actor, now=now, ended="yes")
    session.execute(delete(Series).where(Series.id == series.id))


def may_gather(item: Item, actor: Actor) -> bool:
    """Whether somebody may put a piece in series: its hosts, and its depositor until it is approved.

    Whoever approves it then sees where it goes.
    """
    if actor.is_at_least(Role.HOST, structure_id=item.structure_id):
        return True
    is_own = item.depositor_id is not None and item.depositor_id == actor.person_id
    return is_own and not item.is_refused and item.state != ItemState.PUBLISHED


def _gathered(session: Session, item_id: str, *, actor: Actor) -> Item:
    item = item_for_change(session, item_id, actor=actor)
    if not may_gather(item, actor):
        require_role(actor, Role.HOST, structure_id=item.structure_id)
    return item


def _record(session: Session, series: Series, *, actor: Actor, now: datetime, **details: str) -> None:
    done = Done(
        act=Act.SERIES, subject=f"series:{series.slug}", structure_id=series.structure_id, at=now,
        details=details,
    )  # fmt: skip
    record(session, done, actor=actor)
