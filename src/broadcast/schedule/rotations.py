"""A channel's rotation as people say it: read whole, and changed whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time

from sqlalchemy import delete
from sqlalchemy.orm import Session

from broadcast.errors import InvalidError, marked
from broadcast.schedule.crossfades import check_crossfade
from broadcast.schedule.models import Channel, Daypart, DaypartEntry
from broadcast.schedule.repository import daypart_entries_of, dayparts_of, rotation_of
from broadcast.schedule.slots import check_items, set_rotation

LONGEST_APART = 86_400
HEAVIEST = 10
MOST_DAYPARTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class DaypartSaid:
    """Hours with a list of their own: item ids in order, each with its weight."""

    name: str
    begins: time
    ends: time
    weights: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationSaid:
    """All that is said of a rotation. Item ids in order, each with its weight; times in seconds."""

    weights: Mapping[str, int] = field(default_factory=dict)
    jingles: Sequence[str] = ()
    jingle_every: int = 900
    jingle_minutes: Sequence[int] = ()
    artist_apart: int = 3_600
    title_apart: int = 7_200
    structure_apart: int = 0
    music_share: int | None = None
    crossfade_ms: int = 0
    dayparts: Sequence[DaypartSaid] = ()

    @property
    def items(self) -> set[str]:
        """Every item of it."""
        return {*self.weights, *self.jingles, *(item for part in self.dayparts for item in part.weights)}


def read_rotation(session: Session, channel: Channel) -> RotationSaid:
    """What is said of a channel's rotation now."""
    entries = rotation_of(session, channel)
    listed = daypart_entries_of(session, channel)
    return RotationSaid(
        weights={one.item_id: one.weight for one in entries if not one.is_jingle},
        jingles=[one.item_id for one in entries if one.is_jingle],
        jingle_every=channel.jingle_every,
        jingle_minutes=channel.jingle_minutes,
        artist_apart=channel.artist_apart,
        title_apart=channel.title_apart,
        structure_apart=channel.structure_apart,
        music_share=channel.music_share,
        crossfade_ms=channel.crossfade_ms,
        dayparts=[
            DaypartSaid(
                name=part.name,
                begins=part.begins,
                ends=part.ends,
                weights={one.item_id: one.weight for one in listed if one.daypart_id == part.id},
            )
            for part in dayparts_of(session, channel)
        ],
    )


def change_rotation(session: Session, channel: Channel, said: RotationSaid) -> None:
    """Play this from now on. Raises UnknownError on an unknown item, InvalidError on a wrong figure."""
    _check(said)
    check_crossfade(said.crossfade_ms)
    check_items(session, said.items)
    set_rotation(
        session,
        channel,
        items=list(said.weights),
        jingles=said.jingles,
        jingle_every=said.jingle_every,
        weights=said.weights,
    )
    channel.jingle_minutes = sorted(set(said.jingle_minutes))
    channel.artist_apart = said.artist_apart
    channel.title_apart = said.title_apart
    channel.structure_apart = said.structure_apart
    channel.music_share = said.music_share
    channel.crossfade_ms = said.crossfade_ms
    session.execute(delete(Daypart).where(Daypart.channel_id == channel.id))
    for part in said.dayparts:
        _keep_daypart(session, channel, part)


def _keep_daypart(session: Session, channel: Channel, said: DaypartSaid) -> None:
    part = Daypart(channel_id=channel.id, name=said.name.strip(), begins=said.begins, ends=said.ends)
    session.add(part)
    session.flush()
    session.add_all(
        DaypartEntry(daypart_id=part.id, item_id=item, position=place, weight=weight)
        for place, (item, weight) in enumerate(said.weights.items())
    )


def _check(said: RotationSaid) -> None:
    apart = (said.artist_apart, said.title_apart, said.structure_apart, said.jingle_every)
    weights = [*said.weights.values(), *(one for part in said.dayparts for one in part.weights.values())]
    if not all(0 <= seconds <= LONGEST_APART for seconds in apart):
        raise InvalidError(
            "bad_separation",
            marked("Two plays are kept apart for 24 hours at the most."),
            marked("Give a length between 0 and 24 hours."),
        )
    if not all(1 <= weight <= HEAVIEST for weight in weights):
        raise InvalidError(
            "bad_weight",
            marked("A piece comes 1 to {most} times as often as another."),
            marked("Give a whole number between 1 and {most}."),
            most=HEAVIEST,
        )
    if not all(0 <= minute <= 59 for minute in said.jingle_minutes):  # noqa: PLR2004  # of an hour
        raise InvalidError(
            "bad_minute",
            marked("The minutes of an hour go from 0 to 59."),
            marked("Give minutes such as 0, 30."),
        )
    if said.music_share is not None and not 0 <= said.music_share <= 100:  # noqa: PLR2004  # percent
        raise InvalidError(
            "bad_share",
            marked("The share of music lies between 0 and 100 percent."),
            marked("Leave it empty to let music and speech come as they may."),
        )
    if len(said.dayparts) > MOST_DAYPARTS or not all(part.name.strip() for part in said.dayparts):
        raise InvalidError(
            "bad_daypart",
            marked("A list for certain hours needs a name, and a channel has {most} of them at the most."),
            marked("Name it, for instance Night."),
            most=MOST_DAYPARTS,
        )
