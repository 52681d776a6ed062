from datetime import timedelta

import pytest

from broadcast.jobs import Holder, claim, claim_next, enqueue, finish, heartbeat, overdue, release
from broadcast.jobs.models import JobKind
from broadcast.jobs.record import LEASE, MOST_ATTEMPTS, PATIENCE
from broadcast.parts import Parts
from conftest import NotedDispatcher, SetClock

pytestmark = pytest.mark.integration
HERE = Holder("machine", "worker", "place")


@pytest.fixture
def job(parts: Parts) -> str:
    with parts.database.writing() as session:
        return enqueue(
            session,
            kind=JobKind.PREPARE_ITEM,
            subject="item",
            now=parts.clock.now(),
            dispatcher=parts.dispatcher,
        )


def _enqueue_in_vain(parts: Parts) -> None:
    with parts.database.writing() as session:
        enqueue(
            session,
            kind=JobKind.PREPARE_ITEM,
            subject="lost",
            now=parts.clock.now(),
            dispatcher=parts.dispatcher,
        )
        raise RuntimeError


def test_a_job_is_announced_after_the_commit_only(parts: Parts) -> None:
    dispatcher = parts.dispatcher
    assert isinstance(dispatcher, NotedDispatcher)
    with pytest.raises(RuntimeError):
        _enqueue_in_vain(parts)
    assert dispatcher.sent == []


def test_only_one_worker_holds_a_job_and_its_end_is_its_own(parts: Parts, job: str) -> None:
    now = parts.clock.now()
    with parts.database.writing() as session:
        mine = claim(session, job, holder="one", now=now)
        theirs = claim(session, job, holder="two", now=now)
    assert mine is not None
    assert theirs is None
    with parts.database.writing() as session:
        assert heartbeat(session, mine, now=now)
        assert finish(session, mine, now=now)
        assert not heartbeat(session, mine, now=now)
        assert claim(session, job, holder="two", now=now + 2 * LEASE) is None


def test_a_lost_lease_goes_to_another_and_the_first_must_stop(
    parts: Parts, job: str, clock: SetClock
) -> None:
    with parts.database.writing() as session:
        first = claim(session, job, holder="one", now=clock.now())
    later = clock.now() + LEASE + timedelta(seconds=1)
    with parts.database.writing() as session:
        assert overdue(session, now=later) == [job]
        second = claim(session, job, holder="two", now=later)
    assert first is not None
    assert second is not None
    with parts.database.writing() as session:
        assert not heartbeat(session, first, now=later)
        assert not finish(session, first, now=later)
        assert finish(session, second, now=later)


def test_what_nobody_took_is_announced_again_but_not_at_once(parts: Parts, job: str, clock: SetClock) -> None:
    with parts.database.writing() as session:
        assert overdue(session, now=clock.now()) == []
        assert overdue(session, now=clock.now() + PATIENCE) == [job]
        assert overdue(session, now=clock.now() + PATIENCE) == []


def test_a_job_that_takes_its_worker_down_is_given_up(parts: Parts, job: str, clock: SetClock) -> None:
    ends = []
    for _ in range(MOST_ATTEMPTS + 1):
        with parts.database.writing() as session:
            held = claim(session, job, holder="worker", now=clock.pass_by(LEASE.total_seconds() + 1))
        assert held is not None
        ends.append(held.exhausted)
    assert ends == [False] * MOST_ATTEMPTS + [True]


def test_a_job_put_back_waits_a_moment(parts: Parts, job: str, clock: SetClock) -> None:
    with parts.database.writing() as session:
        held = claim(session, job, holder="one", now=clock.now())
        assert held is not None
        release(session, held, now=clock.now())
        assert overdue(session, now=clock.now()) == []
        assert claim_next(session, holder=HERE, now=clock.now()) is None
        assert overdue(session, now=clock.now() + PATIENCE) == [job]


def test_a_job_put_back_can_be_taken_by_whoever_hears_of_it_again(
    parts: Parts, job: str, clock: SetClock
) -> None:
    """The sweep once put the next try off each time it announced it: nobody ever could take it."""
    with parts.database.writing() as session:
        held = claim_next(session, holder=HERE, now=clock.now())
        assert held is not None
        release(session, held, now=clock.now())
    later = clock.now() + PATIENCE
    with parts.database.writing() as session:
        assert overdue(session, now=later) == [job]
    with parts.database.writing() as session:
        again = claim_next(session, holder=HERE, now=later + timedelta(milliseconds=30))
    assert again is not None
    assert again.job_id == job
