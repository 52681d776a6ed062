"""What the page of a grid says: what was just done, and what is in the way."""

from datetime import date, datetime
from typing import Any

from broadcast.errors import BroadcastError, marked
from broadcast.schedule.edits import EditKind
from broadcast.schedule.models import GridEdit

SAID = {
    EditKind.PLACED: marked("“{title}” is on the grid."),
    EditKind.MOVED: marked("“{title}” was moved."),
    EditKind.RESIZED: marked("“{title}” has a new length, on every date."),
    EditKind.CANCELLED: marked("“{title}” is cancelled on that date."),
    EditKind.RESTORED: marked("“{title}” is back on that date."),
    EditKind.CHANGED: marked("“{title}” was changed."),
    EditKind.REMOVED: marked("“{title}” was taken out of the grid."),
}
UNDONE = marked("Undone: “{title}” is as it was.")


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
