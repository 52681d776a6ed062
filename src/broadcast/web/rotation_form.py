"""A rotation as its page sends it: what the page did not show stays as it was. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time

from broadcast.errors import InvalidError, marked
from broadcast.schedule.rotations import DaypartSaid, RotationSaid

NEW = "new"
"""Of the list that a form adds."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Fields:
    """The form's fields by name. `weight:ID` and `jingle:ID` tell which pieces it showed, `list` whose."""

    texts: Mapping[str, str]

    def whole(self, name: str, *, default: int) -> int:
        """A whole number; `default` where the field is empty or missing. Raises InvalidError."""
        text = self.texts.get(name, "").strip()
        if not text:
            return default
        if not _NUMBER.fullmatch(text) or len(text) > 6:  # noqa: PLR2004  # nobody means more
            raise InvalidError(
                "not_a_number", marked("“{text}” is not a whole number."), marked("Write digits only."),
                text=text[:20],
            )  # fmt: skip
        return int(text)

    def shown(self, kind: str) -> list[str]:
        """The items that have a field of this kind."""
        return [name.removeprefix(f"{kind}:") for name in self.texts if name.startswith(f"{kind}:")]


def said_by_form(fields: Fields, before: RotationSaid) -> RotationSaid:
    """What the form says, over what was said before: of the day, or of one list. Raises InvalidError."""
    if "list" in fields.texts:
        return replace(before, dayparts=_dayparts(fields, before.dayparts))
    minutes = [int(found) for found in _NUMBER.findall(fields.texts.get("jingle_minutes", ""))[:60]]
    share = fields.texts.get("music_share", "").strip()
    return replace(
        before,
        weights=_weights(fields, before.weights),
        jingles=_jingles(fields, before),
        jingle_every=60 * fields.whole("jingle_every", default=0),
        jingle_minutes=minutes,
        artist_apart=60 * fields.whole("artist_apart", default=0),
        title_apart=60 * fields.whole("title_apart", default=0),
        structure_apart=60 * fields.whole("structure_apart", default=0),
        music_share=fields.whole("music_share", default=0) if share else None,
        crossfade_ms=fields.whole("crossfade_ms", default=before.crossfade_ms),
    )


def _weights(fields: Fields, before: Mapping[str, int]) -> dict[str, int]:
    said = {item: fields.whole(f"weight:{item}", default=0) for item in fields.shown("weight")}
    return {item: weight for item, weight in (dict(before) | said).items() if weight}


def _jingles(fields: Fields, before: RotationSaid) -> list[str]:
    said = {item: fields.texts[f"jingle:{item}"] == "1" for item in fields.shown("jingle")}
    return [item for item in dict.fromkeys([*before.jingles, *said]) if said.get(item, True)]


def listed(text: str, dayparts: Sequence[DaypartSaid]) -> DaypartSaid | None:
    """The list that is meant: `new` is one that is yet to be made. None where it is not there any more."""
    if text == NEW:
        return DaypartSaid(name="", begins=time(0), ends=time(6))
    return dayparts[int(text)] if text.isdecimal() and int(text) < len(dayparts) else None


def _dayparts(fields: Fields, before: Sequence[DaypartSaid]) -> list[DaypartSaid]:
    """All lists, with what the form says of its own one: taken away, changed, or added at the end."""
    part = listed(fields.texts["list"], before)
    if part is None:
        raise InvalidError(
            "list_is_gone", marked("This list is not there any more."), marked("Open the page again.")
        )
    others = [one for one in before if one is not part]
    if "remove" in fields.texts:
        return others
    told = replace(
        part,
        name=fields.texts.get("name", "").strip()[:80],
        begins=_clock(fields.texts.get("from", ""), part.begins),
        ends=_clock(fields.texts.get("to", ""), part.ends),
        weights=_weights(fields, part.weights),
    )
    return sorted([*others, told], key=lambda one: one.begins)


def _clock(text: str, default: time) -> time:
    if not text.strip():
        return default
    try:
        return time.fromisoformat(text.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise InvalidError(
            "not_a_time", marked("“{text}” is not a time of day."), marked("Write it as 23:30."),
            text=text[:20],
        ) from None  # fmt: skip
