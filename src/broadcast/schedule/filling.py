"""What fills the time between the slots: the rotation, its jingles, and a good end before the next slot.

Far from a slot, the first of the queue plays. In the last twenty minutes before one, pieces are chosen whose
lengths fit together (`fitting`), so that the slot begins within four seconds of its time and nothing is cut.
Only the first of that choice is aired: the rest is chosen again from where it ends, and since the search is
exact, what was found before, or something nearer, is found again. Pure and total.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Generic

from broadcast.media.grid import SEGMENT
from broadcast.media.units import TICKS_PER_SECOND, Ticks
from broadcast.schedule.fitting import apart, fill
from broadcast.schedule.jingles import due_between, is_due
from broadcast.schedule.rotation import Closeness, Heard, Rules, T, first_of_queue, longest_unheard, queue

EARLY = Ticks(SEGMENT // 2)
"""How long before its time a slot may begin: pieces are cut at the boundary nearest to it."""
LATE = Ticks(4 * TICKS_PER_SECOND)
"""How long after its time a slot may begin, so that what plays before it ends whole."""
FIT = Ticks(20 * 60 * TICKS_PER_SECOND)
"""From when on the pieces before a slot are chosen by their lengths."""
ROOM = Ticks(10 * 60 * TICKS_PER_SECOND)
"""What a piece must leave for those that are still to be fitted."""
STAND_BY = Ticks(30 * TICKS_PER_SECOND)
"""What the stand-by loop may fill where no piece does."""
_MOST = 60
_STEPS = (
    (Closeness.FREE, False),
    (Closeness.STRUCTURE, False),
    (Closeness.STRUCTURE, True),
    (Closeness.ARTIST, True),
    (Closeness.TITLE, True),
    (Closeness.ITSELF, True),
)
"""What is given up to make pieces fit, in this order; from the third on a jingle may close, not after
another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool(Generic[T]):
    """What may fill. `jingle_marks` are the fixed minutes around the position."""

    tracks: Sequence[T] = ()
    jingles: Sequence[T] = ()
    rules: Rules = field(default_factory=Rules)
    jingle_marks: Sequence[Ticks] = ()


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """A piece to air. It is to be cut where it would end later than `LATE` behind the next slot's time."""

    track: T
    is_jingle: bool = False


def choose(pool: Pool[T], *, heard: Heard, at: Ticks, until: Ticks | None) -> Choice[T] | None:
    """What fills from `at`, where the next slot is to begin at `until`; None: the stand-by loop."""
    jingle = _due_jingle(pool, heard=heard, at=at, until=until)
    if jingle is not None:
        return Choice(jingle, is_jingle=True)
    room = None if until is None else Ticks(until - at)
    first = _unhurried(pool, heard=heard, at=at, room=room)
    if first is not None or until is None:
        return first
    return _fitting(pool, heard=heard, at=at, until=until)


def _due_jingle(pool: Pool[T], *, heard: Heard, at: Ticks, until: Ticks | None) -> T | None:
    """The jingle whose turn it is, where one is due and ends in time. Never two of them in a row."""
    if (
        not pool.jingles
        or heard.after_jingle
        or not is_due(at=at, last=heard.last_jingle, every=pool.rules.jingle_every, marks=pool.jingle_marks)
    ):
        return None
    jingle = longest_unheard(pool.jingles, heard=heard, at=at, seed=pool.rules.seed)
    if jingle is None or (until is not None and at + jingle.ticks > until + LATE):
        return None
    return jingle


def _unhurried(pool: Pool[T], *, heard: Heard, at: Ticks, room: Ticks | None) -> Choice[T] | None:
    """The first of the queue, or the next as good that leaves room to fit; None where there is none."""
    if room is not None and room <= FIT:
        return None
    longest = None if room is None else Ticks(room - ROOM)
    first = first_of_queue(pool.tracks, heard=heard, at=at, rules=pool.rules, longest=longest)
    return None if first is None else Choice(first)


@dataclass(frozen=True, slots=True)
class _Course(Generic[T]):
    """What would air from here on, and where it would end."""

    choices: tuple[Choice[T], ...]
    end: Ticks


def _fitting(pool: Pool[T], *, heard: Heard, at: Ticks, until: Ticks) -> Choice[T] | None:
    """The first piece of those that end at the slot's time, giving up as little as possible for it.

    Where none do, those that come nearest before it, and the stand-by loop closes a short rest. A piece
    that must be cut is the last resort.
    """
    short = [track for track in pool.tracks if at + track.ticks <= until + LATE]
    queued = queue(short, heard=heard, at=at, rules=pool.rules)
    courses: list[_Course[T]] = []
    for allowed, with_jingle in _STEPS:
        tracks = [one.track for one in queued if one.closeness <= allowed]
        groups = apart(tracks[:_MOST], rules=pool.rules, allowed=allowed)
        if with_jingle and pool.jingles and not heard.after_jingle:
            groups.append(list(pool.jingles))
        courses = list(_courses(pool, groups, heard=heard, at=at, until=until))
        fitting = [one for one in courses if until - EARLY <= one.end <= until + LATE]
        if fitting:
            return min(fitting, key=lambda one: abs(one.end - until)).choices[0]
    fullest = max((one for one in courses if one.choices), key=lambda one: one.end, default=None)
    if fullest is not None:
        return fullest.choices[0]
    if until - at <= STAND_BY:
        return None
    cut = first_of_queue(pool.tracks, heard=heard, at=at, rules=pool.rules)
    return None if cut is None else Choice(cut)


def _courses(
    pool: Pool[T], groups: Sequence[Sequence[T]], *, heard: Heard, at: Ticks, until: Ticks
) -> Iterator[_Course[T]]:
    """The best choice for each likely number of jingles that come due meanwhile."""
    about = 0
    if pool.jingles:
        about = due_between(
            at=at, until=until, last=heard.last_jingle, every=pool.rules.jingle_every, marks=pool.jingle_marks
        )
    for count in sorted({about, max(0, about - 1), about + 1 if about else 0}):
        lasting = sum(one.ticks for one in islice(cycle(pool.jingles), count))
        filling = fill(groups, room=Ticks(until - at - lasting), early=EARLY, late=LATE)
        yield _course(pool, filling.tracks, heard=heard, at=at, until=until)


def _course(pool: Pool[T], tracks: Sequence[T], *, heard: Heard, at: Ticks, until: Ticks) -> _Course[T]:
    """Play it through, with every jingle that comes due on the way."""
    found: list[Choice[T]] = []
    for track in (*tracks, None):
        jingle = _due_jingle(pool, heard=heard, at=at, until=until)
        if jingle is not None and at + EARLY < until:
            found.append(Choice(jingle, is_jingle=True))
            heard = heard.with_jingle(jingle.item or "", at=at)
            at = Ticks(at + jingle.ticks)
        if track is not None:
            is_jingle = track in pool.jingles
            found.append(Choice(track, is_jingle=is_jingle))
            heard = heard.with_jingle(track.item or "", at=at) if is_jingle else heard.with_nothing()
            at = Ticks(at + track.ticks)
    return _Course(tuple(found), at)
