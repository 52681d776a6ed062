"""Chapters as values: where each begins, and its title. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from broadcast.errors import InvalidError, marked
from broadcast.media.cues import plain
from broadcast.media.units import Seconds

MOST_CHAPTERS = 200
LONGEST_TITLE = 120
_LINE = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?(?:[ \t]+(.*))?")
_DASHES = re.compile(r"^(?:[-–] )+")


@dataclass(frozen=True, slots=True, order=True)
class Chapter:
    """It lasts until the next one begins. `title` is one plain line, never empty."""

    start: Seconds
    title: str


def chapters_of(told: Iterable[tuple[float, str]], *, length: Seconds | None = None) -> tuple[Chapter, ...]:
    """In order, one for each moment, within the piece; 200 at most. One without a title is numbered."""
    kept: dict[float, str] = {}
    for number, (start, title) in enumerate(told, 1):
        if number > MOST_CHAPTERS:
            break
        begins = round(start, 3)
        if 0 <= begins < (length or float("inf")):
            kept.setdefault(begins, title_of(title) or str(number))
    return tuple(Chapter(Seconds(start), kept[start]) for start in sorted(kept))


def title_of(text: str) -> str:
    """One line of printable signs, bounded."""
    words = " ".join(plain(text[: 4 * LONGEST_TITLE]).split())
    return _DASHES.sub("", words, count=1)[:LONGEST_TITLE].strip()


def read_lines(text: str, *, length: Seconds) -> tuple[Chapter, ...]:
    """Lines such as `1:05 The harbour`. Raises InvalidError that names the first wrong line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_CHAPTERS:
        raise InvalidError(
            "too_many_chapters",
            marked("There are more than {most} chapters."),
            marked("Keep those that help a listener to find their way."),
            most=MOST_CHAPTERS,
        )
    return chapters_of([_read(line, length=length) for line in lines], length=length)


def write_lines(chapters: Iterable[Chapter]) -> str:
    """The same lines, to be edited."""
    return "\n".join(f"{clock_of(chapter.start)} {chapter.title}" for chapter in chapters)


def clock_of(seconds: float) -> str:
    """1:05, 1:02:03; thousandths where there are any."""
    whole, rest = divmod(round(seconds * 1_000), 1_000)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    clock = f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
    return f"{clock}.{rest:03}" if rest else clock


def moment_of(text: str) -> float | None:
    """The seconds that `1:05`, `1:02:03` or `1:05.250` stand for; None for anything else."""
    found = _LINE.fullmatch(text.strip())
    if found is None or found[5]:
        return None
    return _seconds(found)


def _read(line: str, *, length: Seconds) -> tuple[float, str]:
    found = _LINE.fullmatch(line)
    start = _seconds(found) if found else None
    if found is None or start is None or not title_of(found[5] or ""):
        raise InvalidError(
            "bad_chapter",
            marked("This line is not a chapter: “{line}”."),
            marked("Write a time and a title on each line, such as “1:05 The harbour”."),
            line=title_of(line),
        )
    if start >= length:
        raise InvalidError(
            "late_chapter",
            marked("This chapter begins after the end of the piece: “{line}”."),
            marked("The piece lasts {length}."),
            line=title_of(line),
            length=clock_of(int(length)),
        )
    return start, found[5]


def _seconds(found: re.Match[str]) -> float:
    hours, minutes, seconds, rest = found.groups()[:4]
    return (
        int(hours or 0) * 3_600 + int(minutes) * 60 + int(seconds) + int((rest or "0").ljust(3, "0")) / 1_000
    )
