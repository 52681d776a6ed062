"""Recurrence: local wall-clock rules and the moments they mean. Pure.

Policy on the nights when the clock changes: a local time that does not exist moves forward by the
gap; one that exists twice is the first. `zoneinfo` with `fold=0` gives exactly that (PEP 495).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from broadcast.errors import InvalidError, marked

SHORTEST_SLOT, LONGEST_SLOT = 1, 86_400
_TOO_OFTEN = re.compile(r"FREQ=(SECONDLY|MINUTELY)|BYSECOND|BYMINUTE=[^;]*,", re.IGNORECASE)
_UNTIL_UTC = re.compile(r"UNTIL=(\d{8}T\d{6})Z", re.IGNORECASE)
_A_YEAR = timedelta(days=366)
_SANE_YEARS = 10
_REACH = range(2000, 2100)
_LARGE = re.compile(r"(?<!UNTIL)=[^;]*\d{6}", re.IGNORECASE)  # more than calendars take (RFC 5545 §3.3.8)


@dataclass(frozen=True, slots=True)
class Override:
    """What was changed for one date: cancelled, or moved to another local time."""

    cancelled: bool = False
    starts: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """When a slot happens. `starts` is local to `zone`; `rrule` (RFC 5545 §3.3.10) None means once.

    A season is the local dates from `season_from` to `until`, both included: there is nothing outside.
    """

    slot: int
    starts: datetime
    zone: ZoneInfo
    rrule: str | None
    duration: timedelta
    overrides: Mapping[date, Override] = field(default_factory=dict)
    season_from: date | None = None
    until: date | None = None

    def is_in_season(self, on: date) -> bool:
        """Whether an original local date is within the season."""
        begun = self.season_from is None or on >= self.season_from
        return begun and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One time a slot happens: half open [starts_at, ends_at) in UTC, `local` as on a wall clock.

    `date` is the original local date, by which it is overridden. `is_shifted` tells that its local
    time does not exist on that night.
    """

    starts_at: datetime
    ends_at: datetime
    local: datetime
    slot: int
    date: date
    cancelled: bool = False
    is_shifted: bool = False


def occurrence_key(one: Occurrence) -> str:
    """How the ledger names an occurrence: its slot, its original local date, its local time.

    The time tells apart those of a slot that happens several times a day; one that is moved after it
    has aired may air again, as whoever moved it asks.
    """
    return f"{one.slot}:{one.date.isoformat()}T{one.local:%H:%M}"


def slot_and_date(key: str) -> tuple[int, date]:
    """The slot and the original local date of an occurrence's key."""
    slot, _, moment = key.partition(":")
    return int(slot), date.fromisoformat(moment[:10])


def checked_date(on: date) -> date:
    """The date, where a programme can be computed for it. Raises InvalidError."""
    if on.year not in _REACH:
        raise InvalidError("bad_date", marked("This date is out of reach."))
    return on


def moment_of(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment of a local wall-clock time, by the policy above."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def local_of(moment: datetime, zone: ZoneInfo) -> datetime:
    """The local wall-clock time of a moment, without its zone."""
    return moment.astimezone(zone).replace(tzinfo=None)


def parse_rule(text: str, *, starts: datetime, zone: ZoneInfo) -> rrule:
    """The recurrence as dateutil's rule. Raises InvalidError where it is none or too frequent."""
    plain = text.strip().removeprefix("RRULE:")
    if _TOO_OFTEN.search(plain) or "\n" in plain or "FREQ=" not in plain.upper():
        raise _bad_rule(text)
    plain = _UNTIL_UTC.sub(lambda found: f"UNTIL={_until_local(found[1], zone)}", plain)
    try:
        parsed = rrulestr(plain, dtstart=starts)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        raise _bad_rule(text) from None
    if not isinstance(parsed, rrule):
        raise _bad_rule(text)
    return parsed


def check_rule(rule: Rule) -> None:
    """Raise InvalidError where the rule is bad, never happens, or overlaps itself."""
    if not SHORTEST_SLOT <= rule.duration.total_seconds() <= LONGEST_SLOT:
        raise InvalidError(
            "bad_duration",
            marked("A slot lasts between 1 second and 24 hours."),
            marked("Give its length in seconds."),
        )
    for day in (rule.starts.date(), rule.season_from, rule.until):
        if day is not None:
            checked_date(day)
    if rule.season_from is not None and rule.until is not None and rule.until < rule.season_from:
        raise InvalidError(
            "season_backwards",
            marked("The season ends before it begins."),
            marked("Give its first day, then its last."),
        )
    if rule.rrule is not None:
        _check_repetition(rule)
    elif not rule.is_in_season(rule.starts.date()):
        raise _never()


def _check_repetition(rule: Rule) -> None:
    parse_rule(str(rule.rrule), starts=rule.starts, zone=rule.zone)
    if _LARGE.search(str(rule.rrule)):
        raise _bad_rule(str(rule.rrule))
    begins = _local_starts(rule, rule.starts, rule.starts + timedelta(days=366 * _SANE_YEARS))
    first = [start for start, _ in zip(begins, range(400), strict=False)]
    if not first:
        raise _never()
    if any(later - sooner < rule.duration for sooner, later in pairwise(first)):
        raise InvalidError(
            "slot_overlaps_itself",
            marked("The slot would begin again before it has ended."),
            marked("Make it shorter, or less frequent."),
        )


def _never() -> InvalidError:
    return InvalidError(
        "rule_never",
        marked("By this rule, the slot never happens."),
        marked("Check its days, and its season."),
    )


def _bad_rule(text: str) -> InvalidError:
    return InvalidError(
        "bad_rule",
        marked("“{rule}” is not a repetition this station can follow."),
        marked("Repeat daily, weekly, monthly or yearly, for instance FREQ=WEEKLY."),
        rule=text[:80],
    )


def _until_local(text: str, zone: ZoneInfo) -> str:
    moment = datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return local_of(moment, zone).strftime("%Y%m%dT%H%M%S")


def _local_starts(rule: Rule, since: datetime, before: datetime) -> Iterator[datetime]:
    """Local starts in [since, before) and in season, overrides apart."""
    if rule.until is not None:
        before = min(before, datetime.combine(rule.until, datetime.min.time()) + timedelta(days=1))
    if rule.season_from is not None:
        since = max(since, datetime.combine(rule.season_from, datetime.min.time()))
    if rule.rrule is None:
        if since <= rule.starts < before:
            yield rule.starts
        return
    parsed = parse_rule(rule.rrule, starts=rule.starts, zone=rule.zone)
    if "COUNT" not in rule.rrule.upper() and "UNTIL" not in rule.rrule.upper():
        parsed = parsed.replace(until=before)  # a rule that never fits would search to the year 9999
    for start in parsed.xafter(since, inc=True):
        if start >= before:
            return
        yield start


def occurrences(rule: Rule, *, start: datetime, end: datetime) -> list[Occurrence]:
    """Every occurrence that overlaps [start, end), cancelled ones too, in order."""
    reach = rule.duration + timedelta(days=1)
    since, before = local_of(start, rule.zone) - reach, local_of(end, rule.zone) + timedelta(days=1)
    found = [
        _occurrence(rule, local.date(), local, override)
        for local in _local_starts(rule, since, before)
        for override in [rule.overrides.get(local.date(), Override())]
        if override.starts is None
    ]
    found += [
        _occurrence(rule, on, override.starts, override)
        for on, override in rule.overrides.items()
        if override.starts is not None and since <= override.starts < before and rule.is_in_season(on)
    ]
    return sorted(one for one in found if one.starts_at < end and one.ends_at > start)


def has_occurrence(rule: Rule, on: date) -> bool:
    """Whether the rule, overrides apart, happens on that local date."""
    midnight = datetime.combine(on, datetime.min.time())
    return any(True for _ in _local_starts(rule, midnight, midnight + timedelta(days=1)))


def next_date(rule: Rule, since: date) -> date | None:
    """The first original local date from `since` on, within a year; else the first of all, if any."""
    for first in (since, max(rule.starts.date(), rule.season_from or rule.starts.date())):
        midnight = datetime.combine(first, datetime.min.time())
        for local in _local_starts(rule, midnight, midnight + _A_YEAR):
            return local.date()
    return None


def _occurrence(rule: Rule, on: date, local: datetime, override: Override) -> Occurrence:
    starts_at = moment_of(local, rule.zone)
    return Occurrence(
        starts_at=starts_at,
        ends_at=starts_at + rule.duration,
        local=local,
        slot=rule.slot,
        date=on,
        cancelled=override.cancelled,
        is_shifted=local_of(starts_at, rule.zone) != local,
    )
