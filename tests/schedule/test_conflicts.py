from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from broadcast.schedule.conflicts import Span, clashes, gaps, on_air
from broadcast.schedule.recurrence import Rule, occurrences

DAY = datetime(2026, 12, 1, tzinfo=UTC)
ZONE = ZoneInfo("UTC")
spans = st.tuples(st.integers(0, 1_380), st.integers(1, 240))


def rules(drawn: list[tuple[int, int]]) -> list[Rule]:
    return [
        Rule(
            slot=number,
            starts=(DAY + timedelta(minutes=start)).replace(tzinfo=None),
            zone=ZONE,
            rrule=None,
            duration=timedelta(minutes=length),
        )
        for number, (start, length) in enumerate(drawn)
    ]


@given(st.lists(spans, max_size=8))
def test_clashes_and_gaps_agree_with_counting_minutes(drawn: list[tuple[int, int]]) -> None:
    end = DAY + timedelta(days=2)
    found = [one for rule in rules(drawn) for one in occurrences(rule, start=DAY, end=end)]
    minutes = [
        sum(start <= minute < start + length for start, length in drawn) for minute in range(2 * 1_440)
    ]
    assert bool(clashes(found)) == any(count > 1 for count in minutes)
    empty = sum((span.ends_at - span.starts_at for span in gaps(found, start=DAY, end=end)), timedelta())
    assert empty == timedelta(minutes=minutes.count(0))


@given(st.lists(spans, max_size=8))
def test_the_air_never_plays_two_things(drawn: list[tuple[int, int]]) -> None:
    end = DAY + timedelta(days=2)
    kept = on_air(one for rule in rules(drawn) for one in occurrences(rule, start=DAY, end=end))
    assert all(sooner.ends_at <= later.starts_at for sooner, later in zip(kept, kept[1:], strict=False))  # noqa: RUF007  # as it is defined


def test_a_gap_is_half_open() -> None:
    found = occurrences(rules([(0, 60)])[0], start=DAY, end=DAY + timedelta(hours=2))
    assert gaps(found, start=DAY, end=DAY + timedelta(hours=2)) == [
        Span(DAY + timedelta(hours=1), DAY + timedelta(hours=2))
    ]
