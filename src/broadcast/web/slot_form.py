"""The form of a slot, the same for a new one and for one that stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor
from broadcast.errors import InvalidError, marked
from broadcast.library.models import Item, Show
from broadcast.library.repository import all_shows, item_for, show_by_slug
from broadcast.schedule.amend import SlotTold
from broadcast.schedule.models import Channel, Overrun, Slot
from broadcast.schedule.recurrence import checked_date
from broadcast.schedule.repository import pieces_to_place, slot_of, slot_title
from broadcast.schedule.slots import NewSlot, Plays
from broadcast.web.repetitions import choice_of, rule_told

ROTATION, AS_IT_IS = "rotation", "same"
_LONGEST_MINUTES = 1_440


class SlotFields(BaseModel):
    """What the form says, word for word, so that a refused one comes back as it was typed.

    `plays` is `show:SLUG`, `item:ID`, `repeat:SLOT`, `rotation`, or `same` for what it plays already. Where
    `words` are others than those `looked` for, the form only asks for the pieces that are called so: Enter
    in that field asks too, whatever button a browser takes it for.
    """

    week: date | None = None
    plays: str = Field(default="", max_length=80)
    title: str = Field(default="", max_length=200)
    on: str = Field(default="", max_length=40)
    time: str = Field(default="", max_length=40)
    minutes: str = Field(default="", max_length=20)
    repeat: str = Field(default="", max_length=500)
    since: str = Field(default="", max_length=40)
    until: str = Field(default="", max_length=40)
    count: str = Field(default="", max_length=20)
    overrun: str = Field(default="finish", max_length=10)
    words: str = Field(default="", max_length=100)
    looked: str = Field(default="", max_length=100)

    @property
    def is_question(self) -> bool:
        """Whether pieces are looked for, and nothing is to be done yet."""
        return self.words.strip() != self.looked.strip()


@dataclass(frozen=True, slots=True)
class Choices:
    """What a slot of a channel may play: a show, another slot again, one piece (or the rotation)."""

    shows: list[Show]
    repeats: list[tuple[int, str, datetime]]
    pieces: list[Item]


def choices_of(
    session: Session,
    channel: Channel,
    slots: list[Slot],
    *,
    but: int | None = None,
    words: str = "",
    also: Collection[str] = (),
) -> Choices:
    """What the form offers: pieces called `words`, and those `also`; `but` is the slot whose form it is."""
    known = {slot.show_id for slot in slots}
    shows = [one for one in all_shows(session) if one.structure_id == channel.structure_id or one.id in known]
    firsts = [
        (slot.id, slot_title(slot), slot.starts) for slot in slots if not slot.repeats and slot.id != but
    ]
    pieces = pieces_to_place(session, channel, words=words.strip(), also=[*_fixed(slots, but), *also])
    return Choices(shows, [one for one in firsts if one[1]], pieces)


def _fixed(slots: list[Slot], slot_id: int | None) -> list[str]:
    return [slot.item_id for slot in slots if slot.id == slot_id and slot.item_id is not None]


def fields_of(slot: Slot) -> SlotFields:
    """The form as a slot that stands fills it in."""
    repeat, count = choice_of(slot.rrule, starts=slot.starts)
    return SlotFields(
        plays=_plays_of(slot),
        title=slot.title,
        on=slot.starts.date().isoformat(),
        time=f"{slot.starts:%H:%M}",
        minutes=str((slot.duration + 59) // 60),
        repeat=repeat,
        since=slot.season_from.isoformat() if slot.season_from else "",
        until=slot.until.isoformat() if slot.until else "",
        count=count,
        overrun=slot.overrun,
    )


def _plays_of(slot: Slot) -> str:
    if slot.repeats:
        return f"repeat:{slot.repeat_of_id}" if slot.repeat_of_id is not None else AS_IT_IS
    if slot.show is not None:
        return f"show:{slot.show.slug}"
    return f"item:{slot.item_id}" if slot.item_id is not None else ROTATION


def told_times(fields: SlotFields) -> SlotTold:
    """When, how often, how long. Raises InvalidError."""
    starts = local_time(fields.on, fields.time)
    since, until = _day_told(fields.since), _day_told(fields.until)
    if until is not None and fields.count.strip():
        raise InvalidError(
            "season_ends_twice",
            marked("A last date and a number of times are two ends of one season."),
            marked("Give one of them only."),
        )
    return SlotTold(
        starts=starts,
        duration=_seconds(fields.minutes),
        rrule=rule_told(fields.repeat, count=fields.count, starts=starts),
        overrun=Overrun.CUT if fields.overrun == Overrun.CUT else Overrun.FINISH,
        title=fields.title,
        season_from=since if since is not None and since > starts.date() else None,
        until=until,
    )


def new_slot(told: SlotTold, plays: Plays) -> NewSlot:
    """A new slot of both."""
    return NewSlot(
        starts=told.starts, duration=told.duration, rrule=told.rrule, overrun=told.overrun, title=told.title,
        season_from=told.season_from, until=told.until, show=plays.show, item=plays.item,
        repeat_of=plays.repeat_of,
    )  # fmt: skip


def local_time(on: str, time: str) -> datetime:
    """A local time of two fields. Raises InvalidError."""
    try:
        return datetime.combine(checked_date(_date(on)), datetime.strptime(time.strip(), "%H:%M").time())  # noqa: DTZ007  # a wall clock's time has no zone
    except ValueError:
        raise _no_date() from None


def _day_told(text: str) -> date | None:
    return checked_date(_date(text)) if text.strip() else None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise _no_date() from None


def _no_date() -> InvalidError:
    return InvalidError(
        "bad_local_time", marked("This is not a date and a time."), marked("Choose a date, and a time.")
    )


def _seconds(minutes: str) -> int:
    found = int(minutes) if minutes.strip().isdecimal() else 0
    if not 1 <= found <= _LONGEST_MINUTES:
        raise InvalidError(
            "bad_minutes",
            marked("“{minutes}” is not a length in minutes."),
            marked("Write a number from 1 to 1440, which is a whole day."),
            minutes=minutes[:20],
        )
    return 60 * found


def told_plays(session: Session, channel: Channel, fields: SlotFields, *, actor: Actor) -> Plays:
    """What it plays; one piece must be one the actor may see. Raises UnknownError."""
    kind, _, name = fields.plays.partition(":")
    if kind == "show":
        return Plays(show=show_by_slug(session, name))
    if kind == "item":
        return Plays(item=item_for(session, name, actor=actor))
    if kind == "repeat":
        return Plays(repeat_of=slot_of(session, channel, slot_id=int(name) if name.isdecimal() else 0))
    return Plays()
