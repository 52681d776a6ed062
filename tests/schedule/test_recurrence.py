from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from broadcast.errors import InvalidError
from broadcast.schedule.recurrence import Override, Rule, check_rule, moment_of, occurrences

BREST = ZoneInfo("Europe/Paris")
ZONES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia")


def weekly(
    starts: str, *, rrule: str | None = "FREQ=WEEKLY", overrides: dict[date, Override] | None = None
) -> Rule:
    return Rule(
        slot=1,
        starts=datetime.fromisoformat(starts),
        zone=BREST,
        rrule=rrule,
        duration=timedelta(hours=1),
        overrides=overrides or {},
    )


def test_tuesday_at_six_stays_at_six_when_the_clock_changes() -> None:
    found = occurrences(
        weekly("2026-10-20T18:00"),
        start=datetime(2026, 10, 19, tzinfo=UTC),
        end=datetime(2026, 11, 4, tzinfo=UTC),
    )
    assert [one.starts_at.isoformat() for one in found] == [
        "2026-10-20T16:00:00+00:00",
        "2026-10-27T17:00:00+00:00",
        "2026-11-03T17:00:00+00:00",
    ]


@pytest.mark.parametrize(
    ("local", "moment"),
    [
        pytest.param("2026-03-29T02:30", "2026-03-29T01:30:00+00:00", id="spring: forward by the gap"),
        pytest.param("2026-10-25T02:30", "2026-10-25T00:30:00+00:00", id="autumn: the first of two"),
    ],
)
def test_times_that_do_not_exist_or_exist_twice(local: str, moment: str) -> None:
    assert moment_of(datetime.fromisoformat(local), BREST) == datetime.fromisoformat(moment)


@given(
    st.sampled_from(ZONES).map(ZoneInfo),
    st.datetimes(datetime(2024, 1, 1), datetime(2033, 1, 1)),
    st.sampled_from(
        [
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;INTERVAL=2",
            "FREQ=MONTHLY;BYDAY=1SA",
            "FREQ=DAILY;COUNT=400",
            "FREQ=YEARLY",
        ]
    ),
    st.integers(60, 86_400),
    st.integers(0, 3_650),
)
def test_occurrences_are_dateutils_in_the_zone(
    zone: ZoneInfo, starts: datetime, rrule: str, seconds: int, day: int
) -> None:
    """Against a second computation: every local start of ten years, one by one."""
    starts = starts.replace(microsecond=0)
    rule = Rule(slot=1, starts=starts, zone=zone, rrule=rrule, duration=timedelta(seconds=seconds))
    start = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day)
    end = start + timedelta(days=40)
    naive = []
    for local in rrulestr(rrule, dtstart=starts).between(
        datetime(2023, 12, 1), datetime(2034, 6, 1), inc=True
    ):
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        if moment < end and moment + rule.duration > start:
            naive.append(moment)
    assert [one.starts_at for one in occurrences(rule, start=start, end=end)] == sorted(naive)


def test_an_occurrence_is_moved_and_cancelled_by_its_original_date() -> None:
    rule = weekly(
        "2026-12-01T18:00",
        overrides={
            date(2026, 12, 8): Override(cancelled=True),
            date(2026, 12, 15): Override(starts=datetime(2026, 12, 16, 20, 0)),
        },
    )
    found = occurrences(rule, start=datetime(2026, 12, 1, tzinfo=UTC), end=datetime(2026, 12, 20, tzinfo=UTC))
    assert [(one.date.day, one.local.day, one.local.hour, one.cancelled) for one in found] == [
        (1, 1, 18, False),
        (8, 8, 18, True),
        (15, 16, 20, False),
    ]


@pytest.mark.parametrize(
    ("rrule", "code"),
    [
        ("FREQ=SECONDLY", "bad_rule"),
        ("FREQ=MINUTELY", "bad_rule"),
        ("rubbish", "bad_rule"),
        ("FREQ=DAILY;INTERVAL=99999999999", "bad_rule"),
        ("FREQ=DAILY;COUNT=1000000", "bad_rule"),
        ("FREQ=DAILY;UNTIL=20261224T170000Z", ""),
        ("FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=31", "rule_never"),
        ("FREQ=HOURLY;BYHOUR=1,2;BYDAY=MO", ""),
    ],
)
def test_rules_that_cannot_be_followed_are_refused(rrule: str, code: str) -> None:
    rule = weekly("2026-12-01T18:00", rrule=rrule)
    if not code:
        check_rule(rule)
        return
    with pytest.raises(InvalidError, match=code):
        check_rule(rule)


@pytest.mark.parametrize("year", ["0001", "1800", "9999"])
def test_a_slot_in_a_year_that_no_calendar_reaches_is_refused(year: str) -> None:
    with pytest.raises(InvalidError, match="bad_date"):
        check_rule(weekly(f"{year}-12-31T23:59"))
