"""What the form of a new slot proposes for one piece."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from broadcast.accounts.repository import structure_by_slug
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.schedule.conflicts import Span
from broadcast.web.proposing import first_room
from web.conftest import Pages
from web.test_grid import GRID
from web.test_programme_feeds import WEEKLY, on_the_radio

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("free", "minutes", "found"),
    [
        ([(0, 60)], 10, datetime(2026, 12, 1, 13)),
        ([(1, 12), (30, 90)], 10, datetime(2026, 12, 1, 13, 30)),
        ([(1, 15)], 10, datetime(2026, 12, 1, 13, 5)),
        ([(0, 9)], 10, None),
    ],
)
def test_room_is_found_at_five_minutes_in_the_channels_own_time(
    free: list[tuple[int, int]], minutes: int, found: datetime | None
) -> None:
    spans = [Span(*(NOON + timedelta(minutes=one) for one in ends)) for ends in free]
    assert first_room(spans, minutes=minutes, zone=PARIS) == found


def test_one_piece_is_proposed_once_for_as_long_as_it_is(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    now = pages.parts.clock.now()
    with pages.parts.database.writing() as session:
        place = structure_by_slug(session, "mpt")
        session.add(
            Item(title="Témoignage", structure_id=place.id, state=ItemState.PUBLISHED, source_sha="a",
                 source_bytes=1, seconds=141, created_at=now)
        )  # fmt: skip
    with pages.parts.database.reading() as session:
        piece = session.scalars(select(Item.id).where(Item.title == "Témoignage")).one()
    fresh = pages.client.get(GRID, headers=pages.by("host")).text
    assert 'name="minutes" value="60"' in fresh
    assert f'<option value="item:{piece}" data-minutes="3"' in fresh
    fields = {
        "plays": "show:essais",
        "minutes": "60",
        "repeat": "FREQ=WEEKLY",
        "on": "2026-11-24",
        "time": "18:00",
    }
    looked = pages.client.post(
        f"{GRID}/place", headers=pages.by("host"), data=fields | {"words": "témoi"}
    ).text
    for page in (pages.client.get(f"{GRID}?plays=item:{piece}", headers=pages.by("host")).text, looked):
        assert 'name="minutes" value="3"' in page
        assert '<option value="" selected>une fois</option>' in page
        assert f'<option value="item:{piece}" data-minutes="3"' in page
        assert "selected" in page.partition(f'value="item:{piece}"')[2].partition(">")[0]


def test_a_piece_is_offered_however_old_it_is_but_no_other_structures_draft(
    pages: Pages,
) -> None:
    on_the_radio(pages, WEEKLY)
    now = pages.parts.clock.now()

    def item(title: str, place: str, state: ItemState, **told: Any) -> Item:
        return Item(title=title, structure_id=structure_by_slug(session, place).id, state=state,
                    source_sha=title, source_bytes=1, **told)  # fmt: skip

    with pages.parts.database.writing() as session:
        session.add(item("Vieux", "mpt", ItemState.PUBLISHED, created_at=now - timedelta(days=900)))
        session.add(item("Secret", "keredern", ItemState.TO_REVIEW, created_at=now))
        session.add(item("Parti", "mpt", ItemState.WITHDRAWN, created_at=now))
        session.add_all(item(f"Neuf {n}", "mpt", ItemState.PUBLISHED, created_at=now) for n in range(50))
    with pages.parts.database.reading() as session:
        ids = {one.title: one.id for one in session.scalars(select(Item))}

    def offered(title: str) -> bool:
        page = pages.client.get(f"{GRID}?plays=item:{ids[title]}", headers=pages.by("host")).text
        return f'value="item:{ids[title]}" selected' in page

    assert [offered(one) for one in ("Vieux", "Secret", "Parti")] == [True, False, False]
    assert "Vieux" not in pages.client.get(GRID, headers=pages.by("host")).text
