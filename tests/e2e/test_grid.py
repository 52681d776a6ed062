"""The grid in a real browser: by keyboard, by mouse, with undo."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from e2e.station import Station, running
from e2e.test_browser import PASSWORD, complaints_of

pytestmark = pytest.mark.e2e
MONDAY = date(2027, 6, 7)  # far from any change of the clock, and always to come
TUESDAY = MONDAY + timedelta(days=1)
FRIDAY = MONDAY + timedelta(days=4)
GRID = f"/studio/channels/radio/grid?week={MONDAY}&day={TUESDAY}"


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    """A radio with two shows; nothing needs to be prepared for a grid."""
    with running(tmp_path_factory.mktemp("grid") / "data") as found:
        found.sign_up()
        fill(found)
        yield found


def fill(station: Station) -> None:
    station.call("POST", "/api/v1/structures", expect=201, json={"slug": "mpt", "name": "MPT Harteloire"})
    radio = {"slug": "radio", "name": "WebradioOn’R", "kind": "radio", "structure": "mpt"}
    station.call("POST", "/api/v1/channels", expect=201, json=radio)
    for slug, title in (("maree", "Marée basse"), ("port", "Paroles du port")):
        told = {"slug": slug, "title": title, "structure": "mpt", "description": "Des voix du quartier."}
        station.call("POST", "/api/v1/shows", expect=201, json=told)


@pytest.fixture
def slots(station: Station) -> Iterator[dict[str, int]]:
    """Marée basse on Tuesdays at 18:00 for an hour; Paroles du port on Fridays at 10:00, 30 minutes."""
    made = {}
    for show, on, time, duration in (("maree", TUESDAY, "18:00", 3600), ("port", FRIDAY, "10:00", 1800)):
        told = {"show": show, "starts": f"{on}T{time}", "duration": duration, "rrule": "FREQ=WEEKLY"}
        made[show] = station.call("POST", "/api/v1/channels/radio/slots", expect=201, json=told)["id"]
    yield made
    for one in {occurrence["slot"] for occurrence in planned(station)}:
        station.call("DELETE", f"/api/v1/channels/radio/slots/{one}", expect=204)


@pytest.fixture
def page(station: Station, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened = signed_in(station, context)
    complaints = complaints_of(opened)
    opened.goto(f"{station.address}{GRID}")
    yield opened
    assert not [one for one in complaints if "409" not in one]  # a refused change is told on the console too
    context.close()


def signed_in(station: Station, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(f"{station.address}/login?next=/review")
    page.get_by_label("E-mail").fill("admin@example.org")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{station.address}/review")
    return page


def planned(station: Station, *, week: date = MONDAY) -> list[dict[str, str]]:
    span = {"from": f"{week}T00:00", "to": f"{week + timedelta(days=7)}T00:00"}
    found = station.call("GET", "/api/v1/channels/radio/schedule", expect=200, params=span)
    return [one for one in found["occurrences"] if not one["cancelled"]]


def times(station: Station, slot: int, *, week: date = MONDAY) -> list[tuple[str, str]]:
    """When a slot begins and ends in a week, without the zone."""
    found = [one for one in planned(station, week=week) if int(one["slot"]) == slot]
    return [(one["starts_at"][:16], one["ends_at"][:16]) for one in found]


def block(page: Page, slot: int, on: date) -> Locator:
    return page.locator(f"#slot-{slot}-{on}")


def told(page: Page, words: str) -> None:
    expect(page.locator("#told .note, #told .fault")).to_contain_text(words)


def heard(page: Page, words: str) -> None:
    expect(page.locator("[data-heard]")).to_contain_text(words)


def test_by_keyboard_a_slot_moves_changes_length_is_cancelled_and_all_is_undone(
    station: Station, slots: dict[str, int], page: Page
) -> None:
    maree = slots["maree"]
    before = (f"{TUESDAY}T18:00", f"{TUESDAY}T19:00")
    block(page, maree, TUESDAY).focus()
    page.keyboard.press("ArrowDown")
    heard(page, "mardi 8 juin 18:15–19:15. Entrée pour poser")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("ArrowRight")
    heard(page, "mercredi 9 juin 18:20–19:20")
    page.keyboard.press("Escape")
    heard(page, "Rien n’a changé.")
    assert times(station, maree) == [before]

    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Cette date seulement").click()
    told(page, "« Marée basse » a été déplacé")
    assert times(station, maree) == [(f"{TUESDAY}T17:45", f"{TUESDAY}T18:45")]
    assert times(station, maree, week=MONDAY + timedelta(days=7))[0][0].endswith("T18:00")
    page.keyboard.press("Control+z")
    told(page, "« Marée basse » est comme avant")
    assert times(station, maree) == [before]

    block(page, maree, TUESDAY).focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+Alt+ArrowDown")
    heard(page, "18:00–19:20")
    page.keyboard.press("Enter")
    told(page, "a une autre durée")
    expect(block(page, maree, TUESDAY)).to_be_focused()
    assert times(station, maree) == [(f"{TUESDAY}T18:00", f"{TUESDAY}T19:20")]
    page.get_by_role("button", name="Annuler ce changement").press("Enter")
    told(page, "est comme avant")
    assert times(station, maree) == [before]

    block(page, maree, TUESDAY).focus()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Annuler cette date").press("Enter")
    told(page, "est annulé à cette date")
    assert times(station, maree) == []
    page.keyboard.press("Control+z")
    told(page, "est comme avant")
    block(page, maree, TUESDAY).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/slots/{maree}?on={TUESDAY}")


def test_by_keyboard_a_slot_is_placed(station: Station, slots: dict[str, int], page: Page) -> None:
    page.get_by_label("Ce qu’elle diffuse").select_option(label="Paroles du port")
    page.get_by_label("Première date").fill(str(TUESDAY))
    page.get_by_label("Heure").fill("09:00")
    page.get_by_label("Durée (minutes)").fill("30")
    page.get_by_role("button", name="La glisser dans la grille").press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    heard(page, "mercredi 9 juin 09:15–09:45")
    page.keyboard.press("Enter")
    told(page, "« Paroles du port » est dans la grille")
    wednesday = TUESDAY + timedelta(days=1)
    assert (f"{wednesday}T09:15", f"{wednesday}T09:45") in [
        (one["starts_at"][:16], one["ends_at"][:16]) for one in planned(station)
    ]
    page.keyboard.press("Control+z")
    told(page, "est comme avant")
    assert {int(one["slot"]) for one in planned(station)} == {*slots.values()}


def drag(page: Page, held: Locator, *, across: float, down: float, at_edge: bool = False) -> None:
    """Hold it with the mouse, go so many pixels, let go."""
    held.scroll_into_view_if_needed()
    box = held.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + (box["height"] - 3 if at_edge else 14)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across / 2, y + down / 2, steps=4)
    page.mouse.move(x + across, y + down, steps=4)
    page.mouse.up()


def hour_and_day(page: Page) -> tuple[float, float]:
    """How many pixels an hour is high, and a day is wide."""
    first, second = (page.locator(".column").nth(number).bounding_box() for number in (0, 1))
    hours = page.locator(".column ol").first.bounding_box()
    assert first is not None
    assert second is not None
    assert hours is not None
    return hours["height"] / 24, second["x"] - first["x"]


def test_by_mouse_a_slot_moves_changes_length_and_all_is_undone(
    station: Station, slots: dict[str, int], page: Page
) -> None:
    port, hour, day = slots["port"], *hour_and_day(page)
    drag(page, block(page, port, FRIDAY), across=-day, down=hour)
    page.get_by_role("button", name="Toutes les dates").click()
    told(page, "« Paroles du port » a été déplacé")
    thursday = FRIDAY - timedelta(days=1)
    assert times(station, port) == [(f"{thursday}T11:00", f"{thursday}T11:30")]
    drag(page, block(page, port, thursday), across=0, down=hour / 2, at_edge=True)
    told(page, "a une autre durée")
    assert times(station, port) == [(f"{thursday}T11:00", f"{thursday}T12:00")]
    for expected in ((f"{thursday}T11:00", f"{thursday}T11:30"), (f"{FRIDAY}T10:00", f"{FRIDAY}T10:30")):
        page.get_by_role("button", name="Annuler ce changement").click()
        told(page, "est comme avant")
        expect(page.locator(f"#slot-{port}-{expected[0][:10]} time")).to_have_text(
            f"{expected[0][11:]}–{expected[1][11:]}"
        )
        assert times(station, port) == [expected]


def test_by_mouse_a_show_is_dragged_into_the_grid(
    station: Station, slots: dict[str, int], page: Page
) -> None:
    page.get_by_label("Ce qu’elle diffuse").select_option(label="Paroles du port")
    page.get_by_label("Répétition").select_option(label="une fois")
    chip = page.get_by_role("button", name="La glisser dans la grille")
    chip.scroll_into_view_if_needed()
    box = chip.bounding_box()
    column = page.locator(f".column[data-date='{TUESDAY}'] ol").bounding_box()
    sheet = page.locator("[data-sheet]").bounding_box()
    assert box is not None
    assert column is not None
    assert sheet is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(column["x"] + 30, sheet["y"] + sheet["height"] - 60, steps=8)
    shown = page.locator(".lifted time").inner_text()
    page.mouse.up()
    told(page, "« Paroles du port » est dans la grille")
    found = [one["starts_at"][:16] for one in planned(station) if int(one["slot"]) not in slots.values()]
    assert found == [f"{TUESDAY}T{shown[:5]}"]


def test_a_clash_is_refused_and_both_are_named_and_shown(
    station: Station, slots: dict[str, int], page: Page
) -> None:
    page.get_by_label("Première date").fill(str(TUESDAY))
    page.get_by_label("Heure").fill("18:30")
    page.get_by_label("Ce qu’elle diffuse").select_option(label="Paroles du port")
    page.get_by_role("button", name="Poser la case").press("Enter")
    told(page, "« Paroles du port » et « Marée basse » seraient à l’antenne en même temps")
    expect(page.locator(".clashing")).to_contain_text("Marée basse")
    expect(page.locator(".clashing")).to_be_in_viewport()
    assert {int(one["slot"]) for one in planned(station)} == {*slots.values()}


def test_without_script_forms_do_the_same(station: Station, slots: dict[str, int], browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = signed_in(station, context)
    page.goto(f"{station.address}{GRID}")
    block(page, slots["maree"], TUESDAY).click()
    page.get_by_label("Heure").first.fill("20:00")
    page.get_by_role("button", name="Déplacer cette date").click()
    told(page, "« Marée basse » a été déplacé")
    assert times(station, slots["maree"]) == [(f"{TUESDAY}T20:00", f"{TUESDAY}T21:00")]
    page.get_by_role("button", name="Annuler ce changement").click()
    told(page, "est comme avant")
    assert times(station, slots["maree"]) == [(f"{TUESDAY}T18:00", f"{TUESDAY}T19:00")]
    page.locator(".column.chosen .gap a").first.click()
    expect(page.get_by_label("Heure")).to_have_value("00:00")
    context.close()
