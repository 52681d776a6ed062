"""What airs next: one pure, total function.

The ladder, highest first: a due occurrence's piece, the channel's rotation with its jingles, the
stand-by loop. (Live and the show's filler stand above and between; see `Reason`.)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from broadcast.media.grid import SEGMENT, segment_count
from broadcast.media.units import Ticks
from broadcast.playout.timeline import Airing, Reason
from broadcast.schedule.rotation import jingle_is_due, next_of

BEGINNING = Ticks(0)
EARLIEST = Ticks(SEGMENT // 2)
"""How long before its time an occurrence may begin: pieces are cut at the boundary nearest to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Something that can air, whole and ready. `ticks` is its length on the grid."""

    item: str | None
    package: str
    ticks: Ticks
    formats: str
    title: str
    show: str = ""
    card: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The occurrence that covers the position: what it plays (None: the rotation), and until when.

    `cut_at` is set where its piece must end there.
    """

    occurrence: str
    piece: Piece | None
    cut_at: Ticks | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that a decision at one position may look at.

    `next_start` is when the next occurrence begins; the rotation makes room for it.
    """

    stand_by: Piece
    due: Due | None = None
    next_start: Ticks | None = None
    rotation: Mapping[str, Piece] = field(default_factory=dict)
    jingles: Mapping[str, Piece] = field(default_factory=dict)
    jingle_every: int = 0
    seed: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where the ledger ends (or is taken over), and what it remembers."""

    at: Ticks
    sequence: int
    discontinuity_sequence: int = 0
    formats: str = ""
    after_stop: bool = False
    last_aired: Mapping[str, Ticks] = field(default_factory=dict)
    last_jingle: Ticks = BEGINNING


def decide(plan: Plan, position: Position) -> Airing:
    """The airing that begins at the position. Total: the stand-by loop is always there."""
    due = plan.due
    if due is not None and due.piece is not None:
        count = segments_until(due.cut_at, at=position.at, ticks=due.piece.ticks)
        return _airing(due.piece, Reason.SCHEDULED, plan, position, count=count, occurrence=due.occurrence)
    piece, reason = _filling(plan, position)
    count = segments_until(plan.next_start, at=position.at, ticks=piece.ticks)
    return _airing(piece, reason, plan, position, count=count, occurrence=due.occurrence if due else None)


def _filling(plan: Plan, position: Position) -> tuple[Piece, Reason]:
    if plan.jingles and jingle_is_due(
        at=position.at, last_jingle=position.last_jingle, every=plan.jingle_every
    ):
        jingle = next_of(tuple(plan.jingles), last_aired=position.last_aired, seed=plan.seed)
        if jingle is not None:
            return plan.jingles[jingle], Reason.JINGLE
    chosen = next_of(tuple(plan.rotation), last_aired=position.last_aired, seed=plan.seed)
    if chosen is not None:
        return plan.rotation[chosen], Reason.ROTATION
    return plan.stand_by, Reason.STAND_BY


def segments_until(limit: Ticks | None, *, at: Ticks, ticks: Ticks) -> int:
    """How many segments of a piece air from `at` so that it ends nearest to `limit`; one at the least."""
    whole = segment_count(ticks)
    if limit is None or at + ticks <= limit + EARLIEST:
        return whole
    return max(1, min(whole - 1, (limit - at + SEGMENT // 2) // SEGMENT))


def _airing(
    piece: Piece, reason: Reason, plan: Plan, position: Position, *, count: int, occurrence: str | None
) -> Airing:
    whole = segment_count(piece.ticks)
    breaks = position.after_stop or bool(position.formats and position.formats != piece.formats)
    return Airing(
        first_sequence=position.sequence,
        segment_count=count,
        media_start=position.at,
        ticks=piece.ticks if count == whole else Ticks(count * SEGMENT),
        discontinuity_sequence=position.discontinuity_sequence + breaks,
        package=piece.package,
        card=piece.card,
        formats=piece.formats,
        item=piece.item,
        first_segment=0,
        reason=reason,
        occurrence=occurrence,
        title=piece.title,
        show=piece.show,
        revision=plan.revision,
    )


def still_wanted(airing: Airing, plan: Plan, *, airable: bool) -> bool:
    """Whether an airing decided under an older revision may go on past the position of the plan.

    It goes on unless its piece was withdrawn, an occurrence other than its own has become due, or it
    fills time that the next one now needs.
    """
    if not airable:
        return False
    if airing.reason is Reason.SCHEDULED:
        return plan.due is None or plan.due.occurrence == airing.occurrence
    if plan.due is not None and plan.due.piece is not None:
        return False
    return plan.next_start is None or airing.end <= plan.next_start + EARLIEST
