"""Which piece of a rotation comes next: pure, and the same on every node.

The piece longest unheard comes first. Those never heard come in an order drawn from the channel's
seed, so that two channels with the same pieces do not sound alike.
"""

import hashlib
from collections.abc import Mapping, Sequence

from broadcast.media.units import TICKS_PER_SECOND, Ticks

_NEVER = -1


def drawn_rank(seed: int, item: str) -> bytes:
    """The place of an item in the order that a seed draws."""
    return hashlib.blake2b(f"{seed}:{item}".encode(), digest_size=8).digest()


def next_of(items: Sequence[str], *, last_aired: Mapping[str, Ticks], seed: int) -> str | None:
    """The item longest unheard; None of an empty rotation."""
    return min(
        items, key=lambda item: (last_aired.get(item, _NEVER), drawn_rank(seed, item), item), default=None
    )


def jingle_is_due(*, at: Ticks, last_jingle: Ticks, every: int) -> bool:
    """Whether `every` seconds have passed since the last jingle ended or the channel began."""
    return every > 0 and at - last_jingle >= every * TICKS_PER_SECOND
