"""A channel's programme as a calendar: RFC 5545, with the properties of RFC 7986. Pure.

A slot is one event with its repetition. Dates that are left out are EXDATE, a date that was moved is an
event of its own with the RECURRENCE-ID of the original. A local time that a change of the clock takes
away or doubles means the same there as in the schedule (RFC 5545 §3.3.5), so nothing is bent.
"""

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dateutil.rrule import rrule
from icalendar import Calendar, Event, vDuration, vRecur

from broadcast.schedule.recurrence import Override, Rule, moment_of, parse_rule

_UID_SPACE = uuid.UUID("6a1f0a0e-6a0b-5b0e-9d5e-0c5f3a0f6d11")
_REFRESH = timedelta(hours=1)
_SPELT_OUT = timedelta(days=3_660)
_LAST_CHANGE = date(2037, 12, 31)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_RFC_PART = re.compile(
    r"FREQ=(HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)|(INTERVAL|COUNT)=\d+|UNTIL=\d{8}(T\d{6}Z?)?|"
    r"BYDAY=([+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU),?)+|WKST=(MO|TU|WE|TH|FR|SA|SU)|"
    r"BY(SETPOS|YEARDAY|MONTHDAY|WEEKNO|MONTH|HOUR|MINUTE)=[+-]?\d+(,[+-]?\d+)*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A slot as a calendar tells it."""

    rule: Rule
    title: str
    description: str
    url: str
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeCalendar:
    """A channel's programme. `identity` never changes; `revision` grows with each edit."""

    identity: str
    own: str
    page: str
    name: str
    description: str
    language: str
    made_at: datetime
    revision: int
    entries: Sequence[Entry]


def calendar_document(told: ProgrammeCalendar) -> bytes:
    """The document, UTF-8, the same bytes for the same values."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Antenne//{_plain(told.name)}//{told.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("uid", _uid(told, "calendar"))
    for name in ("name", "x-wr-calname"):
        calendar.add(name, _plain(told.name), parameters={"LANGUAGE": told.language})
    calendar.add("description", _plain(told.description), parameters={"LANGUAGE": told.language})
    calendar.add("url", told.page)
    calendar.add("source", told.own, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    for entry in told.entries:
        for event in _events(entry, told):
            calendar.add_component(event)
    calendar.add_missing_timezones(last_date=_LAST_CHANGE)
    document: bytes = calendar.to_ical()
    return document


def _uid(told: ProgrammeCalendar, what: str) -> str:
    return str(uuid.uuid5(_UID_SPACE, f"{told.identity}#{what}"))


def _plain(text: str) -> str:
    """Without what no line of text may hold; line ends are one character."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _events(entry: Entry, told: ProgrammeCalendar) -> Iterator[Event]:
    """The slot's event, then one for each date that was moved."""
    rule = entry.rule
    repetition = parse_rule(rule.rrule, starts=rule.starts, zone=rule.zone) if rule.rrule else None
    first = _first(rule, repetition)
    left_out, moved = _changed(rule, repetition)
    if first is not None and (rule.rrule or first not in {*left_out, *moved}):
        event = _event(entry, told, starts=first, name=f"slot-{rule.slot}")
        if repetition is not None:
            _repeat(event, rule, repetition, first=first)
        if left_out:
            event.add("exdate", [_local(one, rule) for one in left_out])
        yield event
    for original, starts in moved.items():
        event = _event(entry, told, starts=starts, name=f"slot-{rule.slot}")
        if rule.rrule:
            event.add("recurrence-id", _local(original, rule))
        yield event
    for on, override in _strays(rule, repetition):
        yield _event(entry, told, starts=override, name=f"slot-{rule.slot}-{on.isoformat()}")


def _first(rule: Rule, repetition: rrule | None) -> datetime | None:
    """The slot's first start in its season; None where there is none."""
    since = datetime.combine(rule.season_from, datetime.min.time()) if rule.season_from else rule.starts
    first = repetition.after(max(rule.starts, since), inc=True) if repetition else rule.starts
    return first if first is not None and rule.is_in_season(first.date()) else None


def _changed(rule: Rule, repetition: rrule | None) -> tuple[list[datetime], dict[datetime, datetime]]:
    """Original starts that are left out, and those that were moved, with where to.

    An override speaks of a whole date: of several starts on it, the first one moves.
    """
    left_out: list[datetime] = []
    moved: dict[datetime, datetime] = {}
    for on, override in sorted(rule.overrides.items()):
        originals = _starts_on(on, rule, repetition)
        if override.starts is not None and not override.cancelled and originals:
            moved[originals.pop(0)] = override.starts
        if override.cancelled or override.starts is not None:
            left_out += originals
    return left_out, moved


def _strays(rule: Rule, repetition: rrule | None) -> Iterator[tuple[date, datetime]]:
    """Moves of dates that the slot's rule, changed since, no longer has: they happen all the same."""
    for on, override in sorted(rule.overrides.items()):
        if _is_stray(on, override, rule, repetition) and override.starts is not None:
            yield on, override.starts


def _is_stray(on: date, override: Override, rule: Rule, repetition: rrule | None) -> bool:
    return rule.is_in_season(on) and not override.cancelled and not _starts_on(on, rule, repetition)


def _starts_on(on: date, rule: Rule, repetition: rrule | None) -> list[datetime]:
    if not rule.is_in_season(on):
        return []
    if repetition is None:
        return [rule.starts] if rule.starts.date() == on else []
    midnight = datetime.combine(on, datetime.min.time())
    found = repetition.between(midnight, midnight + timedelta(days=1), inc=True)
    return [one for one in found if one.date() == on]


def _event(entry: Entry, told: ProgrammeCalendar, *, starts: datetime, name: str) -> Event:
    event = Event()
    event.add("uid", _uid(told, name))
    event.add("dtstamp", told.made_at.astimezone(UTC))
    event.add("sequence", told.revision)
    event.add("dtstart", _local(starts, entry.rule))
    event.add("duration", entry.rule.duration)
    event.add("summary", _plain(entry.title), parameters={"LANGUAGE": told.language})
    if entry.description:
        event.add("description", _plain(entry.description), parameters={"LANGUAGE": told.language})
    if entry.category:
        event.add("categories", [_plain(entry.category)])
    event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")
    return event


def _local(moment: datetime, rule: Rule) -> datetime:
    return moment.replace(tzinfo=rule.zone)


def _repeat(event: Event, rule: Rule, repetition: rrule, *, first: datetime) -> None:
    """The slot's rule where RFC 5545 §3.3.10 has words for it; else its dates, ten years of them.

    A season's end is an UNTIL; a number of times that a season cuts has no words.
    """
    text = (rule.rrule or "").strip().upper().removeprefix("RRULE:").strip(";")
    is_cut = "COUNT=" in text and (rule.season_from or rule.until)
    if not is_cut and all(_RFC_PART.fullmatch(part) for part in text.split(";")):
        parsed = vRecur.from_ical(text)
        ends = [_until(one, rule) for one in parsed.get("UNTIL", [])]
        if rule.until is not None:
            ends.append(moment_of(_last_second(rule.until), rule.zone))
        if ends:
            parsed["UNTIL"] = [min(ends)]
        event.add("rrule", parsed)
        return
    last = min(first + _SPELT_OUT, _last_second(rule.until)) if rule.until else first + _SPELT_OUT
    dates = repetition.between(first, last)
    if dates:
        event.add("rdate", [_local(one, rule) for one in dates])


def _last_second(on: date) -> datetime:
    return datetime.combine(on, datetime.max.time().replace(microsecond=0))


def _until(until: date | datetime, rule: Rule) -> datetime:
    """In UTC, as a rule with a zone must say it (RFC 5545 §3.3.10)."""
    if not isinstance(until, datetime):
        until = datetime.combine(until, datetime.min.time())
    return until.astimezone(UTC) if until.tzinfo else moment_of(until, rule.zone)
