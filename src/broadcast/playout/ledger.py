"""Extending the ledger: append what airs next up to the freeze horizon, and nothing twice.

Whoever notices calls `extend`: beat, or a web process. Writers wait for each other (BEGIN IMMEDIATE on
SQLite, one advisory lock on PostgreSQL, so that rows also become visible in the order of their ids),
and unique sequence numbers and starts stand under both.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice, takewhile

from sqlalchemy import text
from sqlalchemy.orm import Session

from broadcast.db import Database
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.media.grid import segment_start
from broadcast.media.units import TICKS_PER_SECOND, Ticks
from broadcast.playout.decide import still_wanted
from broadcast.playout.due import due_at, is_to_finish
from broadcast.playout.fade import faded
from broadcast.playout.memory import position_after
from broadcast.playout.models import Told
from broadcast.playout.pieces import Packages, Pieces
from broadcast.playout.plan import plan_at, programme_of
from broadcast.playout.playlist import WINDOW
from broadcast.playout.programme import course
from broadcast.playout.ready import ready_fade, ready_seams, wanted_seams
from broadcast.playout.repository import Ending, endings, row_of, tail_of, told_until
from broadcast.playout.seam import LONGEST_LEAD, Joiner, Seam, may_mix, plain
from broadcast.playout.timeline import Airing, Reason, ticks_at
from broadcast.schedule.crossfades import overlap_of
from broadcast.schedule.models import Channel, ChannelKind

HORIZON = timedelta(seconds=24)
"""Long enough to outlast a database that does not answer for 20 s (decision 21)."""
BEGINNING = Ticks(24 * TICKS_PER_SECOND)
"""After a long stop, what is on air began this long ago: players need some segments to begin with."""
_LEDGER_LOCK = 0x6C656467
_EARLY = Ticks(LONGEST_LEAD + 8 * TICKS_PER_SECOND)  # two turns of beat before it has to be written
FORESEEN = Ticks(6 * 3_600 * TICKS_PER_SECOND)
"""How far a forecast without an end knows the grid."""
MOST_CHANNELS = 200
_MOST_ROWS = 500  # in one extension: more than two minutes of the shortest virgules


@dataclass(frozen=True, slots=True)
class Extender:
    """Appends to the ledgers of one database."""

    database: Database
    packages: Packages

    def extend_all(self, *, now: datetime, most: int = MOST_CHANNELS) -> int:
        """Extend the channels that need it, the most urgent first; gives how many rows were appended.

        Only `most` channels at a time, so that whoever keeps an air reads what is new in between.
        """
        with self.database.reading() as session:
            ends = endings(session)
            now = not_behind(session, now)
        due = (one.channel_id for one in ends if needs_extending(one, now=now))
        return sum(self.extend(channel_id, now=now) for channel_id in islice(due, most))

    def extend(self, channel_id: int, *, now: datetime) -> int:
        """Extend one channel to the horizon; gives how many rows were appended."""
        with self.database.writing() as session:
            lock_ledger(session)
            now = not_behind(session, now)
            channel = session.get(Channel, channel_id)
            if channel is None:
                return 0
            pieces = Pieces(self.packages, has_picture=channel.kind == ChannelKind.TV)
            return _extend(session, channel, pieces=pieces, now=now)


def lock_ledger(session: Session) -> None:
    """Be the only writer of the ledger until this transaction ends; on SQLite every writer is."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LEDGER_LOCK})


def promise(database: Database, *, until: datetime) -> None:
    """Have nothing in the ledger taken over before that moment, so that listeners may be told of it."""
    with database.writing() as session:
        lock_ledger(session)
        row = session.get(Told, 1)
        if row is None:
            session.add(Told(id=1, until=until))
        elif row.until < until:
            row.until = until


def not_behind(session: Session, now: datetime) -> datetime:
    """The present moment, of a clock that may be behind one that listeners were told by."""
    told = told_until(session)
    return now if told is None else max(now, told - HORIZON)


def needs_extending(ending: Ending, *, now: datetime) -> bool:
    """Whether a channel's last row ends within the horizon, or was decided under an older programme."""
    ends_at = ending.ends_at
    if ends_at is None or ending.decided_under != ending.revision:
        return True
    early = timedelta(seconds=_EARLY / TICKS_PER_SECOND if ending.mixes or ending.may_be_cut else 0)
    return ends_at <= now + HORIZON + early


def looked_at(channel: Channel, tail: Airing) -> Ticks:
    """Where the horizon must be for a channel's last row to be looked at.

    At its end; earlier where it may run into what follows, for that begins before it ends.
    """
    runs_over = overlap_of(channel) and may_mix(tail)
    return Ticks(tail.end - _EARLY) if runs_over else tail.end


def _extend(session: Session, channel: Channel, *, pieces: Pieces, now: datetime) -> int:
    present = ticks_at(now, epoch=channel.epoch)
    horizon = ticks_at(now + HORIZON, epoch=channel.epoch)
    tail = tail_of(session, channel.id)
    appended = 0
    if tail is not None and present - tail.end > WINDOW:
        tail = _append(session, channel, bridge(tail, until=Ticks(present - BEGINNING)))
        appended += 1
    if tail is not None and tail.end > horizon and tail.revision != channel.revision:
        tail, changed = _take_over(session, channel, tail, horizon=horizon, pieces=pieces)
        appended += changed
    if tail is None or looked_at(channel, tail) <= horizon:
        start = tail.end if tail else Ticks(0)
        following = _following(
            session, channel, tail, at=start, until=Ticks(max(start, horizon)), pieces=pieces, horizon=horizon
        )
        for airing in islice(following, _MOST_ROWS - appended):
            if tail is not None and tail.end > horizon and not _is_of_a_seam(tail, airing):
                break  # looked at early, for a seam that is not to be
            tail = _append(session, channel, airing)
            appended += 1
            if tail.end > horizon and tail.other is None:
                break
    if tail is not None:
        appended += _fade_out(session, channel, tail, horizon=horizon, pieces=pieces)
    return appended


def _fade_out(session: Session, channel: Channel, tail: Airing, *, horizon: Ticks, pieces: Pieces) -> int:
    """Where what plays is soon cut: let it go out, if that is ready. Gives how many rows that took."""
    if not horizon < tail.end <= horizon + _EARLY:
        return 0
    fade = ready_fade(session, tail, pieces=pieces, horizon=horizon)
    if fade is None:
        return 0
    _append(session, channel, faded(tail, fade))
    return 1


def _is_of_a_seam(tail: Airing, following: Airing) -> bool:
    """Whether it comes before the end of what plays: the row of a seam, or what begins in it."""
    return following.media_start < tail.end or tail.other is not None


def _following(  # noqa: PLR0913  # where, after what, up to where, and all that it hangs on
    session: Session, channel: Channel, tail: Airing | None, *, at: Ticks, until: Ticks, pieces: Pieces,
    horizon: Ticks | None = None,
) -> Iterator[Airing]:  # fmt: skip
    """What airs from `at`, after `tail`: decided one by one up to `until`, each written before the next.

    With seams that are ready, where they begin behind `horizon`; with none where that is not given.
    """
    programme = programme_of(session, channel, since=at, until=until, pieces=pieces)
    position = position_after(session, channel.id, tail, at=at, items=programme.items, rules=programme.rules)
    due_of = partial(due_at, session, channel, pieces=pieces)
    joiner: Joiner = plain
    if horizon is not None and overlap_of(channel):
        joiner = ready_seams(session, wanted_seams(channel, programme, pieces=pieces), horizon=horizon)
    return course(programme, position, due_of=lambda one, _: due_of(one), before=tail, joiner=joiner)


def bridge(tail: Airing, *, until: Ticks) -> Airing:
    """The row *off air* that bridges a stop: no segment, sequence numbers go on."""
    return replace(
        tail,
        first_sequence=tail.end_sequence,
        segment_count=0,
        media_start=tail.end,
        ticks=Ticks(until - tail.end),
        item=None,
        card=None,
        first_segment=0,
        reason=Reason.OFF_AIR,
        occurrence=None,
        element=None,
        other=None,
        title="",
        show="",
    )


def _take_over(
    session: Session, channel: Channel, tail: Airing, *, horizon: Ticks, pieces: Pieces
) -> tuple[Airing, int]:
    """After an edit: begin something else inside the last row, at its first boundary behind the horizon."""
    count = tail.boundary_after(horizon)
    if not 0 < count < tail.segment_count:
        return tail, 0
    at = Ticks(tail.media_start + segment_start(count))
    plan = plan_at(session, channel, at=at, pieces=pieces)
    overruns = is_to_finish(session, channel, tail)
    if still_wanted(tail, plan, airable=_may_air(session, tail), overruns=overruns):
        return tail, 0
    following = _following(session, channel, tail.cut_to(count), at=at, until=at, pieces=pieces)
    return _append(session, channel, next(following)), 1


def _may_air(session: Session, airing: Airing) -> bool:
    if airing.item is None:
        return True
    item = session.get(Item, airing.item)
    return item is not None and item.state == ItemState.PUBLISHED


def _append(session: Session, channel: Channel, airing: Airing) -> Airing:
    session.add(row_of(airing, channel_id=channel.id))
    session.flush()
    return airing


def forecast(  # noqa: PLR0913  # whose, after what, how far, and who wants to know of its seams
    session: Session,
    channel: Channel,
    tail: Airing,
    *,
    pieces: Pieces,
    most: int,
    until: int | None = None,
    note: Callable[[Seam], None] = lambda _seam: None,
) -> list[Airing]:
    """What will be decided after `tail` if nothing is edited: the same function, with nothing written.

    At most `most` rows, and none that begins after the tick `until`. It counts on every seam that is
    wanted, ready or not yet, and tells `note` of each.
    """
    begins = tail.end
    last = Ticks(until) if until is not None else Ticks(begins + FORESEEN)
    programme = programme_of(session, channel, since=begins, until=last, pieces=pieces)
    position = position_after(
        session, channel.id, tail, at=begins, items=programme.items, rules=programme.rules
    )
    due_of = partial(due_at, session, channel, pieces=pieces)
    wanted = wanted_seams(channel, programme, pieces=pieces)

    def joiner(before: Airing, after: Airing) -> Seam | None:
        seam = wanted(before, after)
        if seam is not None:
            note(seam)
        return seam

    following = course(
        programme,
        position,
        due_of=lambda one, decided: due_of(one, decided=decided),
        before=tail,
        joiner=joiner,
    )
    return list(islice(takewhile(lambda one: until is None or one.media_start <= until, following), most))
