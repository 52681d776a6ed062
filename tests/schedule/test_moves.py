from datetime import datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from broadcast.errors import InvalidError
from broadcast.schedule.moves import moved_rule

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


@pytest.mark.parametrize(
    ("rule", "days", "expected"),
    [
        (None, 3, None),
        ("FREQ=WEEKLY", 2, "FREQ=WEEKLY"),
        ("FREQ=WEEKLY;BYDAY=TU", 1, "FREQ=WEEKLY;BYDAY=WE"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", -1, "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,SA"),
        ("FREQ=DAILY", 4, "FREQ=DAILY"),
        ("FREQ=MONTHLY;BYDAY=1SA", 0, "FREQ=MONTHLY;BYDAY=1SA"),
    ],
)
def test_a_rule_moves_with_its_days(rule: str | None, days: int, expected: str | None) -> None:
    assert moved_rule(rule, days=days, is_retimed=True) == expected


@pytest.mark.parametrize(
    ("rule", "days"),
    [("FREQ=MONTHLY;BYDAY=1SA", 1), ("FREQ=DAILY;BYHOUR=8,20", 0), ("FREQ=WEEKLY;BYDAY=1MO", 1)],
)
def test_what_is_not_clear_is_refused(rule: str, days: int) -> None:
    with pytest.raises(InvalidError, match="move_unclear"):
        moved_rule(rule, days=days, is_retimed=True)


@given(st.sets(st.sampled_from(DAYS), min_size=1), st.integers(-6, 6))
def test_moved_dates_are_the_dates_moved(days: set[str], by: int) -> None:
    rule = f"FREQ=WEEKLY;BYDAY={','.join(sorted(days))}"
    moved = moved_rule(rule, days=by, is_retimed=False)
    start, end = datetime(2026, 3, 2), datetime(2026, 6, 1)
    assert moved is not None
    before = {one.toordinal() + by for one in rrulestr(rule, dtstart=start).between(start, end)}
    after = {one.toordinal() for one in rrulestr(moved, dtstart=datetime(2026, 2, 1)).between(start, end)}
    inner = range(datetime(2026, 3, 16).toordinal(), datetime(2026, 5, 18).toordinal())
    assert before & set(inner) == after & set(inner)
