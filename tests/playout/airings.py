"""Airings and pieces for tests: short words for what a ledger may hold."""

from broadcast.media.grid import QUANTUM, padded, segment_count
from broadcast.media.units import Ticks, ticks_of
from broadcast.playout.decide import Piece
from broadcast.playout.timeline import Airing, Reason

FORMATS = "a128=aaaa a48=bbbb"


def piece(name: str, *, seconds: float = 30, formats: str = FORMATS) -> Piece:
    """A piece that lasts so long, on the grid."""
    return Piece(
        item=name, package=f"packages/{name}", ticks=padded(ticks_of(seconds)), formats=formats, title=name
    )


STAND_BY = Piece(
    item=None, package="packages/stand-by-3", ticks=Ticks(53 * QUANTUM), formats=FORMATS, title=""
)


def airing(start: int, *, sequence: int = 0, quanta: int = 12, **more: object) -> Airing:
    """A row of that many quanta."""
    known: dict[str, object] = {
        "discontinuity_sequence": 0,
        "package": "packages/p",
        "card": None,
        "formats": FORMATS,
        "item": "item",
        "first_segment": 0,
        "reason": Reason.ROTATION,
        "occurrence": None,
        "title": "title",
        "show": "",
    }
    ticks = Ticks(quanta * QUANTUM)
    return Airing(
        first_sequence=sequence,
        segment_count=segment_count(ticks),
        media_start=Ticks(start),
        ticks=ticks,
        **(known | more),  # type: ignore[arg-type]  # the tests' own words
    )
