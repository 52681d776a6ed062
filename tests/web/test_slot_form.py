"""The form of a slot: a season, the first Saturday, a repeat, one piece; refused, it comes back as typed."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from broadcast.accounts.repository import structure_by_slug
from broadcast.errors import InvalidError
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.schedule.models import Slot
from broadcast.web.repetitions import choice_of, rule_told
from web.conftest import Pages
from web.test_grid import GRID, TUESDAY, did
from web.test_programme_feeds import WEEKLY, on_the_radio

SATURDAY = datetime(2026, 12, 5, 10)
FORM = {"plays": "show:essais", "on": "2026-12-05", "time": "10:00", "minutes": "45", "repeat": "month"}


@pytest.mark.parametrize(
    ("chosen", "count", "rule"),
    [
        ("", "", None),
        ("FREQ=WEEKLY", "", "FREQ=WEEKLY"),
        ("FREQ=WEEKLY;INTERVAL=2", "6", "FREQ=WEEKLY;INTERVAL=2;COUNT=6"),
        ("month", "", "FREQ=MONTHLY;BYDAY=1SA"),
        ("month-last", "3", "FREQ=MONTHLY;BYDAY=-1SA;COUNT=3"),
        ("FREQ=YEARLY", "", "FREQ=YEARLY"),
    ],
)
def test_a_choice_makes_a_rule_that_makes_the_choice(chosen: str, count: str, rule: str | None) -> None:
    assert rule_told(chosen, count=count, starts=SATURDAY) == rule
    assert choice_of(rule, starts=SATURDAY) == (chosen, count)


@pytest.mark.parametrize(("chosen", "count"), [("", "3"), ("FREQ=DAILY", "0"), ("FREQ=DAILY", "many")])
def test_a_number_of_times_must_mean_something(chosen: str, count: str) -> None:
    with pytest.raises(InvalidError, match="bad_count"):
        rule_told(chosen, count=count, starts=SATURDAY)


def slot(pages: Pages, number: int) -> dict[str, Any]:
    """What of a slot the form says."""
    with pages.parts.database.reading() as session:
        found = session.scalars(select(Slot).where(Slot.id == number)).one()
        names = ("title", "rrule", "season_from", "until", "item_id", "repeats", "repeat_of_id", "overrun")
        told = {name: getattr(found, name) for name in names}
        return {name: str(value) if isinstance(value, date) else value for name, value in told.items()}


PLAIN = {
    "title": "", "rrule": "FREQ=MONTHLY;BYDAY=1SA", "season_from": None, "until": None, "item_id": None,
    "repeats": False, "repeat_of_id": None, "overrun": "finish",
}  # fmt: skip


def a_song(pages: Pages) -> None:
    with pages.parts.database.writing() as session:
        place = structure_by_slug(session, "mpt")
        session.add(
            Item(
                id="song", structure_id=place.id, title="Chanson", kind="track", seconds=90.0,
                state=ItemState.TO_REVIEW, source_sha="x", source_bytes=1, warnings=[], progress=1.0,
                created_at=pages.parts.clock.now(),
            )
        )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"count": "4"}, {"rrule": "FREQ=MONTHLY;BYDAY=1SA;COUNT=4"}),
        ({"until": "2027-06-30", "title": " Matinale "}, {"until": "2027-06-30", "title": "Matinale"}),
        (
            {"since": "2027-01-04", "until": "2027-06-30"},
            {"season_from": "2027-01-04", "until": "2027-06-30"},
        ),
        ({"plays": "item:song", "overrun": "cut"}, {"item_id": "song", "overrun": "cut"}),
        ({"plays": "repeat:1"}, {"repeats": True, "repeat_of_id": 1}),
        ({"plays": "rotation"}, {}),
    ],
)
def test_what_the_form_says_is_placed_shown_and_kept(
    pages: Pages, told: dict[str, str], kept: dict[str, Any]
) -> None:
    on_the_radio(pages, WEEKLY)
    a_song(pages)
    assert did(pages, "place", **(FORM | told))[0] == 200
    assert slot(pages, 2) == PLAIN | kept
    page = pages.client.get(f"{GRID}/slots/2?on=2026-12-05", headers=pages.by("host")).text
    plays = (FORM | told)["plays"]
    assert f'<option value="{plays}" selected>' in page
    assert '<option value="month" selected>' in page
    for name in told.keys() - {"plays", "overrun"}:
        assert f'name="{name}" value="{told[name].strip()}"' in page
    assert did(pages, "slots/2/change", **(FORM | told))[0] == 200
    assert slot(pages, 2) == PLAIN | kept


def test_a_piece_is_looked_for_and_what_was_typed_stays(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    a_song(pages)
    piece = '<option value="item:song"'
    for act in ("place", "slots/1/change"):
        for words, is_found in (("CHANS", True), ("opéra", False)):
            status, page = did(pages, act, **(FORM | {"title": "Soir", "words": words}))
            assert (status, piece in page, 'name="title" value="Soir"' in page) == (200, is_found, True)
            assert f'name="looked" value="{words}"' in page
    with pages.parts.database.reading() as session:
        assert session.scalars(select(Slot.title)).all() == [""]
    chosen = FORM | {"plays": "item:song", "words": "CHANS", "looked": "CHANS"}
    assert did(pages, "place", **chosen)[0] == 200
    assert slot(pages, 2)["item_id"] == "song"


def test_the_page_of_a_slot_is_about_its_next_date(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    did(pages, "place", **(FORM | {"repeat": "FREQ=WEEKLY", "since": "2027-01-04"}))
    page = pages.client.get(f"{GRID}/slots/2", headers=pages.by("host")).text
    place = "/channels/radio/slots/2/occurrences/2027-01-09/running-order"
    assert place in page
    assert pages.client.get(place, headers=pages.by("host")).status_code == 200


def test_a_slot_may_play_something_else_and_that_is_undone(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    a_song(pages)
    did(pages, "place", **FORM)
    status, page = did(pages, "slots/2/change", **(FORM | {"plays": "item:song"}))
    assert status == 200
    assert slot(pages, 2)["item_id"] == "song"
    number = page.partition('name="edit" value="')[2].partition('"')[0]
    did(pages, "undo", edit=number)
    assert slot(pages, 2) == PLAIN
    did(pages, "slots/2/change", **(FORM | {"plays": "repeat:1"}))
    status, page = did(pages, "slots/1/change", **(FORM | {"plays": "repeat:2", "on": TUESDAY}))
    assert status == 422
    status, page = did(pages, "slots/2/change", **(FORM | {"plays": "repeat:2"}))
    assert status == 422


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"minutes": "trois"}, 422, "n’est pas une durée en minutes"),
        ({"count": "4", "until": "2027-06-30"}, 422, "deux fins"),
        ({"repeat": "", "count": "4"}, 422, "n’est pas un nombre de fois"),
        ({"on": "demain"}, 422, "Choisissez une date"),
        ({"plays": "show:none"}, 404, "none"),
        ({"plays": "item:none"}, 404, ""),
        ({"on": "2026-12-01", "time": "18:30", "repeat": "", "title": "Soirée"}, 409,
         "«\u00a0Soirée\u00a0» et «\u00a0Les essais\u00a0» seraient à l’antenne en même temps"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("act", ["place", "slots/2/change"])
def test_a_refused_form_comes_back_as_it_was_typed(
    pages: Pages, act: str, wrong: dict[str, str], status: int, words: str
) -> None:
    on_the_radio(pages, WEEKLY)
    if act != "place":
        did(pages, "place", **(FORM | {"time": "20:00"}))
    typed = FORM | {"title": "Avec des « guillemets »", "overrun": "cut"} | wrong
    answered, page = did(pages, act, **typed)
    assert answered == status
    assert words in page
    for name in ("title", "on", "time", "minutes"):
        assert f'name="{name}" value="{typed[name]}"' in page
    assert f'<option value="{typed["repeat"]}" selected>' in page
    assert '<option value="cut" selected>' in page


def test_a_slot_in_the_doubled_hour_says_what_the_clock_does_to_it(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    night = FORM | {"on": "2026-12-06", "time": "02:15", "repeat": "FREQ=WEEKLY"}
    _, page = did(pages, "place", **night)
    assert "Le dimanche 28 mars" in page
    assert "Le dimanche 31 octobre" in page
    assert "Le dimanche 28 mars" in pages.client.get(f"{GRID}/slots/2", headers=pages.by("host")).text
    assert "28 mars" not in pages.client.get(f"{GRID}/slots/1", headers=pages.by("host")).text


def test_from_the_grid_to_the_running_order_and_back(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    host = pages.by("host")
    order = "/channels/radio/slots/1/occurrences/2026-12-01/running-order"
    assert (
        f'href="{GRID}/slots/1?on=2026-12-01"'
        in pages.client.get(f"{GRID}?week=2026-12-01", headers=host).text
    )
    assert f'href="{order}"' in pages.client.get(f"{GRID}/slots/1?on=2026-12-01", headers=host).text
    page = pages.client.get(order, headers=host).text
    assert f'href="{GRID}?week=2026-12-01&amp;day=2026-12-01#slot-1-2026-12-01"' in page
    assert f'href="{GRID}/slots/1?on=2026-12-01"' in page


def test_a_date_moved_onto_another_slot_is_refused_on_the_slots_own_page(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    did(pages, "place", **FORM)
    fields = {"on": "2026-12-05", "to": "2026-12-08", "time": "18:20", "minutes": "45", "page": "slot"}
    status, page = did(pages, "slots/2/arrange", **fields)
    assert status == 409
    assert 'name="to" value="2026-12-08"' in page
    assert 'name="time" value="18:20"' in page
    assert "#slot-1-2026-12-08" in page
