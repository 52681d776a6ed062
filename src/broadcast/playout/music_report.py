"""The music report: what was played of whom, for how long, to how many (SACEM, SPRE)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.library.models import Item, ItemKind, Rights
from broadcast.library.works import NOTHING_DECLARED, Work, works_of
from broadcast.media.units import Seconds
from broadcast.playout.journal import Aired, journal
from broadcast.playout.models import AudienceRow
from broadcast.playout.timeline import Reason
from broadcast.schedule.models import Channel

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicUse:
    """One playing of one piece. `listeners` is the mean of its minutes, None if not counted."""

    channel: str
    show: str
    starts_at: datetime
    ends_at: datetime
    seconds: Seconds
    title: str
    work: Work
    use: str
    licence: str
    mode: str
    listeners: float | None
    connections: int | None


def music_report(
    session: Session, channel: Channel, *, start: datetime, end: datetime, now: datetime
) -> list[MusicUse]:
    """Every playing that began or went on in [start, end), as much of it as was heard, in order."""
    lines = [
        line
        for line in journal(session, channel, start=start, end=end, now=now)
        if line.airing.item is not None
    ]
    ids = {line.airing.item or "" for line in lines}
    items, works = _items(session, ids), works_of(session, ids)
    counted = _audience(session, channel, start=start - _MINUTE, end=end)
    return [
        _use(channel, line, items[item], declared(items[item], works), counted=counted, now=now)
        for line in lines
        if (item := line.airing.item or "") in items and _is_music(items[item], works)
    ]


def declared(item: Item, works: Mapping[str, Work]) -> Work:
    """What is declared of an item; the performer is who plays in it where nobody declared one."""
    work = works.get(item.id, NOTHING_DECLARED)
    return work if work.performer else replace(work, performer=item.artist)


def _is_music(item: Item, works: Collection[str]) -> bool:
    return item.kind == ItemKind.TRACK or item.rights == Rights.MUSIC or item.id in works


def _use(
    channel: Channel, line: Aired, item: Item, work: Work, *,
    counted: dict[datetime, tuple[int, int]], now: datetime,
) -> MusicUse:  # fmt: skip
    ends_at = min(line.ends_at, now)
    minutes = [count for minute, count in counted.items() if line.starts_at - _MINUTE < minute < ends_at]
    return MusicUse(
        channel=channel.name,
        show=line.airing.show,
        starts_at=line.starts_at,
        ends_at=ends_at,
        seconds=Seconds((ends_at - line.starts_at).total_seconds()),
        title=line.airing.title,
        work=work,
        use={ItemKind.TRACK: "music", ItemKind.JINGLE: "jingle"}.get(ItemKind(item.kind), "show"),
        licence=item.rights,
        mode="live" if line.airing.reason is Reason.LIVE else "auto",
        listeners=sum(listeners for listeners, _ in minutes) / len(minutes) if minutes else None,
        connections=sum(connections for _, connections in minutes) if minutes else None,
    )


def _items(session: Session, ids: Collection[str]) -> dict[str, Item]:
    return {item.id: item for item in session.scalars(select(Item).where(Item.id.in_(ids)))} if ids else {}


def _audience(
    session: Session, channel: Channel, *, start: datetime, end: datetime
) -> dict[datetime, tuple[int, int]]:
    rows = session.scalars(
        select(AudienceRow).where(
            AudienceRow.channel_id == channel.id, AudienceRow.minute >= start, AudienceRow.minute < end
        )
    )
    return {row.minute: (row.listeners, row.connections) for row in rows}
