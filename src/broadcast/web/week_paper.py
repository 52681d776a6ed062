"""What the paper of a week says, in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from broadcast.errors import marked
from broadcast.playout.between import Between
from broadcast.schedule.models import Channel
from broadcast.schedule.week import Day, Line, Week
from broadcast.web.clock_words import clock_words
from broadcast.web.qr import qr_file
from broadcast.words import date_words, span_words, translator

_PARTS = (marked("Night"), marked("Morning"), marked("Afternoon"), marked("Evening"))
_BOUNDS = (0, 360, 720, 1_080, 1_440)


@dataclass(frozen=True, slots=True)
class _Words:
    say: Callable[[str], str]
    language: str
    filling: str


def week_paper(channel: Channel, week: Week, *, between: Between, page: str, language: str) -> dict[str, Any]:
    """The words of the paper; `page` is the address that its mark leads to."""
    words = _Words(translator(language), language, translator(language)(between.words))
    first, last = week.days[0].on, week.days[-1].on
    span = span_words(first, last, language=language)
    title = words.say(marked("The programme of {name}")).format(name=channel.name)
    return {
        "title": f"{title}, {span}",
        "name": channel.name,
        "station": "Antenne",
        "about": words.say(marked("A week of the channel, by day and part of the day.")),
        "language": language,
        "span": span,
        "notes": [clock_words(change, language=language) for change in week.clock_changes],
        "mark": qr_file(page),
        "mark_alt": words.say(marked("A QR code: it opens the channel’s page.")),
        "footer": words.say(marked("The rest of the time: %(what)s.")) % {"what": words.filling.lower()},
        "address": page,
        "part": words.say(marked("Time of day")),
        "days": [date_words(day.on, "EEE d MMM", language=language) for day in week.days],
        "rows": [
            {
                "name": words.say(name),
                "cells": [_cell(day, since, before, words=words) for day in week.days],
            }
            for name, (since, before) in zip(_PARTS, pairwise(_BOUNDS), strict=True)
        ],
    }


def _cell(day: Day, since: int, before: int, *, words: _Words) -> list[dict[str, Any]]:
    """What begins in that part of a day; where nothing is planned in it, that the rotation plays."""
    inside = [one for one in day.lines if one.begins < before and one.begins + one.lasts > since]
    begun = [one for one in inside if one.slot and one.is_head and one.begins >= since]
    if not begun and all(one.slot is None for one in inside):
        return [{"time": "", "title": words.filling, "note": "", "filling": True}]
    return [_entry(one, words=words) for one in begun]


def _entry(line: Line, *, words: _Words) -> dict[str, Any]:
    note = words.say(marked("not today")) if line.is_cancelled else ""
    return {
        "time": f"{line.starts_at:%H:%M}–{line.ends_at:%H:%M}",
        "title": line.title or words.filling,
        "note": note,
        "filling": False,
    }
