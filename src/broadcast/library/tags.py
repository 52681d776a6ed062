"""What a piece is about: places, people, keywords, and when it happened. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from broadcast.errors import InvalidError, marked
from broadcast.library.finding.words import folded
from broadcast.library.lines import one_line

MOST_OF_A_KIND = 20
LONGEST_NAME = 80
_WORD = re.compile(r"[^\W_]+")
_APART = re.compile(r"\s*\([^()]*\)\s*$")
_BETWEEN = re.compile(r"[,;\n]")
_WRITTEN = (
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"),
    re.compile(r"(?:(?:(?P<day>\d{1,2})[/.])?(?P<month>\d{1,2})[/.])?(?P<year>\d{4})"),
)


class TagKind(StrEnum):
    """What a tag names; its value is the first word of its address."""

    PLACE = "places"
    PERSON = "people"
    KEYWORD = "keywords"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What a piece is about; `happened` is a year, a month or a day as ISO 8601 writes it, or empty."""

    places: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    happened: str = ""

    def of_kind(self, kind: TagKind) -> tuple[str, ...]:
        """The names of one kind."""
        names: tuple[str, ...] = getattr(self, kind.value)
        return names

    def as_kept(self) -> dict[str, Any]:
        """As an item keeps them: what is empty is not there."""
        told = {kind.value: list(self.of_kind(kind)) for kind in TagKind} | {"happened": self.happened}
        return {name: value for name, value in told.items() if value}

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> Self:
        """Back from there."""
        names = {kind.value: tuple(kept.get(kind.value, ())) for kind in TagKind}
        return cls(**names, happened=kept.get("happened", ""))


def read_tags(*, places: str = "", people: str = "", keywords: str = "", happened: str = "") -> Tags:
    """Tags as they are typed, with a comma between two names. Raises InvalidError."""
    return Tags(
        places=_names(places), people=_names(people), keywords=_names(keywords), happened=read_day(happened)
    )


def _names(text: str) -> tuple[str, ...]:
    """Each name once, as it was written first; two that have the same address are the same."""
    found: dict[str, str] = {}
    for part in _BETWEEN.split(text):
        name = one_line(part).lstrip("#")
        if name:
            found.setdefault(address_word(name), name[:LONGEST_NAME])
    if len(found) > MOST_OF_A_KIND:
        raise InvalidError(
            "too_many_names", marked("{most} names are enough."), marked("Keep those that matter most."),
            most=MOST_OF_A_KIND,
        )  # fmt: skip
    return tuple(found.values())


def address_word(name: str) -> str:
    """A name as it stands in an address: folded words with hyphens, in whatever script.

    Raises InvalidError where it has no letter and no digit.
    """
    words = _WORD.findall(folded(name[:LONGEST_NAME]))
    if not words:
        raise InvalidError(
            "no_name", marked("“{text}” has neither a letter nor a digit."), marked("Write it in words."),
            text=name[:20],
        )  # fmt: skip
    return "-".join(words)


def read_day(text: str) -> str:
    """A day, a month or a year, as ISO 8601 writes it; empty where nothing is said. Raises InvalidError."""
    if not text.strip():
        return ""
    for pattern in _WRITTEN:
        found = pattern.fullmatch(text.strip())
        if found is not None and (day := _iso(found["year"], found["month"], found["day"])):
            return day
    raise InvalidError(
        "no_date", marked("“{text}” is not a date."), marked("Write 12/07/2026, 07/2026 or 2026."),
        text=text.strip()[:20],
    )  # fmt: skip


def write_day(day: str) -> str:
    """A kept day as it is typed in French: the year last."""
    return "/".join(reversed(day.split("-")))


def _iso(year: str, month: str | None, day: str | None) -> str:
    """Empty where there is no such day."""
    try:
        whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return ""
    return whole[: 10 if day else 7 if month else 4]


def bare_name(name: str) -> str:
    """A name, folded, without the word in brackets that tells it from the same one of somebody else."""
    return folded(_APART.sub("", name)).strip()


def without_people(tags: Tags, names: Iterable[str]) -> Tags:
    """The same without these people, however their names are written."""
    gone = {bare_name(name) for name in names}
    kept = tuple(name for name in tags.people if bare_name(name) not in gone)
    return Tags(places=tags.places, people=kept, keywords=tags.keywords, happened=tags.happened)
