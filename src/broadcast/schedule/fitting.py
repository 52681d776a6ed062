"""Which pieces fill a stretch of time: an exact subset sum on the grid's quanta. Pure.

A set of reachable lengths is one number: its bit n is set where some choice lasts n quanta. Adding a piece
is one shift and one "or", so the whole search over some dozens of pieces takes microseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from broadcast.media.grid import QUANTUM
from broadcast.media.units import Ticks
from broadcast.schedule.rotation import Closeness, Rules, T, Track


@dataclass(frozen=True, slots=True)
class Filling(Generic[T]):
    """Pieces to air whole, in the order of the queue, and how long they last together."""

    tracks: tuple[T, ...]
    ticks: Ticks


def apart(tracks: Sequence[T], *, rules: Rules, allowed: Closeness) -> list[list[T]]:
    """The pieces in groups of which one at the most may be chosen, so that what is chosen is kept apart.

    Two pieces are in one group where they share a mark that is still kept apart once `allowed` is
    given up, also by way of a third. The groups keep the order of their first pieces.
    """
    home_of: dict[str, int] = {}
    groups: dict[int, list[T]] = {}
    for place, track in enumerate(tracks):
        shared = _kept_marks(track, rules=rules, allowed=allowed)
        met = sorted({home_of[mark] for mark in shared if mark in home_of})
        home = met[0] if met else place
        group = groups.setdefault(home, [])
        for other in met[1:]:
            group.extend(groups.pop(other))
            home_of |= {mark: home for mark, place_of in home_of.items() if place_of == other}
        group.append(track)
        home_of |= dict.fromkeys(shared, home)
    return list(groups.values())


def _kept_marks(track: Track, *, rules: Rules, allowed: Closeness) -> list[str]:
    marks = track.marks
    kept = (
        (marks.structure, rules.structure, Closeness.STRUCTURE),
        (marks.artist, rules.artist, Closeness.ARTIST),
        (marks.title, rules.title, Closeness.TITLE),
    )
    return [mark for mark, seconds, level in kept if mark and seconds and allowed < level]


def fill(
    groups: Sequence[Sequence[T]], *, room: Ticks, early: Ticks, late: Ticks
) -> Filling[T]:  # fmt: skip
    """The choice, one of each group at the most, that lasts nearest to `room`.

    Wanted is a length in [room - early, room + late]; where there is none, the longest shorter one.
    Of the choices of one length, the one that takes the most of the first groups.
    """
    most = (room + late) // QUANTUM
    if most < 0:
        return Filling((), Ticks(0))
    reached = _reach(groups, most=most)
    wanted = _nearest(reached[-1], room=room, early=early, most=most)
    chosen: list[T] = []
    rest = wanted
    for place in range(len(groups) - 1, -1, -1):
        taken = next(
            (one for one in groups[len(groups) - 1 - place] if _holds(reached[place], rest - _quanta(one))),
            None,
        )
        if taken is not None:
            chosen.append(taken)
            rest -= _quanta(taken)
    return Filling(tuple(chosen), Ticks(wanted * QUANTUM))


def _reach(groups: Sequence[Sequence[Track]], *, most: int) -> list[int]:
    """The lengths reached with the last group, the last two, …: those of the first are added last."""
    mask = (1 << (most + 1)) - 1
    reached = [1]
    for group in reversed(groups):
        before = reached[-1]
        now = before
        for track in group:
            now |= before << _quanta(track)
        reached.append(now & mask)
    return reached


def _nearest(lengths: int, *, room: Ticks, early: Ticks, most: int) -> int:
    least = max(0, -(-(room - early) // QUANTUM))
    fitting = [n for n in range(least, most + 1) if lengths >> n & 1]
    if fitting:
        return min(fitting, key=lambda n: (abs(n * QUANTUM - room), n))
    return (lengths & ((1 << least) - 1)).bit_length() - 1


def _holds(lengths: int, quanta: int) -> bool:
    return quanta >= 0 and bool(lengths >> quanta & 1)


def _quanta(track: Track) -> int:
    return track.ticks // QUANTUM
