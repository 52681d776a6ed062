from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from broadcast.clock import SteadyClock
from conftest import SetClock

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


class Machine:
    """A machine whose clock may be stepped while time passes."""

    def __init__(self) -> None:
        self.wall = SetClock(NOW)
        self.steady = SteadyClock(self.wall)

    def live(self, seconds: float, *, step: float = 0.0) -> datetime:
        self.wall.pass_by(seconds)
        self.wall.step(step)
        return self.steady.now()


@given(st.lists(st.tuples(st.floats(0, 100), st.sampled_from([0, 0, 0, 2, -2, 3600, -3600, -0.5]))))
def test_it_never_goes_back_and_never_stands_still(turns: list[tuple[float, float]]) -> None:
    machine = Machine()
    before = machine.steady.now()
    for seconds, step in turns:
        now = machine.live(seconds, step=step)
        assert now - before >= timedelta(seconds=seconds * 0.989)
        assert now >= machine.wall.now()
        before = now


def test_a_step_back_is_given_back_slowly() -> None:
    machine = Machine()
    assert machine.live(1, step=-2) == NOW + timedelta(seconds=0.99)
    assert machine.live(100) == NOW + timedelta(seconds=99.99)
    machine.live(101)
    assert machine.steady.now() == machine.wall.now()


def test_a_step_forward_is_followed_and_takes_back_an_earlier_one() -> None:
    machine = Machine()
    assert machine.live(1, step=3600) == NOW + timedelta(seconds=3601)
    machine.live(1, step=-3600)
    assert machine.steady.ahead > timedelta(seconds=3599)
    machine.live(1, step=3600)
    assert machine.steady.ahead < timedelta(seconds=1)


def test_it_is_never_behind_what_somebody_else_told() -> None:
    machine = Machine()
    machine.steady.not_before(NOW + timedelta(seconds=5))
    assert machine.steady.now() >= NOW + timedelta(seconds=5)


def test_what_somebody_else_told_is_held_against_the_present_not_the_last_look() -> None:
    machine = Machine()
    machine.wall.pass_by(20)
    machine.steady.not_before(NOW + timedelta(seconds=20))
    assert machine.steady.now() == NOW + timedelta(seconds=20)
