"""How often a slot happens, as a form says it and as a rule (RFC 5545 §3.3.10). Pure."""

import re
from datetime import datetime

from broadcast.errors import InvalidError, marked
from broadcast.words import translator

WEEKLY = "FREQ=WEEKLY"
MONTHLY, LAST_OF_MONTH = "month", "month-last"
REPETITIONS = (
    ("", marked("once")),
    (WEEKLY, marked("every week")),
    ("FREQ=DAILY", marked("every day")),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", marked("Monday to Friday")),
    ("FREQ=WEEKLY;INTERVAL=2", marked("every other week")),
    (MONTHLY, marked("every month, on the same weekday (first Saturday, second Tuesday…)")),
    (LAST_OF_MONTH, marked("every month, on the last such weekday")),
)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_COUNT = re.compile(r";?COUNT=(\d+)", re.IGNORECASE)
_MOST_TIMES = 1_000


def repetitions(language: str) -> list[tuple[str, str]]:
    """The choices of the form: value and words."""
    say = translator(language)
    return [(rule, say(words)) for rule, words in REPETITIONS]


def rule_told(chosen: str, *, count: str, starts: datetime) -> str | None:
    """The rule of a choice and a number of times; the first Saturday stays the first Saturday.

    Raises InvalidError where the number is none, or says how often something happens that is on once.
    """
    rule = _monthly(chosen, starts=starts) or chosen or None
    if not count.strip():
        return rule
    times = int(count) if count.strip().isdecimal() else 0
    if rule is None or not 1 <= times <= _MOST_TIMES:
        raise InvalidError(
            "bad_count",
            marked("“{count}” is not a number of times this slot can be on."),
            marked("Choose how often it is on, then write a number from 1 to 1000; or leave it empty."),
            count=count[:20],
        )
    return f"{rule};COUNT={times}"


def _monthly(chosen: str, *, starts: datetime) -> str | None:
    number = {MONTHLY: (starts.day - 1) // 7 + 1, LAST_OF_MONTH: -1}.get(chosen)
    return None if number is None else f"FREQ=MONTHLY;BYDAY={number}{_WEEKDAYS[starts.weekday()]}"


def choice_of(rule: str | None, *, starts: datetime) -> tuple[str, str]:
    """The choice and the number of times that a rule came from; the rule itself where no choice makes it."""
    if rule is None:
        return "", ""
    found = _COUNT.search(rule)
    plain = _COUNT.sub("", rule).lstrip(";")
    monthly = {_monthly(one, starts=starts): one for one in (MONTHLY, LAST_OF_MONTH)}
    return monthly.get(plain, plain), found[1] if found else ""
