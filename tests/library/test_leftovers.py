"""Covers and tags that nothing names go; what is named, or young, stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadcast.accounts.people import create_structure
from broadcast.feeds.gathered_feed import drawn_cover
from broadcast.library import keys
from broadcast.library.leftovers import COVERS_KEPT, TAGS_KEPT, clear_leftovers
from broadcast.library.models import Draft, Episode, Item
from broadcast.library.shows import NewShow, create_show
from broadcast.library.states import ItemState
from broadcast.parts import Parts
from broadcast.storage import Storage, open_storage
from broadcast.transcode.tools import find_font
from conftest import SetClock

pytestmark = pytest.mark.integration
HOUR = timedelta(hours=1)


@pytest.fixture(params=["disk", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "bucket":
        found: Storage = request.getfixturevalue("bucket_storage")
        return found
    return open_storage(f"file://{tmp_path / 'storage'}")


@pytest.fixture
def station(parts: Parts, storage: Storage, clock: SetClock) -> Parts:
    """A show, an episode whose changes wait, two withdrawn pieces; covers and tags of each, and of nobody."""
    clock.moment = now = datetime.now(UTC)
    names = ("show", "item", "draft", "gone", "lately", "nobody")
    for name in names:
        for key in (keys.cover(name), keys.small(keys.cover(name)), keys.tiny(keys.cover(name))):
            storage.put_bytes(key, b"drawn")
        storage.put_bytes(keys.tag(name), b"ID3")
    with parts.database.writing() as session:
        place = create_structure(session, slug="s", name="S", now=now)
        told = NewShow(slug="s", title="S")
        show = create_show(session, told, structure=place, cover=keys.cover("show"), now=now)
        withdrawn = {"item": None, "gone": now - COVERS_KEPT - HOUR, "lately": now + COVERS_KEPT - HOUR}
        for name, at in withdrawn.items():
            session.add(
                Item(
                    id=name, show=show, title=name, source_sha=name, source_bytes=1, created_at=now,
                    state=ItemState.WITHDRAWN if at else ItemState.PUBLISHED, withdrawn_at=at,
                    cover=keys.cover(name), warnings=[], chapters=[],
                )
            )  # fmt: skip
        session.flush()
        session.add(
            Draft(
                item_id="item", title="t", artist="", description="", licence="", credits="", chapters=[],
                cover=keys.cover("draft"), state=ItemState.TO_REVIEW, changed_at=now,
            )
        )  # fmt: skip
        session.add(
            Episode(
                show_id=show.id, item_id="item", slug="e", published_at=now, tag=keys.tag("item"),
                tag_bytes=1, enclosure_bytes=1,
            )
        )  # fmt: skip
    return replace(parts, storage=storage)


def left(parts: Parts, folder: str) -> set[str]:
    return {key.removeprefix(f"{folder}/").partition(".")[0] for key in parts.storage.keys(folder)}


def all_of(*names: str) -> set[str]:
    return {key for name in names for key in (name, f"{name}-small", f"{name}-tiny")}


def test_what_is_named_or_young_stays(station: Parts, clock: SetClock) -> None:
    assert clear_leftovers(station) == 0
    clock.pass_by((TAGS_KEPT + HOUR).total_seconds())
    assert clear_leftovers(station) == 5
    assert left(station, keys.TAGS) == {"item"}
    assert left(station, keys.COVERS) == all_of("show", "item", "draft", "gone", "lately", "nobody")
    clock.pass_by((COVERS_KEPT - TAGS_KEPT).total_seconds())
    assert clear_leftovers(station) == 6
    assert left(station, keys.COVERS) == all_of("show", "item", "draft", "lately")
    assert clear_leftovers(station) == 0


def test_a_drawn_cover_is_there_as_long_as_its_feed_is_asked_for(station: Parts, clock: SetClock) -> None:
    def drawn() -> str:
        return drawn_cover(station.storage, title="T", subtitle="S", font=find_font(), now=clock.now())

    key = drawn()
    first = station.storage.changed_at(key)
    assert (drawn(), station.storage.changed_at(key)) == (key, first)
    clock.pass_by((COVERS_KEPT + HOUR).total_seconds())
    clear_leftovers(station)
    assert not station.storage.exists(key)
    assert (drawn(), station.storage.exists(key)) == (key, True)
