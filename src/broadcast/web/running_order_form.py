"""A running order as a form: its lines as they stand on the page, and the button that was pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from broadcast.errors import InvalidError, marked
from broadcast.media.units import Seconds
from broadcast.schedule.running_order import Element, ElementKind, moved

_UNITS = (1, 60, 3600)
_LONGEST = 86_400
Cells = dict[str, str]
"""What the fields of one line say, by their names."""
KIND_WORDS = {
    ElementKind.INTRO: marked("Opening tune"),
    ElementKind.JINGLE: marked("Jingle"),
    ElementKind.TALK: marked("Talk"),
    ElementKind.TRACK: marked("Music"),
    ElementKind.REPORT: marked("Report"),
    ElementKind.EPISODE: marked("Episode"),
    ElementKind.OUTRO: marked("Closing tune"),
    ElementKind.NOTE: marked("Note"),
}


@dataclass(frozen=True, slots=True)
class Pressed:
    """What is to be done besides saving: `up`, `down`, `remove` with a line's key, `add`, or nothing."""

    verb: str = ""
    key: str = ""

    @classmethod
    def of(cls, text: str) -> "Pressed":
        """From a button's value, such as `up:KEY`."""
        verb, _, key = text.partition(":")
        return cls(verb, key)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """What the part below the lines says of one to be added."""

    kind: str = ""
    item: str = ""
    text: str = ""
    seconds: str = ""


def clock_seconds(text: str) -> Seconds | None:
    """Seconds of 75, 1:15 or 1:02:03; None where nothing is written. Raises InvalidError."""
    parts = text.strip().replace(",", ".").split(":")
    if parts == [""]:
        return None
    try:
        found = sum(float(part) * unit for part, unit in zip(reversed(parts), _UNITS, strict=False))
    except ValueError:
        found = -1.0
    if len(parts) > len(_UNITS) or not 0 <= found <= _LONGEST:
        raise InvalidError(
            "bad_time",
            marked("“{time}” is not a length of time."),
            marked("Write minutes and seconds, such as 1:15."),
            time=text[:20],
        )
    return Seconds(found)


def typed_lines(columns: dict[str, list[str]]) -> list[Cells]:
    """The lines of a form word for word, each column in the order of the page."""
    names = ("key", "kind", "item", "begins", "ends", "text", "seconds")
    overs = columns.get("over", [])
    return [
        dict(zip(names, cells, strict=True)) | {"over": overs[place] if place < len(overs) else ""}
        for place, cells in enumerate(zip(*(columns.get(name, []) for name in names), strict=False))
    ]


def read_lines(columns: dict[str, list[str]]) -> list[Element]:
    """The lines of a form. Raises InvalidError."""
    return [_line(cells) for cells in typed_lines(columns)]


def guessed(cells: Cells) -> Element:
    """A line of a refused form, as far as it can be read: what cannot is as if nothing were written."""
    times = {name: cells[name] if _is_time(cells[name]) else "" for name in ("begins", "ends", "seconds")}
    kind = cells["kind"] if cells["kind"] in set(ElementKind) else ElementKind.NOTE.value
    return _line(cells | times | {"kind": kind})


def _is_time(text: str) -> bool:
    try:
        clock_seconds(text)
    except InvalidError:
        return False
    return True


def cells_of(element: Element) -> Cells:
    """A line that stands, as the form writes it."""
    return {
        "key": element.key,
        "kind": element.kind.value,
        "item": element.item or "",
        "begins": "" if element.begins is None else exact_clock(element.begins),
        "ends": "" if element.ends is None else exact_clock(element.ends),
        "text": element.text,
        "seconds": exact_clock(element.seconds) if element.seconds else "",
        "over": "1" if element.over else "",
    }


def exact_clock(seconds: float) -> str:
    """4:05, 75:00, 0:10.5: minutes, seconds and what there is of milliseconds."""
    minutes, rest = divmod(round(seconds, 3), 60)
    return f"{int(minutes)}:{rest:06.3f}".rstrip("0").rstrip(".")


def _line(cell: Cells) -> Element:
    return Element(
        key=cell["key"],
        kind=_kind(cell["kind"]),
        item=cell["item"] or None,
        begins=clock_seconds(cell["begins"]) if cell["item"] else None,
        ends=clock_seconds(cell["ends"]) if cell["item"] else None,
        text=cell["text"].strip()[:500],
        seconds=clock_seconds(cell["seconds"]) or Seconds(0.0),
        over=cell["over"] == "1" and bool(cell["item"]),
    )


def _kind(word: str) -> ElementKind:
    try:
        return ElementKind(word)
    except ValueError:
        raise InvalidError(
            "unknown_kind", marked("There is no such kind of line."), marked("Choose one from the list.")
        ) from None


def done(lines: Sequence[Element], pressed: Pressed, new: NewLine) -> tuple[Element, ...]:
    """The lines once the button has done its work."""
    if pressed.verb in {"up", "down"}:
        return moved(lines, key=pressed.key, by=-1 if pressed.verb == "up" else 1)
    if pressed.verb == "remove":
        return tuple(one for one in lines if one.key != pressed.key)
    if pressed.verb == "add":
        cell = {"key": uuid4().hex, "kind": new.kind, "item": new.item, "begins": "", "ends": "", "over": ""}
        return (*lines, _line(cell | {"text": new.text, "seconds": new.seconds}))
    return tuple(lines)
