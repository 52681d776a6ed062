"""The calendar read back: by a library, and by a second computation that knows nothing of the first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from broadcast.feeds.calendar import Entry, ProgrammeCalendar, calendar_document
from broadcast.schedule.recurrence import Override, Rule, occurrences

PARIS = ZoneInfo("Europe/Paris")
YEAR = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
RULES = (
    None, "FREQ=WEEKLY", "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=1SA",
    "freq=monthly;byday=-1fr", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=DAILY;BYHOUR=2,8,14",
    "FREQ=WEEKLY;COUNT=9", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=WEEKLY;UNTIL=20260701",
    "FREQ=DAILY;UNTIL=20261025T023000", "RRULE:FREQ=DAILY;UNTIL=20260629T003000Z",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=YEARLY;BYEASTER=0",
    "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=3",
)  # fmt: skip


def programme(*entries: Entry) -> ProgrammeCalendar:
    return ProgrammeCalendar(
        identity="radio@2026", own="https://r.bzh/channels/radio/schedule.ics",
        page="https://r.bzh/channels/radio/schedule", name="Radio; du, port", description="Le programme",
        language="fr", made_at=datetime(2026, 11, 24, tzinfo=UTC), revision=7, entries=entries,
    )  # fmt: skip


def entry(rule: Rule, **more: str) -> Entry:
    known = {"title": "Marée basse", "description": "", "url": "https://r.bzh/shows/m"}
    return Entry(**(known | more), rule=rule)


def parts_of(document: bytes) -> list[Any]:
    return list(Calendar.from_ical(document).walk("VEVENT"))


def spelt_out(document: bytes) -> list[tuple[datetime, datetime]]:
    """[start, end) of everything in the calendar that overlaps the year, by a reader of our own."""
    found: list[tuple[datetime, datetime]] = []
    parts = parts_of(document)
    elsewhere = {(str(part["UID"]), part["RECURRENCE-ID"].dt) for part in parts if "RECURRENCE-ID" in part}
    for part in parts:
        lasts = part["DURATION"].dt
        for local in starts_of(part):
            if (str(part["UID"]), local) in elsewhere and "RECURRENCE-ID" not in part:
                continue
            start = local.astimezone(UTC)
            found.append((start, start + lasts))
    return sorted(one for one in found if one[0] < YEAR[1] and one[1] > YEAR[0])


def starts_of(part: Mapping[str, Any]) -> list[datetime]:
    first: datetime = part["DTSTART"].dt
    zone = first.tzinfo
    found = [first.replace(tzinfo=None)]
    if "RRULE" in part:
        text = part["RRULE"].to_ical().decode()
        assert "UNTIL" not in text or text.partition("UNTIL=")[2].partition(";")[0].endswith("Z")
        aware = rrulestr(text, dtstart=first)  # with a zone, so that UNTIL is read as the standard says
        found = [one.replace(tzinfo=None) for one in takewhile(lambda one: one.year < 2028, aware)]
        assert found[0] == first.replace(tzinfo=None)
    if "RDATE" in part:
        found += [one.dt.replace(tzinfo=None) for one in part["RDATE"].dts]
    dropped = part.get("EXDATE", [])
    dropped = dropped if isinstance(dropped, list) else [dropped]
    gone = {one.dt.replace(tzinfo=None) for many in dropped for one in many.dts}
    return [one.replace(tzinfo=zone) for one in found if one not in gone]


@given(
    text=st.sampled_from(RULES),
    starts=st.datetimes(datetime(2025, 11, 1), datetime(2026, 12, 1)).map(
        lambda one: one.replace(minute=one.minute // 15 * 15, second=0, microsecond=0)
    ),
    hours=st.integers(1, 5),
    zone=st.sampled_from(["Europe/Paris", "America/New_York", "Pacific/Chatham", "Indian/Reunion"]),
    changes=st.dictionaries(
        st.dates(date(2026, 1, 1), date(2026, 12, 30)),
        st.builds(
            Override,
            cancelled=st.booleans(),
            starts=st.none()
            | st.datetimes(datetime(2026, 2, 1), datetime(2026, 11, 1)).map(
                lambda one: one.replace(microsecond=0)
            ),
        ),
        max_size=12,
    ),
    season=st.tuples(
        st.none() | st.dates(date(2025, 12, 1), date(2026, 6, 1)),
        st.none() | st.dates(date(2026, 6, 1), date(2026, 12, 1)),
    ),
)
def test_the_calendar_says_what_the_schedule_says(
    text: str | None, starts: datetime, hours: int, zone: str, changes: dict[date, Override],
    season: tuple[date | None, date | None],
) -> None:  # fmt: skip
    rule = Rule(
        slot=1,
        starts=starts,
        zone=ZoneInfo(zone),
        rrule=text,
        duration=timedelta(hours=hours),
        overrides=changes,
        season_from=season[0],
        until=season[1],
    )
    ours = [
        (one.starts_at, one.ends_at)
        for one in occurrences(rule, start=YEAR[0], end=YEAR[1])
        if not one.cancelled
    ]
    assert spelt_out(calendar_document(programme(entry(rule)))) == sorted(ours)


@pytest.mark.parametrize("local", [datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30)])
def test_on_a_night_when_the_clock_changes_both_mean_the_same(local: datetime) -> None:
    rule = Rule(
        slot=1, starts=local - timedelta(days=7), zone=PARIS, rrule="FREQ=WEEKLY;COUNT=3",
        duration=timedelta(minutes=45),
    )  # fmt: skip
    ours = [(one.starts_at, one.ends_at) for one in occurrences(rule, start=YEAR[0], end=YEAR[1])]
    assert len(ours) == 3
    assert spelt_out(calendar_document(programme(entry(rule)))) == ours


def test_a_repetition_stays_a_repetition_and_what_was_changed_is_an_exception() -> None:
    rule = Rule(
        slot=12, starts=datetime(2026, 11, 24, 18), zone=PARIS, rrule="FREQ=WEEKLY;UNTIL=20270629T180000",
        duration=timedelta(hours=1),
        overrides={
            date(2026, 12, 22): Override(cancelled=True),
            date(2026, 12, 29): Override(starts=datetime(2026, 12, 30, 20)),
        },
    )  # fmt: skip
    told = entry(rule, title="Marée; basse, «\\»", description="Le port\r\net l’eau\x07")
    document = calendar_document(programme(told))
    calendar = Calendar.from_ical(document)
    series, moved = parts_of(document)
    assert series["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20270629T160000Z"
    assert [one.dt for one in series["EXDATE"].dts] == [datetime(2026, 12, 22, 18, tzinfo=PARIS)]
    assert moved["RECURRENCE-ID"].dt == datetime(2026, 12, 29, 18, tzinfo=PARIS)
    assert moved["DTSTART"].dt == datetime(2026, 12, 30, 20, tzinfo=PARIS)
    assert series["UID"] == moved["UID"]
    assert str(series["SUMMARY"]) == "Marée; basse, «\\»"
    assert str(series["DESCRIPTION"]) == "Le port\net l’eau"
    assert series["URL"] == "https://r.bzh/shows/m"
    assert series["SEQUENCE"] == 7
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    assert str(calendar["NAME"]) == "Radio; du, port"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in document
    assert all(len(line) <= 75 for line in document.split(b"\r\n"))
    assert calendar_document(programme(told)) == document


def test_an_events_name_outlives_its_edits() -> None:
    first = datetime(2026, 11, 24, 18)
    rule = Rule(slot=3, starts=first, zone=PARIS, rrule=None, duration=timedelta(hours=1))
    later = replace(rule, starts=datetime(2026, 11, 25, 9), rrule="FREQ=DAILY")
    other = replace(rule, slot=4)
    names = [
        str(parts_of(calendar_document(programme(entry(one))))[0]["UID"]) for one in (rule, later, other)
    ]
    assert names[0] == names[1] != names[2]
