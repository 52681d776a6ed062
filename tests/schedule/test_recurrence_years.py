"""Ten years of dates in several zones, against python-dateutil and against going through every day.

The naive computation knows no rule: it asks of each day whether it is one, and finds the moment of a local
time by trying the two offsets around it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.schedule.recurrence import Occurrence, Override, Rule, occurrences

ZONES = (
    "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca",
    "America/Santiago",
)  # fmt: skip
FIRST = date(2024, 1, 1)
DAYS = 3_653
"""Ten years."""
_DAY = timedelta(days=1)
_SATURDAY = 5

IsDay = Callable[[date, date], bool]
"""Whether a day is one of a rule's that begins on another."""


def _weeks(begin: date, day: date) -> int:
    """How many Mondays lie between them: RFC 5545's weeks begin on Monday."""
    return ((day - timedelta(days=day.weekday())) - (begin - timedelta(days=begin.weekday()))).days // 7


RULES: dict[str, IsDay] = {
    "FREQ=DAILY": lambda _, __: True,
    "FREQ=DAILY;INTERVAL=3": lambda begin, day: (day - begin).days % 3 == 0,
    "FREQ=WEEKLY": lambda begin, day: (day - begin).days % 7 == 0,
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU": (
        lambda begin, day: day.weekday() in {0, 6} and _weeks(begin, day) % 2 == 0
    ),
    "FREQ=MONTHLY;BYDAY=1SA": lambda _, day: day.weekday() == _SATURDAY and day.day <= 7,  # a week
    "FREQ=MONTHLY;BYDAY=-1SA": (
        lambda _, day: day.weekday() == _SATURDAY and (day + timedelta(days=7)).month != day.month
    ),
    "FREQ=MONTHLY;BYMONTHDAY=31": lambda _, day: day.day == 31,  # the rule's own
    "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU": (
        lambda _, day: day.month in {3, 10} and day.weekday() == 6 and day.day > 24  # Sunday, last week
    ),
}


def naive_moment(local: datetime, zone: ZoneInfo) -> datetime:
    """The first second that shows this wall-clock time; where none does, as if the clock stayed as it was."""
    offsets = {
        (local.replace(tzinfo=UTC) + shift).astimezone(zone).utcoffset() or timedelta(0)
        for shift in (-_DAY, _DAY)
    }
    tried = sorted((local - offset).replace(tzinfo=UTC) for offset in offsets)
    shown = [moment for moment in tried if moment.astimezone(zone).replace(tzinfo=None) == local]
    before = (local.replace(tzinfo=UTC) - _DAY).astimezone(zone).utcoffset() or timedelta(0)
    return shown[0] if shown else (local - before).replace(tzinfo=UTC)


def naive(rule: Rule, is_day: IsDay) -> list[tuple[datetime, datetime, date, bool]]:
    """Every occurrence of ten years, day by day: beginning, end, original date, whether cancelled."""
    found = []
    for number in range(DAYS):
        day = FIRST + number * _DAY
        if day < rule.starts.date() or not is_day(rule.starts.date(), day) or not rule.is_in_season(day):
            continue
        override = rule.overrides.get(day, Override())
        local = override.starts or datetime.combine(day, rule.starts.time())
        begins = naive_moment(local, rule.zone)
        found.append((begins, begins + rule.duration, day, override.cancelled))
    return sorted(found)


def told(found: list[Occurrence]) -> list[tuple[datetime, datetime, date, bool]]:
    return [(one.starts_at, one.ends_at, one.date, one.cancelled) for one in found]


def _span(*, start: date = FIRST, days: int = DAYS) -> tuple[datetime, datetime]:
    begin = datetime.combine(start, datetime.min.time(), tzinfo=UTC)
    return begin, begin + days * _DAY


minutes = st.integers(0, 24 * 60 - 1)
days = st.integers(0, 400)


@st.composite
def rules(draw: st.DrawFn) -> tuple[Rule, str]:
    """A slot with a season, cancelled dates and moved ones; its night hours are tried often."""
    text = draw(st.sampled_from(sorted(RULES)))
    at = draw(st.one_of(minutes, st.integers(0, 4 * 12).map(lambda twelfth: 5 * twelfth)))
    starts = datetime.combine(FIRST + draw(days) * _DAY, datetime.min.time()) + timedelta(minutes=at)
    rule = Rule(
        slot=1,
        starts=starts,
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        rrule=text,
        duration=timedelta(minutes=draw(st.sampled_from((1, 60, 150, 24 * 60)))),
    )
    if draw(st.booleans()):
        begin = FIRST + draw(st.integers(0, DAYS)) * _DAY
        rule = replace(rule, season_from=begin, until=begin + draw(st.integers(0, 800)) * _DAY)
    happens = [day for _, _, day, _ in naive(rule, RULES[text])]
    chosen = draw(st.lists(st.sampled_from(happens), max_size=4, unique=True)) if happens else []
    edits = {
        day: Override(cancelled=True)
        if draw(st.booleans())
        else Override(starts=starts.replace(year=day.year, month=day.month, day=day.day) + _moved_by(draw))
        for day in chosen
    }
    return replace(rule, overrides=edits), text


def _moved_by(draw: st.DrawFn) -> timedelta:
    return timedelta(minutes=draw(st.integers(-6 * 24 * 60, 6 * 24 * 60)))


@settings(max_examples=40)
@given(rules())
def test_every_occurrence_is_where_going_through_the_days_finds_it(case: tuple[Rule, str]) -> None:
    rule, text = case
    start, end = _span(days=DAYS - 8)  # what is moved across the end is the naive computation's own blindness
    found = told(occurrences(rule, start=start, end=end))
    by_days = [one for one in naive(rule, RULES[text]) if one[0] < end and one[1] > start]
    assert found == by_days


@settings(max_examples=12)
@given(rules())
def test_without_edits_the_local_times_are_dateutils(case: tuple[Rule, str]) -> None:
    rule = replace(case[0], overrides={}, season_from=None, until=None)
    start, end = _span()
    found = occurrences(rule, start=start, end=end)
    days_before = datetime.combine(FIRST - 2 * _DAY, datetime.min.time())
    theirs = rrulestr(case[1], dtstart=rule.starts).between(
        days_before, days_before + (DAYS + 4) * _DAY, inc=True
    )
    moments = [naive_moment(local, rule.zone) for local in theirs]
    wanted = [
        (m, local) for m, local in zip(moments, theirs, strict=True) if m < end and m + rule.duration > start
    ]
    assert [(one.starts_at, one.local) for one in found] == wanted


@settings(max_examples=30)
@given(rules(), st.integers(0, DAYS - 60), st.integers(1, 40))
def test_any_window_shows_what_overlaps_it_of_the_ten_years(
    case: tuple[Rule, str], begin: int, length: int
) -> None:
    """What lasts past midnight, or past the window's ends, is there too."""
    start, end = _span(start=FIRST + begin * _DAY, days=length)
    whole = naive(case[0], RULES[case[1]])
    assert told(occurrences(case[0], start=start, end=end)) == [
        one for one in whole if one[0] < end and one[1] > start
    ]


@pytest.mark.parametrize("name", ZONES)
def test_the_naive_moment_is_what_counting_seconds_shows(name: str) -> None:
    """On the nights when the clock changes, each minute of the wall clock against every minute of the day."""
    zone = ZoneInfo(name)
    nights = [
        FIRST + number * _DAY
        for number in range(DAYS)
        if _midnight_offset(zone, number) != _midnight_offset(zone, number + 1)
    ][:6]
    for night in nights:
        begin = datetime.combine(night, datetime.min.time())
        first = naive_moment(begin, zone)
        clock: dict[datetime, datetime] = {}
        for minute in range(-180, 30 * 60):
            moment = first + timedelta(minutes=minute)
            clock.setdefault(moment.astimezone(zone).replace(tzinfo=None), moment)
        for minute in range(24 * 60):
            local = begin + timedelta(minutes=minute)
            if local in clock:
                assert naive_moment(local, zone) == clock[local]


def _midnight_offset(zone: ZoneInfo, number: int) -> timedelta | None:
    return datetime.combine(FIRST + number * _DAY, datetime.min.time()).replace(tzinfo=zone).utcoffset()
