"""A change of the clock in words: what it does to the programme."""

from babel.dates import format_time

from broadcast.errors import marked
from broadcast.schedule.clock_changes import ClockChange
from broadcast.words import date_words, said

_FORWARD = marked(
    "On {day} the clock goes from {before} to {after}: what is planned between these times "
    "begins that much later, and gives way to the slot whose own time it is."
)
_BACK = marked(
    "On {day} the clock goes back from {before} to {after}: these times come twice, and what is planned "
    "then begins the first time; music and jingles play the second time."
)


def clock_words(change: ClockChange, *, language: str) -> str:
    """One sentence for the weeks on which it matters."""
    return said(
        _FORWARD if change.is_forward else _BACK,
        {
            "day": date_words(change.on, "EEEE d MMMM", language=language),
            "before": format_time(change.before.time(), "HH:mm", locale=language),
            "after": format_time(change.after.time(), "HH:mm", locale=language),
        },
        language=language,
    )
