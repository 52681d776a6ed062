from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.schedule.clock_changes import ClockChange, clock_change, clock_changes
from broadcast.schedule.recurrence import local_of
from broadcast.schedule.week import minutes_on

PARIS = ZoneInfo("Europe/Paris")


SPRING = ClockChange(date(2026, 3, 29), datetime(2026, 3, 29, 2), datetime(2026, 3, 29, 3))
AUTUMN = ClockChange(date(2026, 10, 25), datetime(2026, 10, 25, 3), datetime(2026, 10, 25, 2))
HALF_AN_HOUR = ClockChange(date(2026, 10, 4), datetime(2026, 10, 4, 2), datetime(2026, 10, 4, 2, 30))


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Paris", SPRING), ("Europe/Paris", AUTUMN), ("Australia/Lord_Howe", HALF_AN_HOUR),
        ("America/Sao_Paulo", None),
    ],
)  # fmt: skip
def test_a_change_of_the_clock_is_told_to_the_minute(zone: str, expected: ClockChange | None) -> None:
    found = clock_changes(date(2026, 1, 1), ZoneInfo(zone), days=365)
    assert (expected in found) if expected else not found
    assert all(one.is_forward == (one.on.month in {3, 4, 10} and one.after > one.before) for one in found)


@given(
    st.sampled_from(["Europe/Paris", "America/New_York", "Pacific/Chatham", "Africa/Casablanca"]),
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
)
def test_a_date_has_a_change_where_its_minutes_are_not_1440(zone: str, on: date) -> None:
    place = ZoneInfo(zone)
    start = datetime.combine(on, datetime.min.time(), tzinfo=place).astimezone(UTC)
    end = datetime.combine(on + timedelta(days=1), datetime.min.time(), tzinfo=place).astimezone(UTC)
    found = clock_change(on, place)
    assert (found is None) == (end - start == timedelta(days=1))
    if found is not None:
        assert found.after - found.before == timedelta(days=1) - (end - start)


@given(st.datetimes(datetime(2026, 10, 20), datetime(2026, 10, 30)), st.integers(60, 100_000))
def test_what_lies_on_its_days_is_as_long_as_it_is(begins: datetime, seconds: int) -> None:
    start = begins.replace(second=0, microsecond=0, tzinfo=UTC)
    end = start + timedelta(seconds=seconds - seconds % 60)
    days = [start.date() + timedelta(days=number) for number in range(-1, 4)]
    pieces = [minutes_on(on, starts_at=start, ends_at=end) for on in days]
    assert sum(lasts for _, lasts in pieces) == (end - start) // timedelta(minutes=1)
    assert all(begin >= 0 and begin + lasts <= 1_440 for begin, lasts in pieces)


def test_after_a_change_of_the_clock_things_lie_where_the_wall_says() -> None:
    start = datetime(2026, 10, 25, 1, 30, tzinfo=PARIS)
    end = (start.astimezone(UTC) + timedelta(hours=2)).astimezone(PARIS)
    assert local_of(end, PARIS) == datetime(2026, 10, 25, 2, 30)
    assert minutes_on(date(2026, 10, 25), starts_at=start, ends_at=end) == (90, 120)
