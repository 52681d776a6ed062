"""The programme's calendar and guide, as they are asked for."""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Calendar
from lxml import etree

from broadcast.accounts.repository import structure_by_slug
from broadcast.library.repository import show_by_slug
from broadcast.schedule.models import ChannelKind, Slot
from broadcast.schedule.slots import NewSlot, create_channel, create_slot
from feeds.test_xmltv import faults, moment
from web.conftest import Pages

PARIS = ZoneInfo("Europe/Paris")


WEEKLY = NewSlot(starts=datetime(2026, 11, 24, 18), duration=3600, rrule="FREQ=WEEKLY")
NIGHTLY = NewSlot(starts=datetime(2026, 11, 24, 23), duration=7200, rrule="FREQ=DAILY")


def on_the_radio(pages: Pages, shown: NewSlot, *filling: NewSlot) -> None:
    """A radio with a slot of the show, and others of the rotation."""
    now = pages.parts.clock.now()
    with pages.parts.database.writing() as session:
        channel = create_channel(
            session, slug="radio", name="Radio", kind=ChannelKind.RADIO, timezone="Europe/Paris", now=now,
            structure=structure_by_slug(session, "mpt"),
        )  # fmt: skip
        show = show_by_slug(session, "essais")
        for one in (replace(shown, show=show), *filling):
            create_slot(session, channel, one, now=now)


def test_the_calendar_is_public_kept_and_told_when_unchanged(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    answer = pages.client.get("/channels/radio/schedule.ics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=300"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Les essais"
    assert event["URL"] == "http://testserver/shows/essais"
    again = pages.client.get(
        "/channels/radio/schedule.ics", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304
    assert pages.client.head("/channels/radio/schedule.ics").status_code == 200
    assert pages.client.get("/channels/none/schedule.ics").status_code == 404


def test_the_guide_covers_two_weeks_without_a_hole_or_an_overlap(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY, NIGHTLY)
    answer = pages.client.get("/channels/radio/xmltv.xml")
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    assert not faults(answer.content)
    told = etree.fromstring(answer.content).findall("programme")
    assert moment(told[0].get("start") or "") == datetime(2026, 11, 24, tzinfo=PARIS)
    assert all(one.get("stop") == other.get("start") for one, other in pairwise(told))
    assert moment(told[-1].get("stop") or "") >= datetime(2026, 12, 8, tzinfo=PARIS)
    titles = [one.findtext("title") for one in told]
    assert titles.count("Les essais") == 2
    assert "Rien n’est prévu" in titles


def test_a_repeat_is_previously_shown(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY, NIGHTLY)
    with pages.parts.database.writing() as session:
        session.get_one(Slot, 1).repeats = True
    told = etree.fromstring(pages.client.get("/channels/radio/xmltv.xml").content).findall("programme")
    shown = {one.findtext("title"): one.find("previously-shown") is not None for one in told}
    assert shown == {"Les essais": True, "Rien n’est prévu": False}
