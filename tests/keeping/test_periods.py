"""The periods are those that the law and `/privacy` tell, by the calendar."""

from datetime import UTC, datetime

from broadcast.keeping.expiring import WARNED_BEFORE
from broadcast.keeping.periods import CONNECTION, IDENTITY, LETTERS, REPORTER, SESSION, STATISTICS, Period


def test_how_long_what_is_kept() -> None:
    assert {
        "identity": Period(months=60), "connection": Period(months=12), "statistics": Period(months=25),
        "reporter": Period(months=12), "letters": Period(days=30), "session": Period(days=14),
    } == {
        "identity": IDENTITY, "connection": CONNECTION, "statistics": STATISTICS, "reporter": REPORTER,
        "letters": LETTERS, "session": SESSION,
    }  # fmt: skip
    assert IDENTITY.years == 5
    assert WARNED_BEFORE.days == 14


def test_a_period_goes_by_the_calendar() -> None:
    now = datetime(2028, 2, 29, 10, tzinfo=UTC)
    assert CONNECTION.before(now) == datetime(2027, 2, 28, 10, tzinfo=UTC)
    assert STATISTICS.before(now) == datetime(2026, 1, 29, 10, tzinfo=UTC)
    assert LETTERS.before(now) == datetime(2028, 1, 30, 10, tzinfo=UTC)
