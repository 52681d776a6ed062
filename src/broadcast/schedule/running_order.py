"""A running order (conducteur): what a show is made of, in order, and how its time adds up. Pure."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from broadcast.media.grid import padded
from broadcast.media.units import Seconds, ticks_of
from broadcast.schedule.talk_over import fits

MOST_ELEMENTS = 200
NO_TIME = Seconds(0.0)


class ElementKind(StrEnum):
    """What an element is for. An `episode` without a piece is the show's next; a `note` is never heard."""

    INTRO = "intro"
    JINGLE = "jingle"
    TALK = "talk"
    TRACK = "track"
    REPORT = "report"
    EPISODE = "episode"
    OUTRO = "outro"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One line: a piece, perhaps from `begins` to `ends` only, or words with the time they are to take.

    `key` names it for good, whatever is moved around it: the ledger remembers by it what has aired.
    `seconds` is the expected length of what has no piece. `over` has its piece heard over the
    beginning of the music that follows, where that can be.
    """

    key: str
    kind: ElementKind
    item: str | None = None
    begins: Seconds | None = None
    ends: Seconds | None = None
    text: str = ""
    seconds: Seconds = NO_TIME
    over: bool = False

    def length(self, whole: Seconds | None) -> Seconds:
        """How long it takes, where its piece lasts `whole`; without a piece, what is expected."""
        if whole is None:
            return self.seconds
        ends = whole if self.ends is None else min(whole, self.ends)
        return Seconds(max(0.0, ends - (self.begins or 0.0)))

    @property
    def is_excerpt(self) -> bool:
        """Whether only a part of its piece is wanted."""
        return self.item is not None and (self.begins is not None or self.ends is not None)

    def may_talk_over(self, following: "Element") -> bool:
        """Whether it says so, and both are whole pieces."""
        is_whole = self.item is not None and not self.is_excerpt
        return self.over and is_whole and following.item is not None and not following.is_excerpt


@dataclass(frozen=True, slots=True)
class Line:
    """An element with its place in the slot: seconds from the slot's beginning.

    One that `is_over` is heard while the next one is, and takes no time of its own.
    """

    element: Element
    starts: Seconds
    lasts: Seconds
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """A running order's lines, their time, and what is left of the slot (under 0: too long)."""

    lines: tuple[Line, ...]
    total: Seconds
    remaining: Seconds


def timing(
    elements: Iterable[Element], *, lengths: Mapping[str, Seconds], slot: Seconds,
    voices: Container[str] = frozenset(),
) -> Timing:  # fmt: skip
    """How the time adds up. `lengths` gives how long the pieces last, by element key.

    `voices` are the keys of those that hold no music: only they may be heard over it.
    """
    lines: list[Line] = []
    reached = 0.0
    told = list(elements)
    over = _over(told, lengths, voices)
    for element in told:
        lasts = element.length(lengths.get(element.key))
        lines.append(Line(element, Seconds(reached), lasts, element.key in over))
        reached += 0.0 if element.key in over else lasts
    return Timing(tuple(lines), Seconds(reached), Seconds(slot - reached))


def _over(elements: Sequence[Element], lengths: Mapping[str, Seconds], voices: Container[str]) -> set[str]:
    """The keys of those that are heard over the next one: it says so, and there is room."""
    found = set()
    for one, following in pairwise(elements):
        voice, music = lengths.get(one.key), lengths.get(following.key)
        if not one.may_talk_over(following) or one.key not in voices:
            continue
        if voice and music and fits(padded(ticks_of(voice)), padded(ticks_of(music))):
            found.add(one.key)
    return found


def moved(elements: Sequence[Element], *, key: str, by: int) -> tuple[Element, ...]:
    """The same, with one element `by` places further down (up, where it is negative), as far as there are."""
    place = next((number for number, one in enumerate(elements) if one.key == key), None)
    if place is None:
        return tuple(elements)
    others = [one for one in elements if one.key != key]
    others.insert(min(len(others), max(0, place + by)), elements[place])
    return tuple(others)


def to_json(elements: Iterable[Element]) -> list[dict[str, Any]]:
    """As it is stored."""
    return [
        {
            "key": one.key,
            "kind": one.kind.value,
            "item": one.item,
            "begins": one.begins,
            "ends": one.ends,
            "text": one.text,
            "seconds": one.seconds,
            "over": one.over,
        }
        for one in elements
    ]


def from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[Element, ...]:
    """Back from what is stored."""
    return tuple(Element(**{**one, "kind": ElementKind(one["kind"])}) for one in stored)
