"""Questions about channels and their programme."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from broadcast.accounts.roles import Actor, Role
from broadcast.errors import UnknownError, marked
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.schedule.models import (
    Channel,
    ChannelShow,
    Daypart,
    DaypartEntry,
    RotationEntry,
    Slot,
    SlotOverride,
)
from broadcast.schedule.recurrence import Override, Rule
from broadcast.schedule.rotation import Rules

PLACEABLE = (ItemState.PUBLISHED, ItemState.TO_REVIEW)
"""The states of a piece that a slot may be given to play."""


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """What of a channel the air needs."""

    id: int
    slug: str
    name: str
    kind: str
    epoch: datetime
    timezone: str
    music_again_hours: int


def all_channels(session: Session) -> list[Channel]:
    """Every channel with its structure, by name."""
    return list(
        session.scalars(select(Channel).order_by(Channel.name).options(joinedload(Channel.structure)))
    )


def channels_hosted_by(session: Session, actor: Actor) -> list[Channel]:
    """Those whose programme somebody makes, with their structure, by name."""
    return [
        one for one in all_channels(session) if actor.is_at_least(Role.HOST, structure_id=one.structure_id)
    ]


def channels_playing(session: Session, show_id: int) -> Sequence[Channel]:
    """The channels whose grid has a slot of a show, repeats apart, by name."""
    has_it = select(Slot.channel_id).where(Slot.show_id == show_id, ~Slot.repeats)
    return session.scalars(select(Channel).where(Channel.id.in_(has_it)).order_by(Channel.name)).all()


def channels_with_slots(session: Session) -> frozenset[int]:
    """The channels whose grid is not empty."""
    return frozenset(session.scalars(select(Slot.channel_id).distinct()))


def channels_that_air(session: Session) -> list[ChannelFigures]:
    """What the air needs to know of every channel, by name: read every other second, so nothing more."""
    found = session.execute(
        select(
            Channel.id, Channel.slug, Channel.name, Channel.kind, Channel.epoch, Channel.timezone,
            Channel.music_again_hours,
        ).order_by(Channel.name)
    )  # fmt: skip
    return [ChannelFigures(*one) for one in found]


def channel_by_slug(session: Session, slug: str) -> Channel:
    """The channel with its structure. Raises UnknownError."""
    query = select(Channel).where(Channel.slug == slug).options(joinedload(Channel.structure))
    found = session.scalar(query)
    if found is None:
        raise UnknownError("unknown_channel", marked("There is no channel “{slug}”."), slug=slug)
    return found


def slots_of(session: Session, channel: Channel) -> list[Slot]:
    """A channel's slots with their show and item, by first start."""
    return list(
        session.scalars(
            select(Slot)
            .where(Slot.channel_id == channel.id)
            .options(joinedload(Slot.show), joinedload(Slot.item))
            .order_by(Slot.starts, Slot.id)
        )
    )


def slot_of(session: Session, channel: Channel, *, slot_id: int) -> Slot:
    """One slot of a channel. Raises UnknownError."""
    found = session.scalar(
        select(Slot)
        .where(Slot.id == slot_id, Slot.channel_id == channel.id)
        .options(joinedload(Slot.show), joinedload(Slot.item))
    )
    if found is None:
        raise UnknownError("unknown_slot", marked("There is no such slot on this channel."))
    return found


def rules_of(session: Session, channel: Channel, slots: Sequence[Slot]) -> list[Rule]:
    """The slots' rules with their overrides."""
    if not slots:
        return []
    changed: dict[int, dict[object, Override]] = {}
    found = session.scalars(select(SlotOverride).where(SlotOverride.slot_id.in_([slot.id for slot in slots])))
    for one in found:
        changed.setdefault(one.slot_id, {})[one.original_date] = Override(one.cancelled, one.starts)
    return [rule_of(slot, channel, overrides=changed.get(slot.id, {})) for slot in slots]


def rule_of(slot: Slot, channel: Channel, *, overrides: dict[object, Override] | None = None) -> Rule:
    """A slot's rule."""
    return Rule(
        slot=slot.id,
        starts=slot.starts,
        zone=ZoneInfo(channel.timezone),
        rrule=slot.rrule,
        duration=timedelta(seconds=slot.duration),
        season_from=slot.season_from,
        until=slot.until,
        overrides=overrides or {},  # type: ignore[arg-type]  # the column is a date
    )


def pieces_to_place(
    session: Session, channel: Channel, *, words: str = "", also: Collection[str] = (), most: int = 50
) -> list[Item]:
    """The newest pieces of a channel's structure, called `words`, that a slot may play, and those `also`."""
    fits = or_(Item.title.icontains(words, autoescape=True), Item.artist.icontains(words, autoescape=True))
    newest = (
        select(Item.id)
        .where(Item.structure_id == channel.structure_id, Item.state.in_(PLACEABLE), fits)
        .order_by(Item.created_at.desc(), Item.id)
        .limit(most)
    )
    wanted = Item.id.in_(newest.scalar_subquery()) | Item.id.in_(also)
    return list(session.scalars(select(Item).where(wanted).order_by(Item.created_at.desc(), Item.id)))


def rotation_of(session: Session, channel: Channel) -> list[RotationEntry]:
    """A channel's rotation and jingles, in their order."""
    return list(
        session.scalars(
            select(RotationEntry)
            .where(RotationEntry.channel_id == channel.id)
            .order_by(RotationEntry.is_jingle, RotationEntry.position)
        )
    )


def dayparts_of(session: Session, channel: Channel) -> list[Daypart]:
    """A channel's dayparts, by their beginning."""
    return list(
        session.scalars(
            select(Daypart).where(Daypart.channel_id == channel.id).order_by(Daypart.begins, Daypart.id)
        )
    )


def daypart_entries_of(session: Session, channel: Channel) -> list[DaypartEntry]:
    """The pieces of all of a channel's dayparts, in their order."""
    return list(
        session.scalars(
            select(DaypartEntry)
            .join(Daypart, Daypart.id == DaypartEntry.daypart_id)
            .where(Daypart.channel_id == channel.id)
            .order_by(DaypartEntry.daypart_id, DaypartEntry.position)
        )
    )


def rules_of_rotation(channel: Channel) -> Rules:
    """How a channel's rotation is played."""
    return Rules(
        artist=channel.artist_apart,
        title=channel.title_apart,
        structure=channel.structure_apart,
        music_share=channel.music_share,
        jingle_every=channel.jingle_every,
        seed=channel.seed,
    )


def shows_on(channel: Channel) -> Select[int]:
    """The shows that have, or had, a slot on a channel, by id."""
    return select(ChannelShow.show_id).where(ChannelShow.channel_id == channel.id)


def last_new_show(session: Session, channel: Channel) -> datetime | None:
    """When a show last got its first slot on a channel."""
    return session.scalar(select(func.max(ChannelShow.since)).where(ChannelShow.channel_id == channel.id))


def slot_title(slot: Slot) -> str:
    """What a slot is called: by its own name, its show, its item, or nothing for the rotation."""
    if slot.title:
        return slot.title
    if slot.show is not None:
        return slot.show.title
    return slot.item.title if slot.item is not None else ""


def public_title(slot: Slot) -> str:
    """The same as everybody may read it: a piece that is not published has no name yet, or no longer."""
    is_hidden = slot.show is None and slot.item_id is not None and public_item(slot) is None
    return "" if is_hidden else slot_title(slot)


def public_item(slot: Slot) -> str | None:
    """The id of a slot's piece, where everybody may know of it."""
    is_public = slot.item is not None and slot.item.state == ItemState.PUBLISHED
    return slot.item_id if is_public else None
