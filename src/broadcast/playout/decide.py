"""What airs next: one pure, total function.

The ladder, highest first: a due occurrence's next piece (its show's filler where nothing of its own is
left), the channel's rotation with its jingles, the stand-by loop. (Live stands above; see `Reason`.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from broadcast.media.grid import SEGMENT, segment_count
from broadcast.media.units import Ticks
from broadcast.playout.timeline import OWN, Airing, Reason
from broadcast.schedule.filling import EARLY, LATE, Pool, choose
from broadcast.schedule.rotation import Heard, Marks, Rules, Stretch

EARLIEST = EARLY
LATEST = LATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Something that can air, whole and ready. `ticks` is its length on the grid.

    `weight`, `is_music` and `marks` are for the rotation. `other` is an item that is heard in it besides.
    """

    item: str | None
    package: str
    ticks: Ticks
    formats: str
    title: str
    show: str = ""
    card: str | None = None
    first_segment: int = 0
    weight: int = 1
    is_music: bool = False
    marks: Marks = Marks()  # noqa: RUF009  # frozen
    other: str | None = None


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

    `next_start` is when the next occurrence begins; the rotation makes room for it. `jingle_marks` are
    the fixed minutes around the position at which a jingle is wanted.
    """

    stand_by: Piece
    due: Due | None = None
    next_start: Ticks | None = None
    rotation: Mapping[str, Piece] = field(default_factory=dict)
    jingles: Mapping[str, Piece] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)
    jingle_marks: Sequence[Ticks] = ()
    revision: int = 0

    def piece(self, item: str) -> Piece | None:
        """The piece of that name, where the plan has it."""
        if self.due is not None and self.due.piece is not None and self.due.piece.item == item:
            return self.due.piece
        return self.rotation.get(item) or self.jingles.get(item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where the ledger ends (or is taken over), and what it remembers."""

    at: Ticks
    sequence: int
    discontinuity_sequence: int = 0
    formats: str = ""
    after_stop: bool = False
    heard: Heard = field(default_factory=Heard)

    def after(self, airing: Airing, plan: Plan) -> "Position":
        """Where the ledger ends once an airing of this plan is appended, and what it remembers then."""
        return Position(
            at=airing.end,
            sequence=airing.end_sequence,
            discontinuity_sequence=airing.discontinuity_sequence,
            formats=airing.formats,
            after_stop=airing.reason is Reason.OFF_AIR,
            heard=heard_after(self.heard, airing, plan.piece(airing.item) if airing.item else None),
        )


def heard_after(heard: Heard, airing: Airing, piece: Piece | None) -> Heard:
    """What is remembered once an airing began; `piece` is what it plays."""
    if airing.item is None:
        return heard.with_nothing()
    if airing.reason is Reason.JINGLE:
        return heard.with_jingle(airing.item, at=airing.media_start)
    after = heard.with_piece(airing.item, piece.marks if piece else Marks(), at=airing.media_start)
    if airing.reason is Reason.ROTATION:
        is_music = piece is not None and piece.is_music
        return after.with_stretch(Stretch(airing.media_start, airing.ticks, is_music))
    return after


def decide(plan: Plan, position: Position) -> Airing:
    """The airing that begins at the position. Total: the stand-by loop is always there."""
    due = plan.due
    if due is not None and due.piece is not None:
        count = segments_until(due.cut_at, at=position.at, ticks=due.piece.ticks)
        return _airing(due.piece, due.reason, plan, position, count=count, due=due)
    piece, reason = _filling(plan, position)
    late = EARLIEST if reason is Reason.STAND_BY else LATEST
    count = segments_until(plan.next_start, at=position.at, ticks=piece.ticks, late=late)
    return _airing(piece, reason, plan, position, count=count, due=due)


def _filling(plan: Plan, position: Position) -> tuple[Piece, Reason]:
    pool = Pool(
        tracks=tuple(plan.rotation.values()),
        jingles=tuple(plan.jingles.values()),
        rules=plan.rules,
        jingle_marks=plan.jingle_marks,
    )
    chosen = choose(pool, heard=position.heard, at=position.at, until=plan.next_start)
    if chosen is None:
        return plan.stand_by, Reason.STAND_BY
    return chosen.track, Reason.JINGLE if chosen.is_jingle else Reason.ROTATION


def segments_until(limit: Ticks | None, *, at: Ticks, ticks: Ticks, late: Ticks = EARLIEST) -> int:
    """How many segments of a piece air from `at` so that it ends nearest to `limit`; one at the least.

    All of them where it ends `late` ticks behind the limit at the most.
    """
    whole = segment_count(ticks)
    if limit is None or at + ticks <= limit + late:
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
        other=piece.other,
    )


def still_wanted(airing: Airing, plan: Plan, *, airable: bool, overruns: bool = False) -> bool:
    """Whether an airing decided under an older revision may go on past the position of the plan.

    It goes on unless its piece was withdrawn, an occurrence other than its own has become due, or it
    fills time that the next one now needs. One that `overruns`, as its slot says, finishes all the same.
    """
    if not airable:
        return False
    due = plan.due
    if airing.reason in OWN:
        return overruns or due is None or due.occurrence == airing.occurrence
    if due is not None and due.piece is not None:
        is_the_same_filler = airing.reason is due.reason and airing.occurrence == due.occurrence
        return is_the_same_filler and due.reason is Reason.FILLER
    return plan.next_start is None or airing.end <= plan.next_start + LATEST
