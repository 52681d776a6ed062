"""What happens to channels, slots and rotations. Every change raises the channel's revision."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import available_timezones

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.models import Structure
from broadcast.accounts.people import checked_slug
from broadcast.accounts.roles import STATION, Actor
from broadcast.errors import ConflictError, InvalidError, UnknownError, marked
from broadcast.library.models import Item, Show
from broadcast.schedule.committees import bring_before
from broadcast.schedule.conflicts import first_clash
from broadcast.schedule.models import (
    Channel,
    ChannelKind,
    ChannelShow,
    Overrun,
    RotationEntry,
    Slot,
    SlotOverride,
)
from broadcast.schedule.recurrence import Override, Rule, check_rule, checked_date, has_occurrence
from broadcast.schedule.repository import rule_of, rules_of, slot_title, slots_of

HEAD_START = timedelta(seconds=150)
"""How far before its making a channel's time begins, so that its first playlist is full at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSlot:
    """What is said of a slot: at most one of `show`, `item`, `repeat_of`; none means the rotation.

    `until` is the last local date it happens on, `season_from` the first. `repeat_of` is the slot that it
    plays again.
    """

    starts: datetime
    duration: int
    rrule: str | None = None
    overrun: Overrun = Overrun.FINISH
    show: Show | None = None
    item: Item | None = None
    title: str = ""
    season_from: date | None = None
    until: date | None = None
    repeat_of: Slot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plays:
    """What a slot plays: at most one of these; none means the rotation."""

    show: Show | None = None
    item: Item | None = None
    repeat_of: Slot | None = None


def create_channel(  # noqa: PLR0913  # a channel is made of that much
    session: Session,
    *,
    slug: str,
    name: str,
    kind: ChannelKind,
    structure: Structure,
    timezone: str,
    now: datetime,
    by: Actor = STATION,
) -> Channel:
    """A new channel, on air from its first second. Raises ConflictError, InvalidError."""
    checked_slug(slug)
    if timezone not in available_timezones():
        raise InvalidError(
            "unknown_zone",
            marked("“{zone}” is not a time zone."),
            marked("Use a name such as Europe/Paris."),
            zone=timezone[:60],
        )
    if session.scalar(select(Channel.id).where(Channel.slug == slug)) is not None:
        raise ConflictError(
            "slug_taken", marked("“{slug}” is already taken."), marked("Choose another one."), slug=slug
        )
    channel = Channel(
        slug=slug,
        name=name.strip(),
        kind=kind,
        structure=structure,
        timezone=timezone,
        epoch=(now - HEAD_START).replace(microsecond=0),
        seed=secrets.randbits(62),
        created_at=now,
    )
    session.add(channel)
    session.flush()
    done = Done(act=Act.CHANNEL, subject=f"channel:{slug}", structure_id=structure.id, at=now)
    record(session, done, actor=by)
    return channel


def create_slot(session: Session, channel: Channel, told: NewSlot, *, now: datetime) -> Slot:
    """A new slot. Raises InvalidError on a bad rule or length, ConflictError naming what it clashes with."""
    source = repeatable(told.repeat_of, channel)
    slot = Slot(
        channel_id=channel.id,
        show=source.show if source else told.show,
        item=source.item if source else told.item,
        repeats=source is not None,
        repeat_of_id=source.id if source else None,
        title=told.title.strip(),
        starts=told.starts,
        rrule=told.rrule,
        season_from=told.season_from,
        until=told.until,
        duration=told.duration,
        overrun=told.overrun,
    )
    check_rule(rule_of(slot, channel))
    others = slots_of(session, channel)
    session.add(slot)
    session.flush()
    _refuse_clash(rule_of(slot, channel), rules_of(session, channel, others), slots=[slot, *others], now=now)
    remember_show(session, channel, slot.show_id, now=now)
    touch(channel)
    return slot


def remember_show(session: Session, channel: Channel, show_id: int | None, *, now: datetime) -> None:
    """Note that a show has a slot on a channel; it is never forgotten."""
    if show_id is not None and session.get(ChannelShow, (channel.id, show_id)) is None:
        session.add(ChannelShow(channel_id=channel.id, show_id=show_id, since=now))
        bring_before(session, channel, shows=[show_id])


def refuse_clashes(session: Session, channel: Channel, slot: Slot, *, now: datetime) -> None:
    """Raise ConflictError where a slot, as it stands, clashes with another of its channel."""
    slots = slots_of(session, channel)
    rules = {rule.slot: rule for rule in rules_of(session, channel, slots)}
    mine = rules.pop(slot.id)
    _refuse_clash(mine, list(rules.values()), slots=slots, now=now)


def repeatable(source: Slot | None, channel: Channel) -> Slot | None:
    """The slot to repeat, where it is one of this channel's that plays something first."""
    if source is None:
        return None
    if source.repeats or source.channel_id != channel.id:
        raise InvalidError(
            "repeats_a_repeat",
            marked("“{title}” is a repeat itself, so there is nothing of its own to repeat."),
            marked("Choose the slot where it is on for the first time."),
            title=slot_title(source),
        )
    return source


def _refuse_clash(rule: Rule, others: Sequence[Rule], *, slots: Sequence[Slot], now: datetime) -> None:
    clash = first_clash(rule, others, since=now)
    if clash is None:
        return
    other = clash.second if clash.first.slot == rule.slot else clash.first
    titles = {slot.id: slot_title(slot) for slot in slots}
    raise ConflictError(
        "slot_clash",
        marked("“{mine}” and “{theirs}” would be on air at the same time on {date}."),
        marked("Choose another time, make it shorter, or move the other one first."),
        extra={
            "conflict": {
                "slot": other.slot,
                "title": titles[other.slot],
                "starts_at": other.starts_at.astimezone(rule.zone).isoformat(),
            }
        },
        mine=titles[rule.slot] or marked("Rotation"),
        theirs=titles[other.slot] or marked("Rotation"),
        date=other.date,
    )


def delete_slot(session: Session, channel: Channel, slot: Slot) -> None:
    """Take a slot out of the grid; what is frozen already still airs."""
    session.delete(slot)
    touch(channel)


def change_occurrence(
    session: Session, channel: Channel, slot: Slot, *, on: date, change: Override, now: datetime
) -> None:
    """Cancel or move the occurrence whose original local date is `on`. Raises UnknownError, ConflictError."""
    if change.starts is not None:
        checked_date(change.starts.date())
    others = slots_of(session, channel)
    rules = {rule.slot: rule for rule in rules_of(session, channel, others)}
    if not has_occurrence(rules[slot.id], on):
        raise UnknownError("unknown_occurrence", marked("The slot does not happen on {date}."), date=on)
    session.merge(
        SlotOverride(slot_id=slot.id, original_date=on, cancelled=change.cancelled, starts=change.starts)
    )
    overrides: dict[object, Override] = {on: change}
    for day, other in rules.pop(slot.id).overrides.items():
        overrides.setdefault(day, other)
    mine = rule_of(slot, channel, overrides=overrides)
    _refuse_clash(mine, list(rules.values()), slots=others, now=now)
    touch(channel)


def set_rotation(  # a rotation is made of that much
    session: Session,
    channel: Channel,
    *,
    items: Sequence[str],
    jingles: Sequence[str],
    jingle_every: int,
    weights: Mapping[str, int] | None = None,
) -> None:
    """Put these items, by id and in this order, in the rotation. Raises UnknownError on an unknown one.

    A weight is 1 where `weights` says nothing.
    """
    check_items(session, {*items, *jingles})
    session.execute(delete(RotationEntry).where(RotationEntry.channel_id == channel.id))
    for is_jingle, ids in ((False, items), (True, jingles)):
        session.add_all(
            RotationEntry(
                channel_id=channel.id,
                item_id=item,
                position=place,
                is_jingle=is_jingle,
                weight=(weights or {}).get(item, 1),
            )
            for place, item in enumerate(dict.fromkeys(ids))
        )
    channel.jingle_every = jingle_every
    touch(channel)


def check_items(session: Session, wanted: Collection[str]) -> None:
    """Raise UnknownError where one of these items does not exist."""
    known = set(session.scalars(select(Item.id).where(Item.id.in_(wanted))))
    if missing := set(wanted) - known:
        raise UnknownError(
            "unknown_item", marked("There is no piece “{item}”."), item=", ".join(sorted(missing))[:120]
        )


def touch(channel: Channel) -> None:
    """Note that the programme of a channel was edited."""
    channel.revision += 1


def touch_all(session: Session) -> None:
    """Note an edit that may concern every channel: something was withdrawn."""
    session.execute(update(Channel).values(revision=Channel.revision + 1))
