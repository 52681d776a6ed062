"""The grid's page, and the way of an edit: done in one transaction, noted, told on the page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor
from broadcast.errors import BroadcastError, InvalidError, marked
from broadcast.schedule.edits import EditKind, edit_of, last_edit, noted
from broadcast.schedule.models import Channel, Slot
from broadcast.schedule.repository import slot_of, slots_of
from broadcast.schedule.week import DAYS, checked_date, monday_of, planned_week
from broadcast.web.clock_words import clock_words
from broadcast.web.grid_view import Placing, clash_of, edit_words, repetitions, shows_to_place
from broadcast.web.house import House, language_of
from broadcast.web.routes.api_programme import hosted_channel
from broadcast.web.routes.pages_programme import today_of
from broadcast.web.templating import render
from broadcast.words import error_words, said

Act = Callable[[Session, Channel, Slot], None]
"""What an edit does to a slot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the page is asked for: which week, which day on a phone, after which edit or fault."""

    week: date | None = None
    day: date | None = None
    edit: int | None = None
    fault: BroadcastError | None = None
    placing: Placing = field(default_factory=Placing)


def grid_page(request: Request, house: House, actor: Actor, slug: str, look: Look) -> Response:
    """The page, for a host of the channel's structure. Raises ForbiddenError."""
    language = language_of(request)
    with house.parts.database.reading() as session:
        channel = hosted_channel(session, slug, actor=actor)
        today = today_of(house, channel)
        clash = clash_of(look.fault)
        monday = monday_of(checked_date(look.week or look.day or today))
        week = planned_week(session, channel, first=monday)
        shows = shows_to_place(session, channel, slots_of(session, channel))
        done = edit_of(session, channel, look.edit) if look.edit else None
        last = last_edit(session, channel, person=actor.person_id)
        told = edit_words(done)
    days = [one.on for one in week.days]
    wanted = look.day or today
    return render(
        request,
        "grid.html",
        status=look.fault.kind.value if look.fault else 200,
        channel=channel,
        week=week,
        monday=monday,
        today=today,
        chosen=wanted if wanted in days else monday,
        before=monday - timedelta(days=DAYS),
        after=monday + timedelta(days=DAYS),
        shows=shows,
        placing=look.placing,
        repetitions=repetitions(language),
        clock_notes=[clock_words(one, language=language) for one in week.clock_changes],
        fault=error_words(look.fault, language=language) if look.fault else None,
        clash=clash,
        told=said(told[0], told[1], language=language) if told else "",
        undoable=last,
        undoable_words=said(*edit_words(last), language=language) if last else "",  # type: ignore[misc]  # words there are, of an edit
    )


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

    def refused(self, fault: BroadcastError, *, placing: Placing | None = None) -> Response:
        """The page with what was wrong, at the week where the other slot stands in the way."""
        clash = clash_of(fault)
        look = Look(
            week=clash[1] if clash else self.week, day=clash[1] if clash else self.week, fault=fault,
            placing=placing or Placing(),
        )  # fmt: skip
        return grid_page(self.request, self.house, self.actor, self.slug, look)

    def now(self) -> datetime:
        """The present moment."""
        return self.house.parts.clock.now()

    def channel(self, session: Session) -> Channel:
        """The channel, which the actor must be a host of."""
        return hosted_channel(session, self.slug, actor=self.actor)


def local(on: str, time: str) -> datetime:
    """A local time of two fields. Raises InvalidError."""
    try:
        return datetime.combine(checked_date(date.fromisoformat(on)), datetime.strptime(time, "%H:%M").time())  # noqa: DTZ007  # a wall clock's time has no zone
    except ValueError:
        raise InvalidError(
            "bad_local_time", marked("This is no date and time."), marked("Choose a date, and a time.")
        ) from None


def edited(desk: Desk, slot_id: int, kind: EditKind, act: Act, *, day: date | None) -> Response:
    """Do it to a slot, note it, and go back to the page."""
    try:
        with desk.house.parts.database.writing() as session:
            channel = desk.channel(session)
            slot = slot_of(session, channel, slot_id=slot_id)
            with noted(session, channel, kind=kind, slot=slot, person=desk.actor.person_id,
                       now=desk.now()) as noting:  # fmt: skip
                act(session, channel, slot)
            edit = noting.edit.id
    except BroadcastError as fault:
        return desk.refused(fault)
    return desk.back(edit=edit, day=day)
