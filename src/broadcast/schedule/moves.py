"""What a repetition becomes when all its dates move by some days. Pure."""

import re

from broadcast.errors import InvalidError, marked

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WITH_TIMES = re.compile(r"BY(HOUR|MINUTE|SECOND)=")
_PLAIN_DAYS = re.compile(r"(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*")


def moved_rule(rrule: str | None, *, days: int, is_retimed: bool) -> str | None:
    """The rule (RFC 5545 §3.3.10) of a slot all of whose dates move. Raises InvalidError where it is unclear.

    Weekly rules take their weekdays along; a rule whose day follows from its first date stays as it is.
    """
    if rrule is None or (days == 0 and not is_retimed):
        return rrule
    text = rrule.strip().upper().removeprefix("RRULE:")
    parts = dict(part.split("=", 1) for part in text.split(";") if part)
    if _WITH_TIMES.search(rrule.upper()):
        raise _unclear()
    if days == 0 or parts["FREQ"] == "DAILY":
        return rrule
    told = {name for name in parts if name.startswith("BY")}
    if not told:
        return rrule
    if parts["FREQ"] != "WEEKLY" or told != {"BYDAY"} or not _PLAIN_DAYS.fullmatch(parts["BYDAY"]):
        raise _unclear()
    parts["BYDAY"] = ",".join(
        _DAYS[(_DAYS.index(day) + days) % len(_DAYS)] for day in parts["BYDAY"].split(",")
    )
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _unclear() -> InvalidError:
    return InvalidError(
        "move_unclear",
        marked("It is not clear what this repetition becomes on other days."),
        marked("Move one date, or open the slot and set its repetition again."),
    )
