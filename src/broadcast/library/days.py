"""What happened on a day, in a month, in a year: questions about what everybody may find."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from broadcast.errors import InvalidError, UnknownError, marked
from broadcast.library.models import Item
from broadcast.library.series_models import Series
from broadcast.library.tags import read_day

_MONTH, _YEAR = 7, 4


def happened_in(day: str) -> ColumnElement[bool]:
    """The items told to have happened in a day, month or year as ISO 8601 writes it."""
    told = Item.tags["happened"].as_string()
    return func.coalesce(told, "").startswith(day, autoescape=True)


def wider(day: str) -> list[str]:
    """The year of a month, the year and the month of a day. Pure."""
    return [day[:length] for length in (_YEAR, _MONTH) if length < len(day)]


def is_day(text: str) -> bool:
    """Whether it is a day, a month or a year just as ISO 8601 writes it. Pure."""
    try:
        return text.isascii() and read_day(text) == text != ""
    except InvalidError:
        return False


def no_such_day() -> UnknownError:
    """Say that nothing is told of it, or that it is none."""
    return UnknownError("unknown_day", marked("Nothing published here is about that day."))


def events_in(session: Session, day: str) -> Sequence[Series]:
    """The events that are on in it, in their order."""
    first, last = bounds(day)
    ends = func.coalesce(Series.ends_on, Series.starts_on)
    query = select(Series).where(Series.starts_on <= last, ends >= first)
    return session.scalars(query.order_by(Series.starts_on, Series.id)).all()


def bounds(day: str) -> tuple[date, date]:
    """Its first day and its last. Pure."""
    first = date.fromisoformat(f"{day}-01-01"[:10])
    if len(day) > _MONTH:
        return first, first
    if len(day) == _YEAR:
        return first, date(first.year, 12, 31)
    return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
