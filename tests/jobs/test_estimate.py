import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.jobs import Holder, Load, claim_next, enqueue, finish
from broadcast.jobs.estimate import Pace, from_pace, remaining
from broadcast.jobs.models import JobKind
from broadcast.media.units import Seconds
from broadcast.parts import Parts
from conftest import SetClock

HOLDER = Holder("here", "1.1", "11")


@given(elapsed=st.floats(0, 1e6), first=st.floats(0.08, 1), second=st.floats(0.08, 1))
def test_the_further_the_sooner(elapsed: float, first: float, second: float) -> None:
    early, late = (from_pace(Pace(share, Seconds(elapsed))) for share in sorted((first, second)))
    assert early is not None
    assert late is not None
    assert 0 <= late <= early


def test_nothing_is_said_before_there_is_a_pace() -> None:
    assert from_pace(Pace(0.0, Seconds(10.0))) is None


@pytest.mark.integration
def test_a_wait_is_what_comes_first_then_what_the_pace_says_then_nothing(
    parts: Parts, clock: SetClock
) -> None:
    def left(subject: str, share: float) -> float | None:
        with parts.database.reading() as session:
            return remaining(session, subject=subject, share=share, now=clock.now())

    with parts.database.writing() as session:
        for subject, cost in (("first", 20.0), ("second", 30.0)):
            load = Load(Seconds(cost), subject)
            enqueue(session, kind=JobKind.PREPARE_ITEM, subject=subject, now=clock.now(),
                    dispatcher=parts.dispatcher, load=load)  # fmt: skip
    assert left("first", 0.0) == 20.0
    assert left("second", 0.0) == 50.0
    with parts.database.writing() as session:
        held = claim_next(session, holder=HOLDER, now=clock.now())
    assert held is not None
    clock.pass_by(10)
    assert left("first", 0.25) == 30.0
    with parts.database.writing() as session:
        finish(session, held, now=clock.now())
    assert left("first", 1.0) is None
    assert left("second", 0.0) == 30.0
