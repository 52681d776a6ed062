"""The programme's pages and paper, as they are asked for."""

from dataclasses import replace

import pytest

from broadcast.accounts.repository import structure_by_slug
from broadcast.library.models import Item, ItemKind
from broadcast.library.repository import show_by_slug
from broadcast.library.states import ItemState
from broadcast.schedule.repository import channel_by_slug
from broadcast.schedule.slots import create_slot, set_rotation
from broadcast.web.paper import set_paper
from web.conftest import Pages
from web.test_programme_feeds import NIGHTLY, WEEKLY, on_the_radio

HTML = {"Accept": "text/html"}


def test_the_programme_begins_today_and_lasts_a_week(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY, NIGHTLY)
    page = pages.client.get("/channels/radio/schedule", headers=HTML)
    assert page.status_code == 200
    assert page.text.count('<section class="day') == 7
    assert page.text.index("mardi 24 novembre") < page.text.index("lundi 30 novembre")
    assert page.text.count('<a href="/shows/essais">Les essais</a>') == 1
    assert page.text.count("23:00–01:00") == 7
    assert "Modifier la grille" not in page.text
    later = pages.client.get("/channels/radio/schedule?week=2026-12-03&day=2026-12-05", headers=HTML)
    assert '<section class="day chosen" aria-labelledby="day-2026-12-05">' in later.text
    assert "lundi 30 novembre" in later.text


def test_days_follow_each_other_and_the_paper_has_those_of_the_page(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    page = pages.client.get("/channels/radio/schedule", headers=HTML).text
    for link in ("schedule?first=2026-11-17", "schedule?first=2026-12-01", "schedule.pdf?first=2026-11-24"):
        assert f'href="/channels/radio/{link}"' in page
    later = pages.client.get("/channels/radio/schedule?first=2026-12-01", headers=HTML).text
    assert "mardi 1er décembre" in later
    assert "schedule.pdf?first=2026-12-01" in later
    paper = pages.client.get("/channels/radio/schedule.pdf?first=2026-12-01")
    assert 'filename="radio-2026-12-01.pdf"' in paper.headers["content-disposition"]


def test_hosts_find_the_way_to_the_grid_and_others_do_not(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    told = {
        name: pages.client.get("/channels/radio/schedule", headers=pages.by(name)).text
        for name in pages.tokens
    }
    assert {name: "/studio/channels/radio/grid?week=2026-11-23" in text for name, text in told.items()} == {
        "host": True, "author": False, "other": False
    }  # fmt: skip


def test_a_week_when_the_clock_changes_says_so_in_words(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    spring = pages.client.get("/channels/radio/schedule?week=2027-03-28", headers=HTML).text
    assert "dimanche 28 mars, on passe de 02:00 à 03:00" in spring
    autumn = pages.client.get("/channels/radio/schedule?week=2027-10-31", headers=HTML).text
    assert "dimanche 31 octobre, on revient de 03:00 à 02:00" in autumn
    assert "on passe" not in pages.client.get("/channels/radio/schedule", headers=HTML).text


def test_dates_out_of_reach_are_refused(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    for asked in ("9999-12-30", "0001-01-01", "demain"):
        assert pages.client.get(f"/channels/radio/schedule?week={asked}", headers=HTML).status_code == 422


def test_the_paper_is_a_tagged_french_pdf_that_stays_the_same(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    answer = pages.client.get("/channels/radio/schedule.pdf?week=2026-11-26")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/MarkInfo" in answer.content
    assert b"/Lang(fr" in answer.content
    assert b"AtkinsonHyperlegibleNext" in answer.content
    assert 'filename="radio-2026-11-23.pdf"' in answer.headers["content-disposition"]
    again = pages.client.get("/channels/radio/schedule.pdf?week=2026-11-23")
    assert again.content == answer.content
    mark = {"If-None-Match": answer.headers["etag"]}
    assert pages.client.get("/channels/radio/schedule.pdf?week=2026-11-23", headers=mark).status_code == 304


def test_words_on_paper_are_never_markup() -> None:
    told = {
        "title": "#panic()", "station": "$x$", "about": "*b*", "footer": '#eval("1")', "address": "//c",
        "language": "fr", "name": '#import "x": *', "span": "= t", "notes": ["@x <y>"], "part": "[",
        "mark": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>', "mark_alt": "`",
        "days": ["]"],
        "rows": [{"name": "\\", "cells": [[{"time": "{", "title": "}", "note": "#", "filling": False}]]}],
    }  # fmt: skip
    assert set_paper("week", told).startswith(b"%PDF-")


def test_the_widget_may_be_framed_by_anybody_and_asks_again_by_itself(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    answer = pages.client.get("/channels/radio/widget", headers=HTML)
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "script-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert 60 <= int(answer.headers["refresh"]) <= 600
    page = pages.client.get("/channels/radio", headers=HTML)
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


def test_a_day_without_a_show_says_what_plays(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    page = pages.client.get("/channels/radio/schedule", headers=HTML).text
    assert page.count("Toute la journée") == 6
    assert page.count("Rien n’est prévu") == 8


def rotating(pages: Pages, *pieces: tuple[str, ItemKind, ItemState]) -> str:
    """The programme of a radio with a weekly show, whose rotation has these pieces."""
    on_the_radio(pages, WEEKLY)
    now = pages.parts.clock.now()
    with pages.parts.database.writing() as session:
        place, show = structure_by_slug(session, "mpt"), show_by_slug(session, "essais")
        items = [
            Item(title=title, kind=kind, structure_id=place.id, show_id=show.id, state=state,
                 source_sha=title, source_bytes=1, package=title, ticks=48_000 * 60, created_at=now)
            for title, kind, state in pieces
        ]  # fmt: skip
        session.add_all(items)
        session.flush()
        set_rotation(
            session,
            channel_by_slug(session, "radio"),
            items=[one.id for one in items],
            jingles=[],
            jingle_every=900,
        )
    page: str = pages.client.get("/channels/radio/schedule", headers=HTML).text
    return page


def test_what_is_not_a_show_is_told_as_what_it_is(pages: Pages) -> None:
    page = rotating(
        pages,
        ("Valse", ItemKind.TRACK, ItemState.PUBLISHED),
        ("La criée", ItemKind.EPISODE, ItemState.PUBLISHED),
    )
    assert page.count("Musique et épisodes à réécouter") == 8
    assert 'viennent de\u00a0: <a href="/shows/essais">Les essais</a>' in page


def test_episodes_that_may_not_air_are_not_promised(pages: Pages) -> None:
    page = rotating(
        pages,
        ("Valse", ItemKind.TRACK, ItemState.PUBLISHED),
        ("La criée", ItemKind.EPISODE, ItemState.WITHDRAWN),
    )
    assert page.count("Musique et jingles") == 8
    assert "viennent de" not in page


def with_a_piece(pages: Pages, *, state: ItemState) -> str:
    """A radio with a piece in a slot of its own; the piece's id."""
    on_the_radio(pages, WEEKLY)
    now = pages.parts.clock.now()
    with pages.parts.database.writing() as session:
        place = structure_by_slug(session, "mpt")
        piece = Item(title="Témoignage", structure_id=place.id, state=state, source_sha="a", source_bytes=1,
                     created_at=now)  # fmt: skip
        session.add(piece)
        session.flush()
        told = replace(NIGHTLY, item=piece)
        create_slot(session, channel_by_slug(session, "radio"), told, now=now)
        return piece.id


TOLD_BY = (
    "/channels/radio", "/channels/radio/schedule", "/channels/radio/schedule.ics",
    "/channels/radio/xmltv.xml", "/api/v1/channels/radio/schedule",
)  # fmt: skip
TOLD_NOWHERE = ("/channels/radio/widget", "/channels/radio/now", "/channels/radio/now.json")


@pytest.mark.parametrize("state", [ItemState.TO_REVIEW, ItemState.WITHDRAWN])
def test_a_piece_that_is_not_approved_has_no_name_in_the_programme(pages: Pages, state: ItemState) -> None:
    piece = with_a_piece(pages, state=state)
    for address in (*TOLD_BY, *TOLD_NOWHERE):
        answer = pages.client.get(address)
        assert answer.status_code == 200
        assert "Témoignage" not in answer.text, address
        assert piece not in answer.text, address
    paper = pages.client.get("/channels/radio/schedule.pdf")
    with pages.parts.database.writing() as session:
        session.get_one(Item, piece).title = "Un autre nom"
    assert pages.client.get("/channels/radio/schedule.pdf").headers["etag"] == paper.headers["etag"]


def test_an_approved_piece_has_its_name_in_the_programme(pages: Pages) -> None:
    with_a_piece(pages, state=ItemState.PUBLISHED)
    assert [address for address in TOLD_BY if "Témoignage" not in pages.client.get(address).text] == []
