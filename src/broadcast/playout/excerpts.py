"""Excerpts: what running orders want of a piece is cut exactly, once, as a package of its own.

Until that is there the whole segments within the cut air. A package is named by its source, today's
recipe and the two points, so that making one twice is harmless.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.jobs import Load, count_of, enqueue
from broadcast.jobs.models import Job, JobKind, JobState
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.media.units import Seconds
from broadcast.parts import Parts
from broadcast.schedule.models import Channel, Excerpt, RunningOrderRow, Slot
from broadcast.schedule.running_order import Element, from_json
from broadcast.schedule.running_orders import Kept, put_order
from broadcast.transcode.recipe import RECIPE

_OPEN = (JobState.QUEUED, JobState.RUNNING)
_STANDING = (ItemState.TO_REVIEW, ItemState.PUBLISHED)
_CPU_A_SECOND, _FILM_CPU_A_SECOND = 0.1, 1.5
_DECODE_CPU_A_SECOND = 0.01
_YIELDS = timedelta(days=1)
_FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """An excerpt's name: its piece, and from where to where in milliseconds, 0 for the piece's own end."""

    item: str
    begins_ms: int
    ends_ms: int

    @property
    def key(self) -> tuple[str, int, int]:
        """As a row is looked up."""
        return self.item, self.begins_ms, self.ends_ms


def cut_of(one: Element) -> Cut:
    """What an element that is an excerpt wants."""
    return Cut(str(one.item), round((one.begins or 0.0) * 1000), round((one.ends or 0.0) * 1000))


def cuts_of(elements: Iterable[Element]) -> list[Cut]:
    """What the elements want, each once, in order."""
    return sorted({cut_of(one) for one in elements if one.is_excerpt})


def keep_order(  # noqa: PLR0913  # whose, of when, what, and against which version
    session: Session,
    parts: Parts,
    channel: Channel,
    slot: Slot,
    *,
    on: date | None,
    elements: Sequence[Element],
    version: int | None,
) -> Kept:
    """Keep a running order and have its excerpts cut, in one transaction. Raises as `put_order` does."""
    now = parts.clock.now()
    kept = put_order(session, channel, slot, on=on, elements=elements, version=version, now=now)
    for cut in cuts_of(kept.elements):
        excerpt = _row(session, cut, now=now)
        if excerpt.package is None:
            ask(session, parts, excerpt)
    return kept


def ask(session: Session, parts: Parts, excerpt: Excerpt, *, yields: timedelta = timedelta(0)) -> bool:
    """Have one cut where its piece is ready and nobody was asked yet; whether it is asked for now."""
    item = session.get(Item, excerpt.item_id)
    if item is None or item.package is None or item.state not in _STANDING:
        return False
    if count_of(session, kind=JobKind.EXCERPT, subject=excerpt.id, states=_OPEN):
        return False
    enqueue(
        session,
        kind=JobKind.EXCERPT,
        subject=excerpt.id,
        now=parts.clock.now(),
        dispatcher=parts.dispatcher,
        load=Load(_cost(excerpt, item), owner=str(item.structure_id or ""), yields=yields),
    )
    return True


def ask_for_missing(parts: Parts) -> int:
    """Have those cut whose piece was not ready when they were written; gives how many.

    One that could not be made is not asked for again before its running order is saved once more.
    """
    asked = select(Job.subject).where(Job.kind == JobKind.EXCERPT, Job.state.in_([*_OPEN, JobState.FAILED]))
    missing = (
        select(Excerpt)
        .join(Item, Item.id == Excerpt.item_id)
        .where(Excerpt.package.is_(None), Excerpt.id.not_in(asked))
        .where(Item.package.is_not(None), Item.state.in_(_STANDING))
    )
    with parts.database.writing() as session:
        return sum(ask(session, parts, one) for one in session.scalars(missing).all())


def ask_for_older(parts: Parts) -> int:
    """Have those cut again that another recipe made, behind whatever comes within a day; gives how many."""
    with parts.database.writing() as session:
        return sum(ask(session, parts, one, yields=_YIELDS) for one in of_another_recipe(session))


def of_another_recipe(session: Session) -> list[Excerpt]:
    """The excerpts that were not made by today's recipe."""
    query = select(Excerpt, Item).join(Item, Item.id == Excerpt.item_id).where(Excerpt.package.is_not(None))
    return [one for one, item in session.execute(query) if one.package != key_of(one, item)]


def key_of(excerpt: Excerpt, item: Item) -> str:
    """The package that an excerpt is to have."""
    return keys.excerpt(item.source_sha, recipe=RECIPE, begins_ms=excerpt.begins_ms, ends_ms=excerpt.ends_ms)


def forget_unwanted(session: Session, *, now: datetime) -> int:
    """Forget the excerpts that no running order wants any more; gives how many."""
    wanted: set[tuple[str, int, int]] = set()
    for elements in session.scalars(select(RunningOrderRow.elements)):
        wanted |= {cut.key for cut in cuts_of(from_json(elements))}
    old = session.scalars(select(Excerpt).where(Excerpt.wanted_at < now - _FORGOTTEN))
    unwanted = [one for one in old if (one.item_id, one.begins_ms, one.ends_ms) not in wanted]
    for one in unwanted:
        session.delete(one)
    return len(unwanted)


def _row(session: Session, cut: Cut, *, now: datetime) -> Excerpt:
    found = session.scalar(
        select(Excerpt).where(
            Excerpt.item_id == cut.item,
            Excerpt.begins_ms == cut.begins_ms,
            Excerpt.ends_ms == cut.ends_ms,
        )
    )
    if found is None:
        found = Excerpt(item_id=cut.item, begins_ms=cut.begins_ms, ends_ms=cut.ends_ms)
        session.add(found)
    found.wanted_at = now
    session.flush()
    return found


def _cost(excerpt: Excerpt, item: Item) -> Seconds:
    """CPU seconds: the sound is decoded from the piece's beginning, the rest is made of the part only."""
    ends = excerpt.ends_ms / 1000 or (item.seconds or 0.0)
    rate = _FILM_CPU_A_SECOND if (item.media or {}).get("video") else _CPU_A_SECOND
    return Seconds(ends * _DECODE_CPU_A_SECOND + max(0.0, ends - excerpt.begins_ms / 1000) * rate)
