"""Which piece of a rotation comes next: pure, and the same on every node.

A piece waits from its last airing on; the one whose wait, times its weight, is longest comes next. So a
piece of weight 3 comes three times as often as one of weight 1, whatever else airs on the channel. The wait
is stretched or shortened by up to a quarter, drawn for each airing from the channel's seed, so that no two
rounds sound alike. Pieces never heard come before all others, in an order drawn from the seed.

Kept apart are pieces of one title, one artist, one structure. Where too few pieces are left, this is
given up in an order that people are told: first the balance of music and speech, then the structure, the
artist, the title; at the very last a piece may follow itself. There is never silence instead.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import lru_cache
from operator import itemgetter
from typing import Generic, Protocol, TypeAlias, TypeVar

from broadcast.media.units import TICKS_PER_SECOND, Ticks

BALANCE_WINDOW = Ticks(4 * 3_600 * TICKS_PER_SECOND)
"""Over how long music and speech are weighed: long enough for a talk of half an hour to be a small part."""
BEGINNING = Ticks(0)
_SHORTEST_PATIENCE, _LONGEST_PATIENCE = 768, 768 + 2 * 255
_EVER = 1 << 80
"""A wait that no piece that was ever heard can have."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What must not come again too soon, in one spelling; empty where there is nothing to tell."""

    artist: str = ""
    title: str = ""
    structure: str = ""


class Track(Protocol):
    """What a rotation needs to know of a piece. `ticks` is its length on the grid."""

    @property
    def item(self) -> str | None:
        """Its name."""

    @property
    def ticks(self) -> Ticks:
        """Its length."""

    @property
    def weight(self) -> int:
        """How often it comes, against the others."""

    @property
    def is_music(self) -> bool:
        """Music, or speech."""

    @property
    def marks(self) -> Marks:
        """What it must be kept apart by."""


T = TypeVar("T", bound=Track)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a rotation is played.

    `artist`, `title` and `structure` are the seconds between two beginnings of pieces that share them
    (0: not kept apart). `music_share` is the wanted part of music in percent, None: as it comes.
    `jingle_every` is seconds, 0: never.
    """

    artist: int = 3_600
    title: int = 7_200
    structure: int = 0
    music_share: int | None = None
    jingle_every: int = 0
    seed: int = 0


class Closeness(IntEnum):
    """What a piece would come too near to; the higher, the later it is allowed."""

    FREE = 0
    STRUCTURE = 1
    ARTIST = 2
    TITLE = 3
    ITSELF = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the rotation that was heard, for the balance."""

    start: Ticks
    ticks: Ticks
    is_music: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a channel remembers: when each piece and each mark last began, and what came last."""

    items: Mapping[str, Ticks] = field(default_factory=dict)
    marks: Mapping[str, Ticks] = field(default_factory=dict)
    last_item: str | None = None
    last_jingle: Ticks = BEGINNING
    after_jingle: bool = False
    stretches: tuple[Stretch, ...] = ()

    def with_piece(self, item: str, marks: Marks, *, at: Ticks) -> "Heard":
        """After a piece began."""
        fresh = {mark: at for mark in (marks.artist, marks.title, marks.structure) if mark}
        return replace(
            self,
            items={**self.items, item: at},
            marks={**self.marks, **fresh},
            last_item=item,
            after_jingle=False,
        )

    def with_jingle(self, item: str, *, at: Ticks) -> "Heard":
        """After a jingle began. It keeps nothing apart, and nothing is kept apart from it."""
        return replace(self, items={**self.items, item: at}, last_jingle=at, after_jingle=True)

    def with_nothing(self) -> "Heard":
        """After the stand-by loop."""
        return replace(self, after_jingle=False)

    def with_stretch(self, stretch: Stretch) -> "Heard":
        """After a piece of the rotation, for the balance."""
        since = stretch.start + stretch.ticks - BALANCE_WINDOW
        kept = tuple(one for one in self.stretches if one.start >= since)
        return replace(self, stretches=(*kept, stretch))


def marks_of(*, artist: str, title: str, structure: int | None) -> Marks:
    """A piece's marks: two spellings that differ in case and spaces are one."""
    return Marks(
        artist=f"artist={_one_spelling(artist)}" if artist.strip() else "",
        title=f"title={_one_spelling(title)}" if title.strip() else "",
        structure=f"structure={structure}" if structure is not None else "",
    )


def _one_spelling(words: str) -> str:
    return " ".join(words.casefold().split())


def drawn_rank(seed: int, item: str) -> bytes:
    """The place of an item in the order that a seed draws."""
    return hashlib.blake2b(f"{seed}:{item}".encode(), digest_size=8).digest()


@lru_cache(maxsize=16_384)
def _patience(seed: int, item: str, last: int) -> int:
    """What a wait since `last` is multiplied by: three to five quarters, drawn."""
    return _SHORTEST_PATIENCE + 2 * drawn_rank(seed, f"{item}@{last}")[0]


Wait: TypeAlias = tuple[int, int, bytes, str]
"""A place in a queue: the smallest comes first."""


def wait_of(track: Track, *, heard: Heard, at: Ticks, seed: int) -> Wait:
    """Where a piece stands in the queue."""
    item = track.item or ""
    last = heard.items.get(item)
    if last is None:
        return (0, 0, drawn_rank(seed, item), item)
    return (1, (last - at) * track.weight * _patience(seed, item, last), b"", item)


def judge(*, heard: Heard, at: Ticks, rules: Rules) -> Callable[[Track], Closeness]:
    """Tells of a piece what it would come too near to if it began at `at`."""
    begun, marked_at, last_item = heard.items.get, heard.marks.get, heard.last_item
    title = at - rules.title * TICKS_PER_SECOND
    artist = at - rules.artist * TICKS_PER_SECOND
    structure = at - rules.structure * TICKS_PER_SECOND

    def closeness(track: Track) -> Closeness:
        item, marks = track.item or "", track.marks
        if item == last_item:
            return Closeness.ITSELF
        if begun(item, title) > title or marked_at(marks.title, title) > title:
            return Closeness.TITLE
        if marked_at(marks.artist, artist) > artist:
            return Closeness.ARTIST
        return Closeness.STRUCTURE if marked_at(marks.structure, structure) > structure else Closeness.FREE

    return closeness


def wants_music(heard: Heard, *, at: Ticks, rules: Rules) -> bool | None:
    """Whether music is to come (or speech); None where nobody minds."""
    if rules.music_share is None:
        return None
    recent = [one for one in heard.stretches if one.start >= at - BALANCE_WINDOW]
    music = sum(one.ticks for one in recent if one.is_music)
    return 100 * music <= rules.music_share * sum(one.ticks for one in recent)


@dataclass(frozen=True, slots=True)
class Queued(Generic[T]):
    """A piece in the queue, with what stands against it."""

    closeness: Closeness
    track: T


def queue(tracks: Iterable[T], *, heard: Heard, at: Ticks, rules: Rules) -> list[Queued[T]]:
    """Every piece, the next one first: by closeness, then by the wanted balance, then by its wait."""
    wanted = wants_music(heard, at=at, rules=rules)
    closeness = judge(heard=heard, at=at, rules=rules)
    keyed = [
        (
            closeness(track),
            wanted is not None and track.is_music != wanted,
            wait_of(track, heard=heard, at=at, seed=rules.seed),
            track,
        )
        for track in tracks
    ]
    keyed.sort(key=itemgetter(0, 1, 2))
    return [Queued(near, track) for near, _, _, track in keyed]


def first_of_queue(
    tracks: Sequence[T], *, heard: Heard, at: Ticks, rules: Rules, longest: Ticks | None = None
) -> T | None:
    """The first of the queue that lasts `longest` at the most, where one as good as the very first does.

    What `queue` would find, without putting all in order.
    """
    near = list(map(judge(heard=heard, at=at, rules=rules), tracks))
    least = min(near, default=Closeness.FREE)
    wanted = wants_music(heard, at=at, rules=rules)
    able = [
        track
        for track, closeness in zip(tracks, near, strict=True)
        if closeness == least and (longest is None or track.ticks <= longest)
    ]
    able = [track for track in able if wanted is None or track.is_music == wanted] or able
    return longest_unheard(able, heard=heard, at=at, seed=rules.seed)


def longest_unheard(tracks: Sequence[T], *, heard: Heard, at: Ticks, seed: int) -> T | None:
    """The first of the queue where nothing is kept apart: how jingles take turns."""
    begun = heard.items.get
    lasts = [begun(track.item or "") for track in tracks]
    ages = [
        _EVER if last is None else track.weight * (at - last)
        for track, last in zip(tracks, lasts, strict=True)
    ]
    most = max(ages, default=0) * _SHORTEST_PATIENCE
    likely = [track for track, age in zip(tracks, ages, strict=True) if age * _LONGEST_PATIENCE >= most]
    return min(likely, key=lambda track: wait_of(track, heard=heard, at=at, seed=seed), default=None)
