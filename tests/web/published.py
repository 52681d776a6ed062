"""Published episodes without their sounds, and how many questions a page asks the database."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import event

from broadcast.accounts.models import Structure
from broadcast.library import keys
from broadcast.library.models import Episode, Item, Rights, Show
from broadcast.library.repository import show_by_slug
from broadcast.library.shows import NewShow, create_show
from broadcast.library.states import ItemState
from broadcast.parts import Parts


def add_show(parts: Parts, slug: str, *, title: str, structure: str) -> None:
    with parts.database.writing() as session:
        place = session.query(Structure).filter_by(slug=structure).one()
        told = NewShow(slug=slug, title=title)
        create_show(session, told, structure=place, cover=keys.cover("0" * 32), now=parts.clock.now())


def add_episodes(  # rows as approval leaves them
    parts: Parts, *titles: str, show: str = "essais", rights: Rights = Rights.FREE,
    state: ItemState = ItemState.PUBLISHED,
) -> None:  # fmt: skip
    """Each newer than the one before."""
    with parts.database.writing() as session:
        found: Show = show_by_slug(session, show)
        for number, title in enumerate(titles):
            moment = parts.clock.now() - timedelta(days=500) + timedelta(hours=number)
            item = Item(
                show_id=found.id, structure_id=found.structure_id, kind="episode", rights=rights, title=title,
                state=state, source_sha="0" * 64, source_bytes=1, seconds=60.0, created_at=moment,
                published_at=moment, withdrawn_at=moment if state == ItemState.WITHDRAWN else None,
            )  # fmt: skip
            session.add(item)
            session.flush()
            session.add(
                Episode(
                    show_id=found.id,
                    item_id=item.id,
                    slug=f"e-{item.id[:8]}",
                    published_at=moment,
                    tag="tags/none.id3",
                    tag_bytes=1,
                    enclosure_bytes=2,
                )
            )


@contextmanager
def questions(parts: Parts) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def noted(_connection: object, _cursor: object, words: str, *_rest: object) -> None:
        if "AnyIO" in threading.current_thread().name and not words.startswith("BEGIN"):
            asked.append(words)  # the station's own threads ask, too

    event.listen(parts.database.engine, "before_cursor_execute", noted)
    yield asked
    event.remove(parts.database.engine, "before_cursor_execute", noted)
