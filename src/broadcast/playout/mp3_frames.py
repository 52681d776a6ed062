"""The endless MP3 as arithmetic: which frames of which pieces are on air, when, and under what title. Pure.

A channel's frames are numbered from its epoch: frame n begins at media time 1,152 n. Nothing is carried
from one moment to the next, so the stream cannot drift from the ledger, and every node sends the same.
Frames go out in groups of `FRAMES_A_GROUP`, numbered alike; a group is what stands between two titles.
"""

from dataclasses import dataclass

from broadcast.media.grid import LONGEST_QUANTA, QUANTUM, segment_start
from broadcast.media.mp3 import MP3_FRAME, MP3_FRAME_BYTES, frame_at
from broadcast.media.units import Bytes, Ticks
from broadcast.playout.timeline import Airing, Timeline

FRAMES_A_GROUP = 42
GROUP = Ticks(FRAMES_A_GROUP * MP3_FRAME)
"""1.008 s."""
GROUP_BYTES = Bytes(FRAMES_A_GROUP * MP3_FRAME_BYTES)
"""`icy-metaint`: a listener begins with a group, so titles stand where groups end, for everybody."""
LAG = Ticks(LONGEST_QUANTA * QUANTUM)
"""How far behind the clock a frame is sent: by then its segment is published, however long that is."""
BURST = 10
"""Groups sent at once to who begins to listen, so that a player has enough to start with."""
REMEMBERED = 30
"""Groups a slow listener may be behind before being let go."""
_MOST_MISSED = 30
_MOST_AHEAD = 5
_TITLE_BLOCK = 16
_LONGEST_TITLE = 255 * _TITLE_BLOCK


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive frames of one airing's piece: `count` from frame `first` of its file."""

    airing: Airing
    first: int
    count: int


def runs_of(timeline: Timeline, group: int) -> tuple[Run, ...] | None:
    """Where the frames of a group lie; None where the timeline does not tell all of them."""
    runs: list[Run] = []
    number, end = group * FRAMES_A_GROUP, (group + 1) * FRAMES_A_GROUP
    while number < end:
        airing = timeline.airing_at(Ticks(number * MP3_FRAME))
        if airing is None:
            return None
        count = min(end, -(-airing.end // MP3_FRAME)) - number
        into = number * MP3_FRAME - airing.media_start + segment_start(airing.first_segment)
        runs.append(Run(airing, frame_at(Ticks(into)), count))
        number += count
    return tuple(runs)


def newest_group(until: Ticks) -> int:
    """The last group that ends at or before a tick."""
    return until // GROUP - 1


def groups_after(last: int | None, *, newest: int) -> range:
    """What to send after group `last`: all up to the newest, as long as the clock runs as clocks do.

    After a stop (a laptop's lid) or a clock set back by more than some seconds it goes on with the newest.
    """
    if last is None:
        return range(max(0, newest - BURST + 1), newest + 1)
    if newest - last > _MOST_MISSED or last - newest > _MOST_AHEAD:
        return range(newest, newest + 1)
    return range(last + 1, newest + 1)


def title_block(title: str) -> bytes:
    """A title as ICY has it: a byte that counts blocks of 16, then `StreamTitle='…';` in UTF-8, padded."""
    # Neither within it nor with the quote that opens it may there be what ends it.
    title = (" " + title if title.startswith(";") else title).replace("';", "’;")
    words = title.encode()
    room = _LONGEST_TITLE - len(b"StreamTitle='';")
    while len(words) > room:
        title = title[:-1]
        words = title.encode()
    block = b"StreamTitle='%s';" % words
    blocks = -(-len(block) // _TITLE_BLOCK)
    return bytes([blocks]) + block.ljust(blocks * _TITLE_BLOCK, b"\0")
