"""What was heard of what the ledger planned: a piece withdrawn on the air ends there. Pure.

A segment is published when its end has passed; from the moment of a withdrawal on, what is published is
stand-by bytes of the same length. So a row ends, for whoever listened, with its last segment that was
published before, and the stand-by loop has the rest.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from broadcast.library import keys
from broadcast.media.grid import SEGMENT
from broadcast.media.units import Ticks
from broadcast.playout.timeline import Airing, Reason


def as_heard(airings: Iterable[Airing], withdrawn: Mapping[str, Ticks]) -> Iterator[Airing]:
    """The rows as they were heard; `withdrawn` says when items were, in ticks of the channel."""
    for airing in airings:
        at = min((withdrawn[item] for item in airing.items if item in withdrawn), default=None)
        if at is None or at >= airing.end:
            yield airing
            continue
        count = min(max(0, (at - airing.media_start) // SEGMENT), airing.segment_count - 1)
        if count:
            yield airing.cut_to(count)
        yield _stand_in(airing, count)


def is_stand_in(airing: Airing) -> bool:
    """Whether the stand-by loop is heard there in another piece's place."""
    return airing.reason is Reason.STAND_BY and not keys.is_stand_by(airing.package)


def _stand_in(airing: Airing, count: int) -> Airing:
    """What is heard of a row from its segment `count` on once its piece is withdrawn."""
    return replace(
        airing,
        first_sequence=airing.first_sequence + count,
        segment_count=airing.segment_count - count,
        media_start=Ticks(airing.media_start + count * SEGMENT),
        ticks=Ticks(airing.ticks - count * SEGMENT),
        first_segment=airing.first_segment + count,
        item=None,
        other=None,
        title="",
        show="",
        reason=Reason.STAND_BY,
    )
