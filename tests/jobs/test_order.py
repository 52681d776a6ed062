from datetime import timedelta

import pytest

from broadcast.jobs import Holder, Load, cancel, claim_next, enqueue, finish, heartbeat, pardon_lost, release
from broadcast.jobs.models import Job, JobKind, JobState, Lane
from broadcast.jobs.order import LONG, lane_of, seconds_before
from broadcast.jobs.record import LEASE, MOST_ATTEMPTS, MOST_PARDONS, PATIENCE
from broadcast.media.units import Seconds
from broadcast.parts import Parts
from conftest import SetClock

pytestmark = pytest.mark.integration

ONE, TWO = (Holder("here", "1.1", place, places=2) for place in ("11", "12"))
FILM = Load(Seconds(2_000.0), "mpt")


def _add(parts: Parts, subject: str, load: Load) -> None:
    with parts.database.writing() as session:
        enqueue(
            session,
            kind=JobKind.PREPARE_ITEM,
            subject=subject,
            now=parts.clock.now(),
            dispatcher=parts.dispatcher,
            load=load,
        )


def _taken(parts: Parts, *, holder: Holder = ONE) -> str | None:
    with parts.database.writing() as session:
        held = claim_next(session, holder=holder, now=parts.clock.now())
    return held.subject if held else None


def _done(parts: Parts) -> str | None:
    """Take the next one and do it."""
    with parts.database.writing() as session:
        held = claim_next(session, holder=ONE, now=parts.clock.now())
        return held.subject if held and finish(session, held, now=parts.clock.now()) else None


def test_a_jingle_passes_the_film_that_came_before(parts: Parts) -> None:
    _add(parts, "film", FILM)
    _add(parts, "jingle", Load(Seconds(5.0), "mpt"))
    assert [_taken(parts), _taken(parts), _taken(parts)] == ["jingle", "film", None]


def test_ten_pieces_of_one_workshop_do_not_make_another_wait_for_all_of_them(
    parts: Parts, clock: SetClock
) -> None:
    for number in range(10):
        clock.pass_by(0.01)
        _add(parts, f"mpt {number}", Load(Seconds(20.0), "mpt"))
    _add(parts, "keredern", Load(Seconds(20.0), "keredern"))
    order = [_taken(parts) for _ in range(11)]
    assert order.index("keredern") == 1
    assert [one for one in order if one != "keredern"] == [f"mpt {number}" for number in range(10)]


def test_however_many_jingles_come_the_film_has_its_turn(parts: Parts, clock: SetClock) -> None:
    _add(parts, "film", FILM)
    taken: list[str | None] = []
    while "film" not in taken:
        clock.pass_by(60)
        _add(parts, "jingle", Load(Seconds(5.0), f"place {len(taken)}"))
        taken.append(_done(parts))
        assert len(taken) <= FILM.cost / 60 + 2


def test_long_work_leaves_a_place_to_the_quick(parts: Parts) -> None:
    _add(parts, "film", FILM)
    _add(parts, "another film", FILM)
    assert _taken(parts, holder=ONE) == "film"
    assert _taken(parts, holder=TWO) is None
    _add(parts, "jingle", Load(Seconds(5.0), "mpt"))
    assert _taken(parts, holder=TWO) == "jingle"
    elsewhere = Holder("there", "1.1", "11", places=2)
    assert _taken(parts, holder=elsewhere) == "another film"


def test_lanes_are_told_by_cost() -> None:
    assert [lane_of(Seconds(cost)) for cost in (0.0, LONG - 1, LONG)] == [Lane.QUICK, Lane.QUICK, Lane.LONG]


def test_what_was_put_back_waits_a_moment_and_lets_others_pass(parts: Parts, clock: SetClock) -> None:
    _add(parts, "unlucky", Load())
    clock.pass_by(1)
    _add(parts, "other", Load())
    with parts.database.writing() as session:
        held = claim_next(session, holder=ONE, now=clock.now())
        assert held is not None
        release(session, held, now=clock.now())
    assert [_taken(parts), _taken(parts)] == ["other", None]
    clock.pass_by(PATIENCE.total_seconds())
    assert _taken(parts) == "unlucky"


def test_what_is_cancelled_is_lost_to_its_holder_and_never_taken_again(parts: Parts, clock: SetClock) -> None:
    _add(parts, "regretted", Load())
    with parts.database.writing() as session:
        held = claim_next(session, holder=ONE, now=clock.now())
        assert held is not None
        assert cancel(session, subject="regretted", now=clock.now()) == 1
        assert not heartbeat(session, held, now=clock.now())
    clock.pass_by(LEASE.total_seconds() + 1)
    assert _taken(parts) is None


def test_a_dead_worker_gives_back_at_once_what_it_held_and_that_is_no_try(
    parts: Parts, clock: SetClock
) -> None:
    _add(parts, "item", Load())
    for number in range(MOST_PARDONS + MOST_ATTEMPTS):
        with parts.database.writing() as session:
            held = claim_next(session, holder=ONE, now=clock.now())
            assert held is not None
            assert not held.exhausted
            assert pardon_lost(session, machine="there", is_alive=lambda _: False, now=clock.now()) == 0
            assert pardon_lost(session, machine="here", is_alive=lambda _: True, now=clock.now()) == 0
            gone = pardon_lost(session, machine="here", is_alive=lambda _: False, now=clock.now())
            assert gone == 1, number
    with parts.database.writing() as session:
        held = claim_next(session, holder=ONE, now=clock.now())
        assert held is not None
        assert held.exhausted


def test_what_is_before_a_job_is_what_runs_and_what_comes_first(parts: Parts, clock: SetClock) -> None:
    _add(parts, "running", Load(Seconds(30.0), "a"))
    assert _taken(parts) == "running"
    _add(parts, "first", Load(Seconds(10.0), "b"))
    clock.pass_by(timedelta(minutes=1).total_seconds())
    _add(parts, "mine", Load(Seconds(7.0), "c"))
    _add(parts, "later", Load(Seconds(50.0), "d"))
    with parts.database.reading() as session:
        mine = session.query(Job).filter_by(subject="mine", state=JobState.QUEUED).one()
        assert seconds_before(session, mine) == 40.0
