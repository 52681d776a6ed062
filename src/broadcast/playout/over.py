"""Words over the beginning of the music that follows: what is made anew, and the parts it makes. Pure.

The first segments of the music are rendered once more, lowered, with the voice over them. Their row is the
line of the voice, and the music goes on behind it in its own bytes: it takes no time but its own.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from broadcast.library import keys
from broadcast.media.grid import SEGMENT, segment_start
from broadcast.media.units import Ticks
from broadcast.playout.decide import Piece
from broadcast.playout.timeline import Airing
from broadcast.playout.turn import Part, stretch
from broadcast.schedule.running_order import Element
from broadcast.schedule.talk_over import fits, segments_under

VERSION = 1
"""Of the way it is rendered: part of its key."""


@dataclass(frozen=True, slots=True)
class Over:
    """The whole of package `voice`, `ticks` long, over the beginning of package `music`."""

    voice: str
    music: str
    ticks: Ticks

    @property
    def segments(self) -> int:
        """How many of the music's."""
        return segments_under(self.ticks)

    @property
    def package(self) -> str:
        """The prefix of its package: named by all that it is made of."""
        words = f"{VERSION} {self.voice} {self.music} {self.ticks}"
        return keys.over(hashlib.sha256(words.encode()).hexdigest(), version=VERSION)


def over_of(voice: Piece, music: Piece) -> Over | None:
    """One piece over another; None where it cannot be. What holds music is no voice: reports tell it."""
    is_whole = not voice.first_segment and not music.first_segment
    if voice.is_music or not is_whole or not fits(voice.ticks, music.ticks):
        return None
    return Over(voice.package, music.package, voice.ticks)


def overs_of(elements: Sequence[Element], parts: Sequence[Part]) -> list[tuple[int, Over]]:
    """Those that a running order wants, each with the place of its voice; `parts` are its elements' own."""
    found = []
    for place, (one, following) in enumerate(pairwise(elements)):
        voice, music = parts[place].piece, parts[place + 1].piece
        if one.may_talk_over(following) and voice is not None and music is not None:
            over = over_of(voice, music)
            if over is not None:
                found.append((place, over))
    return found


def with_overs(
    elements: Sequence[Element], parts: Sequence[Part], *, aired: Iterable[Airing],
    is_ready: Callable[[Over], bool],
) -> list[Part]:  # fmt: skip
    """The parts of a running order, the voices over their music where that is ready.

    What has begun goes on as it began: music that was heard under a voice is not begun again.
    """
    made, begun = list(parts), {row.element: row for row in aired}
    for place, over in overs_of(elements, parts):
        voice, music = parts[place], parts[place + 1]
        row = begun.get(voice.key)
        if voice.piece is None or music.piece is None:
            continue
        if row is None and is_ready(over):
            made[place] = Part(voice.key, _spoken(over, voice.piece, music.piece))
        elif row is None or not is_over(row) or row.item != music.piece.item:
            continue
        rest = stretch(music.piece, begins=segment_start(over.segments), ends=None)
        made[place + 1] = Part(music.key, rest)
    return made


def _spoken(over: Over, voice: Piece, music: Piece) -> Piece:
    """What airs first: of the music, and of the voice, so that it is not heard once either is withdrawn."""
    return replace(
        music, package=over.package, ticks=Ticks(over.segments * SEGMENT), first_segment=0, other=voice.item
    )


def is_over(airing: Airing) -> bool:
    """Whether it is the row of a voice over music."""
    return airing.segment_count > 0 and airing.item is not None and keys.is_over(airing.package)


def as_begun(airings: Iterable[Airing]) -> list[Airing]:
    """The rows as people are told them: music begins where it is heard first, under a voice."""
    told: list[Airing] = []
    for airing in airings:
        before = told[-1] if told else None
        if is_over(airing):
            told.append(replace(airing, other=None))
        elif before is not None and is_over(before) and _goes_on(before, airing):
            told[-1] = replace(
                airing,
                first_sequence=before.first_sequence,
                segment_count=before.segment_count + airing.segment_count,
                media_start=before.media_start,
                ticks=Ticks(before.ticks + airing.ticks),
                first_segment=0,
            )
        else:
            told.append(airing)
    return told


def _goes_on(over: Airing, music: Airing) -> bool:
    return (
        over.end == music.media_start
        and over.item == music.item
        and over.occurrence == music.occurrence
        and music.first_segment == over.segment_count
    )
