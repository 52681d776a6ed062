"""A stage for what fills a slot: a channel with a rotation, a show and slots, on a real database."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from broadcast.library.models import Item, Show, ShowFiller
from broadcast.library.states import ItemState
from broadcast.playout.timeline import Airing, Reason
from broadcast.schedule.models import Channel, Slot
from broadcast.schedule.repository import slot_of
from broadcast.schedule.running_order import Element, ElementKind
from broadcast.schedule.running_orders import put_order
from broadcast.schedule.slots import NewSlot, create_slot, touch_all
from playout.test_ledger import NOW, Ground, assert_whole

FIRST, SECOND = "2026-11-24T11:05", "2026-11-24T11:25"  # 10:05 and 10:25 UTC; NOW is 10:00
TODAY = date(2026, 11, 24)


class Stage(Ground):
    """A channel with a rotation, and the words of these tests."""

    def slot(self, starts: str = FIRST, *, repeat_of: int | None = None, **more: object) -> int:
        """A slot of ten minutes on the show, or that repeats another."""
        with self.database.writing() as session:
            channel = session.get_one(Channel, self.channel_id)
            told: dict[str, object] = {"duration": 600} | more
            if repeat_of is None:
                told.setdefault("show", session.get_one(Show, 1))
            else:
                told["repeat_of"] = slot_of(session, channel, slot_id=repeat_of)
            new = NewSlot(starts=datetime.fromisoformat(starts), **told)  # type: ignore[arg-type]  # the tests' own words
            return create_slot(session, channel, new, now=NOW).id

    def order(self, slot: int, *elements: Element, on: date | None = TODAY) -> None:
        """A running order."""
        with self.database.writing() as session:
            channel = session.get_one(Channel, self.channel_id)
            put_order(
                session, channel, session.get_one(Slot, slot), on=on, elements=elements, version=None, now=NOW
            )

    def change(self, what: Callable[[Show], None]) -> None:
        """Change the show."""
        with self.database.writing() as session:
            what(session.get_one(Show, 1))

    def fill(self, *items: str) -> None:
        """Give the show a filler."""
        with self.database.writing() as session:
            session.add_all(ShowFiller(show_id=1, position=n, item_id=i) for n, i in enumerate(items))

    def withdraw(self, item: str) -> None:
        """Take a piece off the air."""
        with self.database.writing() as session:
            session.get_one(Item, item).state = ItemState.WITHDRAWN
            touch_all(session)

    def play(self, *, minutes: int = 45, since: int = 0, step: int = 7) -> list[Airing]:
        """Let time pass; give what airs, each row cut where the next takes over."""
        for turn in range(since * 60, minutes * 60, step):
            self.extend(NOW + timedelta(seconds=turn))
        return list(assert_whole(self.rows()).airings)

    def at(self, airing: Airing) -> float:
        """Minutes after 10:00 UTC at which it begins."""
        return (self.moment(airing.media_start) - NOW).total_seconds() / 60


def own(rows: Sequence[Airing]) -> list[tuple[str, str]]:
    """Titles and reasons of all but what fills the time between."""
    return [
        (row.title, row.reason.value) for row in rows if row.reason not in {Reason.ROTATION, Reason.STAND_BY}
    ]


def line(key: str, item: str | None = None, **more: object) -> Element:
    return Element(key=key, kind=ElementKind.TRACK, item=item, **more)  # type: ignore[arg-type]  # the tests' own words
