"""What goes into a channel's calendar and guide, read from the schedule."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from broadcast.feeds.calendar import Entry, ProgrammeCalendar
from broadcast.feeds.xmltv import Guide, GuideEntry
from broadcast.library import keys
from broadcast.playout.memory import last_begun
from broadcast.schedule.conflicts import Span, gaps, on_air
from broadcast.schedule.grid import read_grid
from broadcast.schedule.models import Channel, Slot
from broadcast.schedule.recurrence import Occurrence, Rule, local_of, moment_of
from broadcast.schedule.repository import channel_by_slug, public_title, rules_of, slots_of

GUIDE_DAYS = 14
_REMEMBERED = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Where and in which words a programme is told; `filling` is what the rotation is called."""

    base: str
    icon: str
    language: str
    filling: str
    about: str


def read_calendar(session: Session, slug: str, *, voice: Voice, now: datetime) -> ProgrammeCalendar:
    """A channel's slots. Those long over are left out."""
    channel = channel_by_slug(session, slug)
    slots = slots_of(session, channel)
    page = f"{voice.base}/channels/{channel.slug}/schedule"
    forgotten = local_of(now, ZoneInfo(channel.timezone)) - _REMEMBERED
    entries = tuple(
        _calendar_entry(slot, rule, voice=voice, page=page)
        for slot, rule in zip(slots, rules_of(session, channel, slots), strict=True)
        if slot.rrule or slot.starts > forgotten
    )
    return ProgrammeCalendar(
        identity=f"{channel.slug}@{channel.epoch.astimezone(UTC).isoformat()}",
        own=f"{page}.ics",
        page=page,
        name=channel.name,
        description=voice.about.format(name=channel.name),
        language=voice.language,
        made_at=channel.created_at,
        revision=channel.revision,
        entries=entries,
    )


def _calendar_entry(slot: Slot, rule: Rule, *, voice: Voice, page: str) -> Entry:
    return Entry(
        rule=rule,
        title=public_title(slot) or voice.filling,
        description=slot.show.description if slot.show else "",
        url=f"{voice.base}/shows/{slot.show.slug}" if slot.show else page,
        category=slot.show.category if slot.show else "",
    )


def read_guide(session: Session, slug: str, *, voice: Voice, now: datetime) -> Guide:
    """Two weeks of a channel from the beginning of its local day, with what fills the gaps as one block."""
    channel = channel_by_slug(session, slug)
    zone = ZoneInfo(channel.timezone)
    midnight = local_of(now, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    start, end = moment_of(midnight, zone), moment_of(midnight + timedelta(days=GUIDE_DAYS), zone)
    return Guide(
        channel=f"{channel.slug}.{urlsplit(voice.base).hostname}",
        name=channel.name,
        language=voice.language,
        icon=voice.icon,
        page=f"{voice.base}/channels/{channel.slug}",
        station=f"{voice.base}/",
        entries=tuple(_guide_entries(session, channel, start=start, end=end, voice=voice)),
    )


def _guide_entries(
    session: Session, channel: Channel, *, start: datetime, end: datetime, voice: Voice
) -> Iterator[GuideEntry]:
    grid = read_grid(session, channel, start=start, end=end)
    slots = {one.slot.id: one.slot for one in grid.placed}
    airing = on_air(one.occurrence for one in grid.placed)
    told: list[tuple[Occurrence | Span, Slot | None]] = [(one, slots[one.slot]) for one in airing]
    told += [(span, None) for span in gaps(airing, start=start, end=end)]
    heard = set(last_begun(session, channel.id, [slot.item_id for slot in slots.values() if slot.item_id]))
    for span, slot in sorted(told, key=lambda pair: pair[0].starts_at):
        entry = _guide_entry(span, slot, zone=ZoneInfo(channel.timezone), voice=voice)
        yield replace(entry, is_repeat=slot is not None and (slot.repeats or slot.item_id in heard))
        if slot is not None and slot.item_id is not None:
            heard.add(slot.item_id)


def _guide_entry(span: Occurrence | Span, slot: Slot | None, *, zone: ZoneInfo, voice: Voice) -> GuideEntry:
    show = slot.show if slot else None
    return GuideEntry(
        starts_at=span.starts_at.astimezone(zone),
        ends_at=span.ends_at.astimezone(zone),
        title=(public_title(slot) if slot else "") or voice.filling,
        language=show.language if show else voice.language,
        description=show.description if show else "",
        category=show.category if show else "",
        cover=f"{voice.base}/{keys.small(show.cover)}" if show else "",
        url=f"{voice.base}/shows/{show.slug}" if show else "",
    )
