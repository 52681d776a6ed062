"""The grid's forms: what they do, what they refuse, what can be undone, and who may."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from broadcast.schedule.models import RunningOrderRow, Slot, SlotOverride
from web.conftest import Pages
from web.test_programme_feeds import WEEKLY, on_the_radio

GRID = "/studio/channels/radio/grid"
TUESDAY = "2026-11-24"


def did(pages: Pages, act: str, *, by: str = "host", **fields: str) -> tuple[int, str]:
    """Send a form as a browser does, and give the page that comes back."""
    answer = pages.client.post(f"{GRID}/{act}", data={"week": TUESDAY} | fields, headers=pages.by(by))
    return answer.status_code, answer.text


def slots(pages: Pages) -> list[dict[str, Any]]:
    """Every slot with what was changed for single dates."""
    with pages.parts.database.reading() as session:
        changed = list(session.scalars(select(SlotOverride).order_by(SlotOverride.original_date)))
        return [
            {
                "id": slot.id, "starts": slot.starts, "rrule": slot.rrule, "minutes": slot.duration // 60,
                "changed": {
                    one.original_date: "cancelled" if one.cancelled else one.starts
                    for one in changed if one.slot_id == slot.id
                },
            }
            for slot in session.scalars(select(Slot).order_by(Slot.id))
        ]  # fmt: skip


def undo_last(pages: Pages) -> tuple[int, str]:
    page = pages.client.get(GRID, headers=pages.by("host")).text
    number = page.partition('name="edit" value="')[2].partition('"')[0]
    return did(pages, "undo", edit=number)


FRIDAY = {
    "plays": "show:essais",
    "on": "2026-11-27",
    "time": "10:00",
    "minutes": "45",
    "repeat": "FREQ=WEEKLY",
}
FIRST = {"id": 1, "starts": datetime(2026, 11, 24, 18), "rrule": "FREQ=WEEKLY", "minutes": 60, "changed": {}}
DECEMBER = {"on": "2026-12-01", "to": "2026-12-01", "time": "18:00", "minutes": "60", "scope": "one"}
EDITS = [
    ("place", FRIDAY, "est dans la grille"),
    ("slots/1/arrange", DECEMBER | {"to": "2026-12-02", "time": "19:15"}, "a été déplacé"),
    ("slots/1/arrange", DECEMBER | {"to": "2026-12-03", "time": "20:00", "minutes": "90", "scope": "all"},
     "a été déplacé"),
    ("slots/1/arrange", DECEMBER | {"minutes": "30", "scope": "length"}, "a une autre durée"),
    ("slots/1/cancel", {"on": "2026-12-01"}, "est annulé à cette date"),
    ("slots/1/change", {"on": "2026-11-25", "time": "09:00", "minutes": "15", "repeat": "FREQ=DAILY"},
     "a été modifié"),
    ("slots/1/remove", {}, "a été retiré de la grille"),
]  # fmt: skip
DONE: list[list[dict[str, Any]]] = [
    [FIRST, FIRST | {"id": 2, "starts": datetime(2026, 11, 27, 10), "minutes": 45}],
    [FIRST | {"changed": {date(2026, 12, 1): datetime(2026, 12, 2, 19, 15)}}],
    [FIRST | {"starts": datetime(2026, 11, 26, 20), "minutes": 90}],
    [FIRST | {"minutes": 30}],
    [FIRST | {"changed": {date(2026, 12, 1): "cancelled"}}],
    [FIRST | {"starts": datetime(2026, 11, 25, 9), "rrule": "FREQ=DAILY", "minutes": 15}],
    [],
]


@pytest.mark.parametrize(("edit", "expected"), list(zip(EDITS, DONE, strict=True)))
def test_an_edit_is_done_told_and_undone(
    pages: Pages, edit: tuple[str, dict[str, str], str], expected: list[dict[str, Any]]
) -> None:
    on_the_radio(pages, WEEKLY)
    act, fields, told = edit
    status, page = did(pages, act, **fields)
    assert status == 200
    assert f"«\u00a0Les essais\u00a0» {told}" in page
    assert slots(pages) == expected
    status, page = undo_last(pages)
    assert status == 200
    assert "«\u00a0Les essais\u00a0» est comme avant" in page
    assert slots(pages) == [FIRST]


def test_what_was_said_of_single_dates_goes_along_and_comes_back(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    with pages.parts.database.writing() as session:
        now = pages.parts.clock.now()
        session.add(
            RunningOrderRow(slot_id=1, original_date=date(2026, 12, 8), elements=[{"a": 1}], changed_at=now)
        )
    did(pages, "slots/1/cancel", on="2026-12-08")
    did(pages, "slots/1/arrange", **(DECEMBER | {"to": "2026-12-02", "scope": "all"}))
    assert slots(pages)[0]["changed"] == {date(2026, 12, 9): "cancelled"}
    undo_last(pages)
    did(pages, "slots/1/remove")
    undo_last(pages)
    assert slots(pages) == [FIRST | {"changed": {date(2026, 12, 8): "cancelled"}}]
    with pages.parts.database.reading() as session:
        assert [one.elements for one in session.scalars(select(RunningOrderRow))] == [[{"a": 1}]]
    did(pages, "slots/1/restore", on="2026-12-08")
    assert slots(pages) == [FIRST]


def test_a_clash_is_refused_with_both_named_and_the_other_shown(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    status, page = did(pages, "place", **(FRIDAY | {"on": "2026-12-01", "time": "18:30", "repeat": ""}))
    assert status == 409
    both = "«\u00a0Les essais\u00a0» et «\u00a0Les essais\u00a0» seraient à l’antenne en même temps"
    assert f"{both} le mardi 1er décembre 2026" in page
    assert 'href="#slot-1-2026-12-01"' in page
    assert 'class="block clashing"' in page
    assert 'name="minutes" value="45"' in page
    assert slots(pages) == [FIRST]
    did(pages, "place", **FRIDAY)
    before = slots(pages)
    status, _ = did(
        pages, "slots/2/arrange", on="2026-11-27", to=TUESDAY, time="17:30", minutes="45", scope="all"
    )
    assert status == 409
    assert slots(pages) == before


def test_an_edit_that_another_followed_is_not_undone(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    did(pages, "slots/1/cancel", on="2026-12-01")
    did(pages, "slots/1/cancel", on="2026-12-08")
    status, page = did(pages, "undo", edit="1")
    assert status == 409
    assert "a encore changé depuis" in page
    assert did(pages, "undo", edit="2")[0] == 200
    assert did(pages, "undo", edit="1")[0] == 200
    assert did(pages, "undo", edit="1")[0] == 409
    assert slots(pages) == [FIRST]


@pytest.mark.parametrize("act", [act for act, _, _ in EDITS] + ["slots/1/restore", "undo"])
def test_only_hosts_of_the_structure_may(pages: Pages, act: str) -> None:
    on_the_radio(pages, WEEKLY)
    fields = {"on": "2026-12-01", "edit": "1"} | next((told for name, told, _ in EDITS if name == act), {})
    for name in ("author", "other"):
        assert did(pages, act, by=name, **fields)[0] == 403
        assert pages.client.get(GRID, headers=pages.by(name)).status_code == 403
    answer = pages.client.post(f"{GRID}/{act}", data=fields)
    assert answer.status_code == 401
    assert slots(pages) == [FIRST]


def test_bad_words_are_told_on_the_page(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    for fields in ({"on": "demain"}, {"time": "25:00"}, {"on": "9999-12-31"}, {"plays": "show:none"}):
        assert did(pages, "place", **(FRIDAY | fields))[0] in {404, 422}
    monthly = {"on": "2026-11-27", "to": "2026-11-28", "time": "10:00", "minutes": "45", "scope": "all"}
    did(pages, "place", **(FRIDAY | {"repeat": "month"}))
    assert slots(pages)[1]["rrule"] == "FREQ=MONTHLY;BYDAY=4FR"
    status, page = did(pages, "slots/2/arrange", **monthly)
    assert status == 422
    assert "n’est pas clair" in page
    assert slots(pages)[1]["rrule"] == "FREQ=MONTHLY;BYDAY=4FR"
