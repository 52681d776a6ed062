"""The grid's page, and the way of an edit: done in one transaction, noted, told on the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor
from broadcast.errors import BroadcastError, UnknownError
from broadcast.library.repository import item_for
from broadcast.schedule.clock_changes import ClockChange, changes_for
from broadcast.schedule.edits import EditKind, edit_of, last_edit, noted
from broadcast.schedule.models import Channel, Slot
from broadcast.schedule.recurrence import Rule, checked_date
from broadcast.schedule.repository import PLACEABLE, pieces_to_place, rules_of, slot_of, slots_of
from broadcast.schedule.week import DAYS, Week, monday_of, planned_week
from broadcast.web.clock_words import clock_words
from broadcast.web.grid_view import clash_of, edit_words
from broadcast.web.house import House, language_of
from broadcast.web.proposing import Proposal, proposals
from broadcast.web.repetitions import WEEKLY, repetitions
from broadcast.web.routes.api_programme import hosted_channel
from broadcast.web.routes.pages_programme import today_of
from broadcast.web.slot_form import ROTATION, Choices, SlotFields, choices_of
from broadcast.web.templating import render
from broadcast.words import error_words, said

Act = Callable[[Session, Channel, Slot], None]
"""What an edit does to a slot."""
Refused = Callable[[BroadcastError], Response]
"""The page that says why it was not done."""
_USUAL = time(18)
_A_YEAR = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the page is asked for: which week, which day on a phone, after which edit or fault.

    `at` is where a new slot may begin, `plays` what it may play, `fields` what was typed of it.
    """

    week: date | None = None
    day: date | None = None
    edit: int | None = None
    at: datetime | None = None
    plays: str = ""
    fault: BroadcastError | None = None
    fields: SlotFields | None = None


def grid_page(request: Request, house: House, actor: Actor, slug: str, look: Look) -> Response:
    """The page, for a host of the channel's structure. Raises ForbiddenError."""
    language = language_of(request)
    with house.parts.database.reading() as session:
        channel = hosted_channel(session, slug, actor=actor)
        today = today_of(house, channel)
        clash = clash_of(look.fault)
        monday = monday_of(checked_date(look.week or look.day or today))
        week = planned_week(session, channel, first=monday)
        slots = slots_of(session, channel)
        plays = look.fields.plays if look.fields else look.plays
        choices = choices_of(
            session, channel, slots, words=look.fields.words if look.fields else "",
            also=_piece_named(session, plays, actor=actor),
        )  # fmt: skip
        proposed = proposals(session, channel, choices.pieces, now=house.parts.clock.now())
        done = edit_of(session, channel, look.edit) if look.edit else None
        last = last_edit(session, channel, person=actor.person_id)
        told = edit_words(done)
        edited_now = [one for one in slots if done is not None and one.id == done.slot_id]
        rules = rules_of(session, channel, edited_now)
    days = [one.on for one in week.days]
    wanted = look.day or today
    chosen = wanted if wanted in days else monday
    return render(
        request,
        "grid.html",
        status=look.fault.kind.value if look.fault else 200,
        channel=channel,
        week=week,
        monday=monday,
        today=today,
        chosen=chosen,
        before=monday - timedelta(days=DAYS),
        after=monday + timedelta(days=DAYS),
        choices=choices,
        fields=look.fields or _fresh(choices, proposed, look, on=chosen),
        proposed=proposed,
        repetitions=repetitions(language),
        clock_notes=[clock_words(one, language=language) for one in _clock_changes(week, rules, since=today)],
        fault=error_words(look.fault, language=language) if look.fault else None,
        clash=clash,
        told=said(told[0], told[1], language=language) if told else "",
        undoable=last,
        undoable_words=said(*edit_words(last), language=language) if last else "",  # type: ignore[misc]  # words there are, of an edit
    )


def _piece_named(session: Session, plays: str, *, actor: Actor) -> list[str]:
    """The piece that `item:ID` names, where the actor may see it: it is offered, however old it is."""
    kind, _, name = plays.partition(":")
    if kind != "item":
        return []
    try:
        found = item_for(session, name, actor=actor)
    except UnknownError:
        return []
    return [found.id] if found.state in PLACEABLE else []


def _clock_changes(week: Week, rules: list[Rule], *, since: date) -> list[ClockChange]:
    """The changes of the clock in the week, and those of a year that the slot just edited will feel."""
    felt = [change for rule in rules for change in changes_for(rule, since, days=_A_YEAR)]
    return list(dict.fromkeys([*week.clock_changes, *felt]))


def _fresh(choices: Choices, proposed: Mapping[str, Proposal], look: Look, *, on: date) -> SlotFields:
    """The form of a new slot before anything is typed: weekly, but one piece once, for as long as it is."""
    item = look.plays.partition("item:")[2]
    begins = _when(look.at or datetime.combine(on, _USUAL))
    if item in proposed:
        begins = {} if look.at is None else begins
        return SlotFields().model_copy(update=_fields_of(item, proposed[item]) | begins)
    if any(one.id == item for one in choices.pieces):
        return SlotFields(plays=look.plays, minutes="60").model_copy(update=begins)
    plays = f"show:{choices.shows[0].slug}" if choices.shows else ROTATION
    return SlotFields(plays=plays, minutes="60", repeat=WEEKLY).model_copy(update=begins)


def _fields_of(item: str, told: Proposal) -> dict[str, str]:
    return {"plays": f"item:{item}", "minutes": str(told.minutes), "repeat": ""} | _when(told.starts)


def _when(at: datetime) -> dict[str, str]:
    return {"on": at.date().isoformat(), "time": f"{at:%H:%M}"}


@dataclass(frozen=True, slots=True)
class Desk:
    """One edit asked for by a form: who asks, at which channel, from which week's page."""

    request: Request
    house: House
    actor: Actor
    slug: str
    week: date | None

    def back(self, *, edit: int | None, day: date | None) -> Response:
        """To the page, which tells what was done."""
        told = {"week": day or self.week, "day": day, "edit": edit}
        words = urlencode({name: value for name, value in told.items() if value is not None})
        return RedirectResponse(f"/studio/channels/{self.slug}/grid?{words}", status_code=303)

    def looked(self, fields: SlotFields) -> Response:
        """The page with the pieces that were looked for, and the form as it was typed."""
        look = Look(week=self.week, fields=self._fitted(fields))
        return grid_page(self.request, self.house, self.actor, self.slug, look)

    def _fitted(self, fields: SlotFields) -> SlotFields:
        """With the first piece that was found, where length and repetition are untouched."""
        if (fields.minutes, fields.repeat) != ("60", WEEKLY) or not fields.words.strip():
            return fields
        with self.house.parts.database.reading() as session:
            channel = self.channel(session)
            found = pieces_to_place(session, channel, words=fields.words.strip(), most=1)
            told = proposals(session, channel, found, now=self.now())
        return fields.model_copy(update=_fields_of(*told.popitem()) if told else {})

    def refused(self, fault: BroadcastError, *, fields: SlotFields | None = None) -> Response:
        """The page with what was wrong, at the week where the other slot stands in the way."""
        clash = clash_of(fault)
        look = Look(
            week=clash[1] if clash else self.week, day=clash[1] if clash else self.week, fault=fault,
            fields=fields,
        )  # fmt: skip
        return grid_page(self.request, self.house, self.actor, self.slug, look)

    def now(self) -> datetime:
        """The present moment."""
        return self.house.parts.clock.now()

    def channel(self, session: Session) -> Channel:
        """The channel, which the actor must be a host of."""
        return hosted_channel(session, self.slug, actor=self.actor)


def edited(  # which slot, what is done to it, and where the answers lead
    desk: Desk, slot_id: int, kind: EditKind, act: Act, *, day: date | None, refused: Refused | None = None
) -> Response:
    """Do it to a slot, note it, and go back to the page; `refused` answers what cannot be done."""
    try:
        with desk.house.parts.database.writing() as session:
            channel = desk.channel(session)
            slot = slot_of(session, channel, slot_id=slot_id)
            with noted(session, channel, kind=kind, slot=slot, person=desk.actor.person_id,
                       now=desk.now()) as noting:  # fmt: skip
                act(session, channel, slot)
            edit = noting.edit.id
    except BroadcastError as fault:
        return (refused or desk.refused)(fault)
    return desk.back(edit=edit, day=day)
