"""What the page of a grid shows: the week, what may be placed, what was just done."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from broadcast.errors import BroadcastError, marked
from broadcast.library.models import Show
from broadcast.library.repository import all_shows
from broadcast.schedule.edits import EditKind
from broadcast.schedule.models import Channel, GridEdit, Slot
from broadcast.words import translator

SAID = {
    EditKind.PLACED: marked("“{title}” is on the grid."),
    EditKind.MOVED: marked("“{title}” was moved."),
    EditKind.RESIZED: marked("“{title}” has another length, on every date."),
    EditKind.CANCELLED: marked("“{title}” is cancelled on that date."),
    EditKind.RESTORED: marked("“{title}” is back on that date."),
    EditKind.CHANGED: marked("“{title}” was changed."),
    EditKind.REMOVED: marked("“{title}” was taken out of the grid."),
}
UNDONE = marked("Undone: “{title}” is as it was.")
REPETITIONS = (
    ("", marked("once")),
    ("FREQ=WEEKLY", marked("every week")),
    ("FREQ=DAILY", marked("every day")),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", marked("Monday to Friday")),
    ("FREQ=WEEKLY;INTERVAL=2", marked("every other week")),
    ("month", marked("every month, on the same weekday")),
)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """What the form for a new slot says."""

    show: str = ""
    on: str = ""
    time: str = ""
    minutes: int = 60
    repeat: str = "FREQ=WEEKLY"
    overrun: str = "finish"


def repetitions(language: str) -> list[tuple[str, str]]:
    """The choices of the form: value and words."""
    say = translator(language)
    return [(rule, say(words)) for rule, words in REPETITIONS]


def repetition_of(chosen: str, *, starts: datetime) -> str | None:
    """The rule of a choice of the form; the second Tuesday stays the second Tuesday."""
    if chosen == "month":
        return f"FREQ=MONTHLY;BYDAY={(starts.day - 1) // 7 + 1}{_WEEKDAYS[starts.weekday()]}"
    return chosen or None


def shows_to_place(session: Session, channel: Channel, slots: list[Slot]) -> list[Show]:
    """The shows of the channel's structure, and those that have a slot already, by title."""
    known = {slot.show_id for slot in slots}
    return [one for one in all_shows(session) if one.structure_id == channel.structure_id or one.id in known]


def edit_words(edit: GridEdit | None) -> tuple[str, dict[str, Any]] | None:
    """What was just done, as a message id and its values."""
    if edit is None:
        return None
    values = {"title": edit.title or marked("Rotation")}
    return (UNDONE if edit.undone_at else SAID[EditKind(edit.kind)]), values


def clash_of(fault: BroadcastError | None) -> tuple[int, date] | None:
    """The slot that is in the way and the local date on which it is, where a fault names one."""
    told = fault.extra.get("conflict") if fault else None
    if not isinstance(told, dict):
        return None
    return int(told["slot"]), datetime.fromisoformat(str(told["starts_at"])).date()
