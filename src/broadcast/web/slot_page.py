"""One slot's page: what may be done to one date of it, and to all; a refused form comes back as typed."""

from dataclasses import dataclass
from datetime import date, datetime

from fastapi import Response

from broadcast.errors import BroadcastError
from broadcast.schedule.clock_changes import changes_for
from broadcast.schedule.recurrence import next_date
from broadcast.schedule.repository import rules_of, slot_of, slot_title, slots_of
from broadcast.web.clock_words import clock_words
from broadcast.web.grid_desk import Desk
from broadcast.web.grid_view import clash_of
from broadcast.web.house import language_of
from broadcast.web.repetitions import repetitions
from broadcast.web.routes.pages_programme import today_of
from broadcast.web.slot_form import SlotFields, choices_of, fields_of
from broadcast.web.templating import render
from broadcast.words import error_words

_A_YEAR = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotLook:
    """How the page is asked for: of which date, with what was typed, and what was wrong with it."""

    on: date | None = None
    to: str | None = None
    time: str | None = None
    fields: SlotFields | None = None
    fault: BroadcastError | None = None


def slot_page(desk: Desk, slot_id: int, look: SlotLook) -> Response:
    """The page, for a host of the channel's structure. Raises ForbiddenError, UnknownError."""
    language = language_of(desk.request)
    with desk.house.parts.database.reading() as session:
        channel = desk.channel(session)
        slot = slot_of(session, channel, slot_id=slot_id)
        slots = slots_of(session, channel)
        (rule,) = rules_of(session, channel, [slot])
        words = look.fields.words if look.fields else ""
        choices = choices_of(session, channel, slots, but=slot.id, words=words)
        today = today_of(desk.house, channel)
        notes = changes_for(rule, today, days=_A_YEAR)
    on = look.on or next_date(rule, today) or slot.starts.date()
    override = rule.overrides.get(on)
    moved = override.starts if override is not None else None
    begins = moved or datetime.combine(on, slot.starts.time())
    return render(
        desk.request,
        "grid_slot.html",
        status=look.fault.kind.value if look.fault else 200,
        channel=channel,
        slot=slot,
        name=slot_title(slot),
        on=on,
        is_moved=moved is not None,
        is_cancelled=override is not None and override.cancelled,
        to=begins.date().isoformat() if look.to is None else look.to,
        time=f"{begins:%H:%M}" if look.time is None else look.time,
        source=next((one for one in slots if one.id == slot.repeat_of_id), None),
        fields=look.fields or fields_of(slot),
        choices=choices,
        proposed={},
        repetitions=repetitions(language),
        clock_notes=[clock_words(one, language=language) for one in notes],
        fault=error_words(look.fault, language=language) if look.fault else None,
        clash=clash_of(look.fault),
    )
