from datetime import UTC, datetime, timedelta

from broadcast.playout.now import Programme, joined
from broadcast.playout.timeline import Reason

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def programme(
    minute: float, *, lasts: float = 1, reason: Reason = Reason.STAND_BY, title: str = ""
) -> Programme:
    starts = NOON + timedelta(minutes=minute)
    return Programme(starts, starts + timedelta(minutes=lasts), title, "", title or None, reason)


def test_the_stand_by_loop_going_round_is_told_once() -> None:
    piece = programme(2, reason=Reason.ROTATION, title="Bossa")
    again = programme(3, reason=Reason.ROTATION, title="Bossa")
    assert joined([programme(0), programme(1), piece, again, programme(4)]) == [
        programme(0, lasts=2),
        piece,
        again,
        programme(4),
    ]


def test_what_does_not_touch_stays_apart() -> None:
    assert joined([programme(0), programme(5)]) == [programme(0), programme(5)]
