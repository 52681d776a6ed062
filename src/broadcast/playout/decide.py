"""What airs next: one pure, total function.

The ladder, highest first: a due occurrence's next piece (its show's filler where nothing of its own is
left), the channel's rotation with its jingles, the stand-by loop. (Live stands above; see `Reason`.)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from broadcast.media.grid import SEGMENT, segment_count
from broadcast.media.units import Ticks
from broadcast.playout.timeline import OWN, Airing, Reason
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
    first_segment: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The occurrence that covers the position: what it plays next (None: the rotation), and until when.

    `cut_at` is set where its piece must end there. `reason` tells a first run from a repeat and from the
    show's filler; `element` names the part of its occurrence that the piece is.
    """

    occurrence: str
    piece: Piece | None
    cut_at: Ticks | None
    reason: Reason = Reason.SCHEDULED
    element: str | None = None


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
        return _airing(due.piece, due.reason, plan, position, count=count, due=due)
    piece, reason = _filling(plan, position)
    count = segments_until(plan.next_start, at=position.at, ticks=piece.ticks)
    return _airing(piece, reason, plan, position, count=count, due=due)


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
    piece: Piece, reason: Reason, plan: Plan, position: Position, *, count: int, due: Due | None
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
        first_segment=piece.first_segment,
        reason=reason,
        occurrence=due.occurrence if due else None,
        element=due.element if due else None,
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
    due = plan.due
    if airing.reason in OWN:
        return due is None or due.occurrence == airing.occurrence
    if due is not None and due.piece is not None:
        is_the_same_filler = airing.reason is due.reason and airing.occurrence == due.occurrence
        return is_the_same_filler and due.reason is Reason.FILLER
    return plan.next_start is None or airing.end <= plan.next_start + EARLIEST
