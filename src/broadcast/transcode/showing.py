"""What is seen while one sound runs into another: the card of the first, then that of the second.

Nothing is encoded: both are prefixes of what is stored, and each begins with a picture that needs no other.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path

from broadcast.errors import marked
from broadcast.library import keys
from broadcast.media.fmp4 import joined, prefix
from broadcast.media.grid import QUANTUM, SEGMENT
from broadcast.media.package import Rendition, RenditionIndex, SegmentBytes
from broadcast.media.units import Bytes, Ticks
from broadcast.storage import Storage
from broadcast.transcode import argv
from broadcast.transcode.splicing import NotSplicedError, index_of


def shares(lengths: Sequence[Ticks], *, cut: Ticks) -> list[tuple[Ticks, Ticks]]:
    """For how long each segment shows the first card, and the second: the cut is at a whole quantum. Pure.

    A segment holds two fragments at the most, neither longer than a full one: where it shows both, the cut
    may come a little later in it or sooner.
    """
    found, start = [], 0
    for length in lengths:
        first = min(length, max(0, cut - start)) // QUANTUM * QUANTUM
        if 0 < first < length:
            first = max(length - SEGMENT, min(SEGMENT, first))
        found.append((Ticks(first), Ticks(length - first)))
        start += length
    return found


def show(
    storage: Storage, cards: tuple[str, str], *, of: Rendition, lengths: Sequence[Ticks], cut: Ticks,
    folder: Path,
) -> RenditionIndex:  # fmt: skip
    """A rendition of both cards in `folder`. Raises NotSplicedError where they do not begin alike."""
    before, after = (index_of(storage, card).renditions[of] for card in cards)
    if before.init != after.init:
        raise NotSplicedError(
            "seam_of_another_recipe", marked("The two pieces were prepared in different ways.")
        )
    init = storage.get_range(keys.rendition(cards[0], of), offset=0, size=before.init_size)
    first, second = (_longest(storage, card, of) for card in cards)
    parts: list[bytes] = []
    sizes: list[int] = []
    for long, short in shares(lengths, cut=cut):
        shown = [prefix(card, ticks=ticks) for card, ticks in ((first, long), (second, short)) if ticks]
        parts += [init + one for one in shown]
        sizes.append(sum(map(len, shown)))
    (folder / argv.file_of(of)).write_bytes(b"".join(joined(parts)))
    offsets = accumulate(sizes, initial=len(init))
    return RenditionIndex(
        init=before.init,
        init_size=before.init_size,
        segments=tuple(SegmentBytes(Bytes(start), Bytes(end - start)) for start, end in pairwise(offsets)),
    )


def _longest(storage: Storage, card: str, of: Rendition) -> bytes:
    """The last segment of a card or of the stand-by loop, which is as long as any can be."""
    where = index_of(storage, card).renditions[of].segments[-1]
    return storage.get_range(keys.rendition(card, of), offset=where.offset, size=where.size)
