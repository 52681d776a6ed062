"""A running order (conducteur): what a show is made of, in order, and how its time adds up. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from broadcast.media.units import Seconds

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
    `seconds` is the expected length of what has no piece.
    """

    key: str
    kind: ElementKind
    item: str | None = None
    begins: Seconds | None = None
    ends: Seconds | None = None
    text: str = ""
    seconds: Seconds = NO_TIME

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


@dataclass(frozen=True, slots=True)
class Line:
    """An element with its place in the slot: seconds from the slot's beginning."""

    element: Element
    starts: Seconds
    lasts: Seconds


@dataclass(frozen=True, slots=True)
class Timing:
    """A running order's lines, their time, and what is left of the slot (under 0: too long)."""

    lines: tuple[Line, ...]
    total: Seconds
    remaining: Seconds


def timing(elements: Iterable[Element], *, lengths: Mapping[str, Seconds], slot: Seconds) -> Timing:
    """How the time adds up. `lengths` gives how long the pieces last, by element key."""
    lines: list[Line] = []
    reached = 0.0
    for element in elements:
        lasts = element.length(lengths.get(element.key))
        lines.append(Line(element, Seconds(reached), lasts))
        reached += lasts
    return Timing(tuple(lines), Seconds(reached), Seconds(slot - reached))


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
        }
        for one in elements
    ]


def from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[Element, ...]:
    """Back from what is stored."""
    return tuple(Element(**{**one, "kind": ElementKind(one["kind"])}) for one in stored)
