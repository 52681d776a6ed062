from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadcast.errors import InvalidError
from broadcast.workshops.hours import GRACE, REMEMBERED, Hours, Stage, hours_of

PARIS = ZoneInfo("Europe/Paris")
OPENS, CLOSES = datetime(2026, 12, 1, 13, tzinfo=UTC), datetime(2026, 12, 1, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("moment", "stage"),
    [
        (OPENS - SECOND, Stage.EARLY),
        (OPENS, Stage.OPEN),
        (CLOSES + GRACE - SECOND, Stage.OPEN),
        (CLOSES + GRACE, Stage.OVER),
        (CLOSES + GRACE + REMEMBERED - SECOND, Stage.OVER),
        (CLOSES + GRACE + REMEMBERED, Stage.FORGOTTEN),
    ],
)
def test_a_workshop_opens_ends_and_is_forgotten(moment: datetime, stage: Stage) -> None:
    assert Hours(OPENS, CLOSES).stage(moment) == stage


def test_closing_ends_it_at_once_even_before_it_began() -> None:
    closed = OPENS + timedelta(minutes=5)
    assert Hours(OPENS, CLOSES, closed).stage(closed) == Stage.OVER
    assert Hours(OPENS, CLOSES, closed).stage(closed - SECOND) == Stage.OPEN
    assert Hours(OPENS, CLOSES, OPENS - timedelta(hours=1)).stage(OPENS) == Stage.OVER


def test_times_on_the_wall_are_those_of_the_zone() -> None:
    assert hours_of(date(2026, 12, 1), begins=time(14), ends=time(16), zone=PARIS) == Hours(OPENS, CLOSES)
    late = hours_of(date(2026, 12, 1), begins=time(22), ends=time(0, 30), zone=PARIS)
    assert late.closes_at == datetime(2026, 12, 1, 23, 30, tzinfo=UTC)


def test_the_nights_when_the_clock_changes() -> None:
    spring = hours_of(date(2027, 3, 28), begins=time(1, 30), ends=time(4), zone=PARIS)
    assert spring.closes_at - spring.opens_at == timedelta(hours=1, minutes=30)
    autumn = hours_of(date(2027, 10, 31), begins=time(1, 30), ends=time(4), zone=PARIS)
    assert autumn.closes_at - autumn.opens_at == timedelta(hours=3, minutes=30)


@pytest.mark.parametrize(
    ("begins", "ends"), [(time(14), time(14)), (time(8), time(20, 1)), (time(20), time(9))]
)
def test_no_time_and_too_long_are_refused(begins: time, ends: time) -> None:
    with pytest.raises(InvalidError, match="bad_hours"):
        hours_of(date(2026, 12, 1), begins=begins, ends=ends, zone=PARIS)
