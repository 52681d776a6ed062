"""What a running order says on paper, in the reader's language: for the table in the studio."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from broadcast.errors import marked
from broadcast.media.chapters import clock_of
from broadcast.playout.conducteur import Conducteur, Shown
from broadcast.schedule.models import Channel
from broadcast.schedule.repository import slot_title
from broadcast.schedule.running_order import ElementKind
from broadcast.web.running_order_form import KIND_WORDS, exact_clock
from broadcast.words import date_words, said, translator

_LONGEST_NAME = 70  # letters; longer words are set below the line's kind, to be read out
_UNSPOKEN = {ElementKind.EPISODE, ElementKind.NOTE}
_HEADS = (marked("Time"), marked("What"), marked("Length"), marked("Left"))
_USUAL = marked("The slot's usual running order: this date has none of its own.")
_PRINTED = marked("{name} · as it was on {day} at {time}")
_OVER = marked(
    "Over the beginning of “%(name)s”: the music is lowered while this is heard, and the total does not grow."
)
_ALONE = marked(
    "This plays on its own: to be heard over the next line, both must be whole pieces, this one without music"
    " and of 30 seconds at the most, the next one longer."
)


@dataclass(frozen=True, slots=True)
class _Words:
    say: Callable[[str], str]
    language: str
    zone: ZoneInfo
    starts: datetime | None

    def clock(self, after: float) -> datetime | None:
        """What the channel's clock says so many seconds after the slot's beginning, where that is known."""
        return (self.starts + timedelta(seconds=after)).astimezone(self.zone) if self.starts else None


def running_order_paper(
    channel: Channel, found: Conducteur, *, starts: datetime | None, printed: datetime, language: str
) -> dict[str, Any]:
    """The words of the paper.

    Times are those of the channel's zone; without `starts` they count from the slot's beginning.
    """
    zone = ZoneInfo(channel.timezone)
    words = _Words(translator(language), language, zone, starts)
    name = slot_title(found.slot) or words.say(marked("Running order"))
    when = _when(words, found.slot.duration)
    stamp = printed.astimezone(zone)
    day = date_words(stamp.date(), "d MMMM y", language=language)
    return {
        "title": f"{words.say(marked('Running order'))}, {name}, {when}",
        "station": "Antenne",
        "about": words.say(marked("What is on in a slot, line by line, with its times.")),
        "language": language,
        "channel": channel.name,
        "kind": words.say(marked("Running order")),
        "name": name,
        "when": when,
        "notes": [words.say(_USUAL)] if found.on and found.kept.is_template and found.lines else [],
        "figures": _figures(found, words),
        "heads": [words.say(word) for word in _HEADS],
        "lines": [
            _line(one, following, found, words)
            for one, following in pairwise((*found.lines, None))
            if one is not None
        ],
        "empty": words.say(marked("Nothing in it yet.")),
        "footer": said(_PRINTED, {"name": name, "day": day, "time": f"{stamp:%H:%M}"}, language=language),
    }


def _when(words: _Words, lasts: float) -> str:
    begins, ends = words.clock(0), words.clock(lasts)
    if begins is None or ends is None:
        return words.say(marked("For every date that has none of its own"))
    day = date_words(begins.date(), "EEEE d MMMM y", language=words.language)
    return f"{day}, {begins:%H:%M}–{ends:%H:%M}"


def _figures(found: Conducteur, words: _Words) -> list[dict[str, Any]]:
    left = found.timing.remaining
    name, is_over = (marked("Remaining"), False) if left >= 0 else (marked("Too long by"), True)
    told = (
        (marked("Slot"), found.slot.duration, False),
        (marked("Total"), found.timing.total, False),
        (name, abs(left), is_over),
    )
    return [{"name": words.say(one), "value": _clock(value), "warns": warns} for one, value, warns in told]


def _line(one: Shown, following: Shown | None, found: Conducteur, words: _Words) -> dict[str, Any]:
    element, line = one.line.element, one.line
    kind = words.say(KIND_WORDS[element.kind])
    is_short = len(element.text) <= _LONGEST_NAME
    name = one.item.title if one.item else (element.text if is_short else "") or kind
    who = (one.item.artist or one.item.credits) if one.item else ""
    left = found.slot.duration - line.starts - (0.0 if line.is_over else line.lasts)
    begins = words.clock(line.starts)
    return {
        "at": f"{begins:%H:%M:%S}" if begins else _clock(line.starts),
        "name": name,
        "who": who,
        "how": " · ".join(_how(one, kind if name != kind else "", words)),
        "over": _over(one, following, words),
        "words": element.text if element.text != name else "",
        "warnings": _warnings(one, words),
        "lasts": _clock(line.lasts) if line.lasts else "",
        "left": _clock(left),
    }


def _how(one: Shown, kind: str, words: _Words) -> list[str]:
    """What it is, and how it comes: spoken, a part of a piece, over the music that follows."""
    element = one.line.element
    told = [kind] if kind else []
    if element.item is None and element.kind not in _UNSPOKEN:
        told.append(words.say(marked("spoken")))
    if element.is_excerpt:
        ends = element.ends if element.ends is not None else one.line.lasts + (element.begins or 0)
        span = {"begins": exact_clock(element.begins or 0), "ends": exact_clock(ends)}
        told.append(said(marked("excerpt, from {begins} to {ends}"), span, language=words.language))
    return told


def _over(one: Shown, following: Shown | None, words: _Words) -> str:
    if one.line.is_over and following is not None and following.item is not None:
        return words.say(_OVER) % {"name": following.item.title}
    return words.say(_ALONE) if one.line.element.over else ""


def _warnings(one: Shown, words: _Words) -> list[str]:
    """That it will not be heard, where that is so: as the page says it."""
    element = one.line.element
    if one.is_ready or (element.item is None and element.kind is not ElementKind.EPISODE):
        return []
    return [words.say(marked("to approve") if one.item else marked("none is ready"))]


def _clock(seconds: float) -> str:
    """1:05, 1:02:03, in whole seconds; what is too long with a minus sign."""
    whole = round(seconds)
    return f"\N{MINUS SIGN}{clock_of(-whole)}" if whole < 0 else clock_of(whole)
