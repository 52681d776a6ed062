from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from broadcast.workshops.patience import Limit, network_of

NOW = datetime(2026, 12, 1, 14, tzinfo=UTC)
LIMIT = Limit(3, timedelta(minutes=5))


def ago(*seconds: float) -> list[datetime]:
    return [NOW - timedelta(seconds=one) for one in seconds]


def test_one_more_is_allowed_until_the_limit() -> None:
    assert LIMIT.wait(ago(20, 10), now=NOW) == 0
    assert LIMIT.wait(ago(400, 20, 10), now=NOW) == 0
    assert LIMIT.wait(ago(100, 20, 10), now=NOW) == 200
    assert LIMIT.wait(ago(299.5, 20, 10), now=NOW) == 1


@given(st.lists(st.floats(0, 900), max_size=12))
def test_after_the_wait_one_more_is_allowed_and_a_second_before_it_is_not(seconds: list[float]) -> None:
    times = ago(*sorted(seconds, reverse=True))
    wait = LIMIT.wait(times, now=NOW)
    assert 0 <= wait <= 300
    if wait:
        assert LIMIT.wait(times, now=NOW + timedelta(seconds=wait)) == 0
        assert LIMIT.wait(times, now=NOW + timedelta(seconds=wait - 1)) > 0


def test_a_household_is_one_network() -> None:
    assert network_of("192.0.2.7") == "192.0.2.7"
    assert network_of("2001:db8:1:2:3::4") == network_of("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert network_of("2001:db8:1:3::9") != network_of("2001:db8:1:2::9")
    assert network_of("::ffff:192.0.2.7") == "192.0.2.7"
    assert network_of("testclient") == "testclient"
