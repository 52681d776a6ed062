"""A year of one channel, decided row by row with the code that extends the ledger, from plans in memory.

The library and the grid are those of a neighbourhood radio: 260 tracks of 70 artists, 40 spoken pieces,
six jingles, a night of its own, the news at every hour of the day, a show each evening, and more at the
week's end. What a slot plays (`due_of`) is told from memory; grid, plans, decisions are the station's own.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from itertools import pairwise, takewhile
from random import Random
from zoneinfo import ZoneInfo

from broadcast.media.grid import QUANTUM, padded
from broadcast.media.units import TICKS_PER_SECOND, Ticks, ticks_of
from broadcast.playout.decide import Due, Piece, Position
from broadcast.playout.programme import HourList, Hours, Programme, course
from broadcast.playout.timeline import Airing, Reason, ticks_at
from broadcast.schedule.conflicts import on_air
from broadcast.schedule.recurrence import Occurrence, Rule, occurrence_key, occurrences
from broadcast.schedule.rotation import Rules, marks_of

PARIS = ZoneInfo("Europe/Paris")
EPOCH = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
_DAYS = 365.0
_RULES = Rules(artist=3_600, title=7_200, structure=0, music_share=75, jingle_every=1_200, seed=11)
_GRID = (  # rule, first start, minutes, how much of its slot the piece fills
    ("FREQ=DAILY;BYHOUR=7,8,9,10,11,12,13,14,15,16,17,19,21,22", "2027-01-01T07:00", 4, 0.75),
    ("FREQ=DAILY", "2027-01-01T18:00", 60, 0.93),
    ("FREQ=WEEKLY;BYDAY=TU,TH", "2027-01-05T20:00", 55, 0.97),
    ("FREQ=WEEKLY;BYDAY=SA", "2027-01-02T14:15", 30, 0.8),
    ("FREQ=MONTHLY;BYDAY=1SA", "2027-01-02T23:10", 90, 0.9),
)  # fmt: skip


@dataclass
class Slots:
    """What slots play: a fresh piece for every occurrence, as long as such things are."""

    drawn: Random
    begun: dict[str, Ticks] = field(default_factory=dict)

    def due_of(self, one: Occurrence, decided: Sequence[Airing]) -> Due:
        """The occurrence's piece until it has begun, then the rotation."""
        key = occurrence_key(one)
        if decided and decided[-1].reason is Reason.SCHEDULED and decided[-1].occurrence is not None:
            self.begun.setdefault(decided[-1].occurrence, decided[-1].media_start)
        if key in self.begun:
            return Due(occurrence=key, piece=None, cut_at=None)
        _, _, minutes, share = _GRID[one.slot]
        seconds = minutes * 60 * share * self.drawn.uniform(0.93, 1.03)
        return Due(occurrence=key, piece=_piece(key, seconds=seconds), cut_at=None)


@dataclass(frozen=True)
class Year:
    """What was decided, in how many CPU seconds, and when the occurrences should have begun."""

    rows: Sequence[Airing]
    seconds: float
    wanted: dict[str, Ticks]
    programme: Programme


def _piece(name: str, *, seconds: float, artist: str = "", weight: int = 1, is_music: bool = False) -> Piece:
    return Piece(
        item=name, package="", ticks=padded(ticks_of(seconds)), formats="a", title=name, weight=weight,
        is_music=is_music, marks=marks_of(artist=artist, title=name, structure=None),
    )  # fmt: skip


def _programme(drawn: Random, *, days: float) -> Programme:
    tracks = [
        _piece(f"track {n}", seconds=drawn.gauss(215, 45), artist=f"artist {n % 70}", weight=1 + n % 3,
               is_music=True)
        for n in range(260)
    ]  # fmt: skip
    talk = [_piece(f"talk {n}", seconds=drawn.uniform(45, 480)) for n in range(40)]
    jingles = [_piece(f"jingle {n}", seconds=drawn.uniform(4, 12)) for n in range(6)]
    rules = [
        Rule(slot=n, starts=datetime.fromisoformat(starts), zone=PARIS, rrule=rule,
             duration=timedelta(minutes=minutes))
        for n, (rule, starts, minutes, _) in enumerate(_GRID)
    ]  # fmt: skip
    until = EPOCH + timedelta(days=days + 1)
    found = [one for rule in rules for one in occurrences(rule, start=EPOCH, end=until)]
    return Programme(
        epoch=EPOCH,
        zone=PARIS,
        stand_by=Piece(item=None, package="", ticks=Ticks(53 * QUANTUM), formats="a", title=""),
        grid=on_air(found),
        fixed=frozenset(range(len(_GRID))),
        rotation={str(one.item): one for one in (*tracks, *talk)},
        lists=[HourList(Hours(clock(0), clock(6)), {str(one.item): one for one in tracks[:120]})],
        jingles={str(one.item): one for one in jingles},
        jingle_minutes=(0, 30),
        rules=_RULES,
    )


def year(*, days: float = _DAYS) -> Year:
    """Decide a year."""
    programme = _programme(Random(3), days=days)  # noqa: S311  # lengths, not secrets
    slots = Slots(Random(4))  # noqa: S311  # the same
    end = ticks_at(EPOCH + timedelta(days=days), epoch=EPOCH)
    began = time.process_time()
    walk = course(programme, Position(at=Ticks(0), sequence=0), due_of=slots.due_of)
    rows = list(takewhile(lambda row: row.media_start < end, walk))
    wanted = {occurrence_key(one): ticks_at(one.starts_at, epoch=EPOCH) for one in programme.grid}
    return Year(rows, time.process_time() - began, wanted, programme)


def check(lived: Year) -> None:
    """No drift to the tick, no gap, no number twice. Raises AssertionError."""
    at, sequence = 0, 0
    for row in lived.rows:
        if (row.media_start, row.first_sequence) != (at, sequence):
            raise AssertionError(f"{row.title} begins at {row.media_start} and not at {at}")
        at, sequence = at + row.ticks, sequence + row.segment_count


def _late(lived: Year) -> list[float]:
    """By how many seconds each slot began off its time."""
    return [
        (row.media_start - lived.wanted[str(row.occurrence)]) / TICKS_PER_SECOND
        for row in lived.rows
        if row.reason is Reason.SCHEDULED
    ]


def _cut(lived: Year) -> tuple[int, float]:
    """How many pieces of the rotation were cut, and how many of their seconds were not heard."""
    known = {**lived.programme.rotation, **lived.programme.jingles}
    missing = [
        known[row.item].ticks - row.ticks
        for row in lived.rows
        if row.item in known and row.ticks != known[row.item].ticks
    ]
    return len(missing), sum(missing) / TICKS_PER_SECOND


def _near(lived: Year) -> tuple[int, int, int]:
    """Pieces of the rotation, and how many came within the separation of their artist, of their title."""
    last: dict[str, Ticks] = {}
    total = artists = titles = 0
    for row in lived.rows:
        piece = lived.programme.rotation.get(row.item or "")
        if piece is None or row.reason is not Reason.ROTATION:
            continue
        total += 1
        artists += _within(last, piece.marks.artist, row.media_start, _RULES.artist)
        titles += _within(last, piece.marks.title, row.media_start, _RULES.title)
        last |= dict.fromkeys((piece.marks.artist, piece.marks.title), row.media_start)
    return total, artists, titles


def _within(last: dict[str, Ticks], mark: str, at: Ticks, seconds: int) -> bool:
    return bool(mark) and mark in last and at - last[mark] < seconds * TICKS_PER_SECOND


def _jingle_waits(lived: Year) -> float:
    """The share of jingles that came within ten minutes of their time, shows apart."""
    jingles = [row for row in lived.rows if row.reason in {Reason.JINGLE, Reason.SCHEDULED}]
    waits = [
        (later.media_start - sooner.end) / TICKS_PER_SECOND
        for sooner, later in pairwise(jingles)
        if later.reason is Reason.JINGLE
    ]
    return sum(wait <= _RULES.jingle_every + 600 for wait in waits) / len(waits)


def rows(days: float = _DAYS) -> Iterator[tuple[str, ...]]:
    """What a year was like."""
    lived = year(days=days)
    check(lived)
    late = _late(lived)
    cut, unheard = _cut(lived)
    total, artists, titles = _near(lived)
    spent = {reason: sum(row.ticks for row in lived.rows if row.reason is reason) for reason in Reason}
    played = [row for row in lived.rows if row.reason is Reason.ROTATION]
    music = sum(row.ticks for row in played if (row.item or "").startswith("track"))
    in_time = sum(abs(one) <= 4 for one in late)  # noqa: PLR2004  # the goal
    yield (
        f"{days:.0f} days of one channel, CPU seconds",
        f"{lived.seconds:.1f}",
        f"{len(lived.rows)} rows",
        "",
    )
    yield "slots that began within 4 s", f"{100 * in_time / len(late):.3f} %", f"{len(late)} slots", ""
    yield "the farthest off its time, seconds", f"{max(map(abs, late)):.2f}", "goal: 4", ""
    yield "pieces of the rotation cut", f"{cut}", f"{total} played", ""
    yield "seconds not heard of them", f"{unheard:.1f}", "goal: 0", ""
    yield "dead air, seconds", f"{spent[Reason.OFF_AIR] / TICKS_PER_SECOND:.0f}", "goal: 0", ""
    yield "stand-by loop, seconds", f"{spent[Reason.STAND_BY] / TICKS_PER_SECOND:.1f}", "", ""
    yield "within an hour of their artist", f"{artists}", f"{total} played", ""
    yield "within two hours of their title", f"{titles}", f"{total} played", ""
    yield "jingles at most 10 min late", f"{100 * _jingle_waits(lived):.1f} %", "", ""
    yield (
        "music in the rotation",
        f"{100 * music / sum(row.ticks for row in played):.1f} %",
        "wanted: 75 %",
        "",
    )
    yield "drift", "0 ticks", "asserted", ""
