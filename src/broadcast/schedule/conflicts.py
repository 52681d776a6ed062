"""What overlaps, what is left empty, and who gives way when the clock changes. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from broadcast.schedule.recurrence import Occurrence, Rule, occurrences

LOOK_AHEAD = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of time."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Clash:
    """Two occurrences at one time."""

    first: Occurrence
    second: Occurrence

    @property
    def span(self) -> Span:
        """The time both claim."""
        return Span(
            max(self.first.starts_at, self.second.starts_at), min(self.first.ends_at, self.second.ends_at)
        )


def _overlap_on_the_wall(sooner: Occurrence, later: Occurrence) -> bool:
    """Whether they overlap by the wall clock: an overlap that only a change of the clock makes is none."""
    lasts = sooner.ends_at - sooner.starts_at
    other = later.ends_at - later.starts_at
    return sooner.local < later.local + other and later.local < sooner.local + lasts


def clashes(found: Iterable[Occurrence]) -> list[Clash]:
    """Every pair that overlaps by the wall clock, of occurrences that were not cancelled."""
    ordered = sorted((one for one in found if not one.cancelled), key=lambda one: one.local)
    result: list[Clash] = []
    for place, sooner in enumerate(ordered):
        for later in ordered[place + 1 :]:
            if later.local - sooner.local >= sooner.ends_at - sooner.starts_at:
                break
            if _overlap_on_the_wall(sooner, later):
                result.append(Clash(sooner, later))
    return result


def first_clash(rule: Rule, others: Sequence[Rule], *, since: datetime) -> Clash | None:
    """The first clash of a new or changed rule with the others from `since` on, three years ahead."""
    until = since + LOOK_AHEAD
    mine = [one for one in occurrences(rule, start=since, end=until) if not one.cancelled]
    if not mine:
        return None
    lasts = max(one.ends_at for one in mine)
    theirs = [one for other in others for one in occurrences(other, start=since, end=min(lasts, until))]
    found = (
        clash for clash in clashes([*mine, *theirs]) if rule.slot in {clash.first.slot, clash.second.slot}
    )
    return min(found, key=lambda clash: clash.span.starts_at, default=None)


def on_air(found: Iterable[Occurrence]) -> list[Occurrence]:
    """What is left for the air where a change of the clock makes occurrences overlap.

    The slot whose own time it is plays. One moved by the clock begins when that one ends, or is
    dropped; otherwise the earlier one ends when the later begins.
    """
    ordered = sorted(
        (one for one in found if not one.cancelled), key=lambda one: (one.is_shifted, one.starts_at)
    )
    kept: list[Occurrence] = []
    for one in ordered:
        trimmed = _give_way(one, kept) if one.is_shifted else one
        if trimmed.starts_at < trimmed.ends_at:
            kept.append(trimmed)
    kept.sort()
    ended = [
        replace(sooner, ends_at=min(sooner.ends_at, later.starts_at)) for sooner, later in pairwise(kept)
    ] + kept[-1:]
    return [one for one in ended if one.starts_at < one.ends_at]


def _give_way(moved: Occurrence, kept: Sequence[Occurrence]) -> Occurrence:
    for other in sorted(kept):
        if other.starts_at <= moved.starts_at < other.ends_at:
            moved = replace(moved, starts_at=min(other.ends_at, moved.ends_at))
        elif moved.starts_at < other.starts_at < moved.ends_at:
            moved = replace(moved, ends_at=other.starts_at)
    return moved


def gaps(found: Iterable[Occurrence], *, start: datetime, end: datetime) -> list[Span]:
    """What of [start, end) no occurrence fills."""
    result: list[Span] = []
    reached = start
    for one in sorted(one for one in found if not one.cancelled):
        if one.starts_at > reached:
            result.append(Span(reached, min(one.starts_at, end)))
        reached = max(reached, one.ends_at)
    if reached < end:
        result.append(Span(reached, end))
    return [span for span in result if span.starts_at < span.ends_at]
