"""The review queue: what waits, one piece beside it, decisions one by one or many at once."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor
from broadcast.errors import BroadcastError, InvalidError, marked
from broadcast.feeds.publish import publish
from broadcast.library import keys, review
from broadcast.library.drafts import changes_in, drafted_transcript
from broadcast.library.models import Item
from broadcast.library.queue import Waiting, queue_of, under_way
from broadcast.library.repository import item_for
from broadcast.library.series_reading import series_of_item
from broadcast.library.states import ItemState
from broadcast.library.transcripts import cues_of
from broadcast.library.votes import Ballot, ballot_of
from broadcast.web.agreed import agreed_of, lacking_among
from broadcast.web.first_steps import first_steps
from broadcast.web.house import House, Known, TheHouse, language_of
from broadcast.web.notices import notices_for
from broadcast.web.onward import Onward, onward_of
from broadcast.web.shapes import warning_shapes
from broadcast.web.templating import render
from broadcast.web.waveform import waveform_of
from broadcast.words import error_words

router = APIRouter(include_in_schema=False)
_MOST = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of many: which, its title, and why not where it was not done."""

    item_id: str
    title: str
    fault: tuple[str, str] | None


@router.get("/review")
def queue(
    request: Request,
    house: TheHouse,
    actor: Known,
    item: Annotated[str, Query(max_length=36)] = "",
    done: Annotated[str, Query(max_length=36)] = "",
) -> Response:
    """What waits for this host, and one of it to look at: the one asked for, else the first.

    `done` is what they said yes to a moment ago.
    """
    return _shown(request, house, actor, chosen=item, done=done)


@router.post("/review/batch")
def decide_many(  # one argument for each field
    request: Request,
    house: TheHouse,
    actor: Known,
    decision: Annotated[str, Form(max_length=20)],
    items: Annotated[list[str], Form(max_length=_MOST)] = [],  # noqa: B006  # FastAPI copies it
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Decide on every piece that is ticked; each stands for itself. `items` are `id version`."""
    if decision not in {"approve", "ask", "refuse"} or not items:
        raise InvalidError(
            "nothing_ticked",
            marked("Nothing is ticked."),
            marked("Tick the pieces first, then choose what to do with them."),
        )
    with house.parts.database.reading() as session:
        titles = {one.item.id: one.words.title for one in queue_of(session, actor)}
    outcomes = []
    for told in items:
        item_id, _, seen = told.partition(" ")
        fault = _decided(house, actor, item_id, decision=decision, reason=reason, seen=seen)
        words = error_words(fault, language=language_of(request)) if fault else None
        outcomes.append(Outcome(item_id, titles.get(item_id, item_id), words))
    return _shown(request, house, actor, outcomes=outcomes)


def _decided(
    house: House, actor: Actor, item_id: str, *, decision: str, reason: str, seen: str
) -> BroadcastError | None:
    """Decide on one; gives why it could not be done."""
    parts = house.parts
    try:
        if decision == "approve":
            publish(parts, item_id, actor=actor, seen=seen)
            return None
        send = review.ask_change if decision == "ask" else review.reject
        with parts.database.writing() as session:
            send(session, item_id, actor=actor, reason=reason, now=parts.clock.now())
    except BroadcastError as fault:
        return fault
    return None


@router.post("/items/{item_id}/ask")
def ask(
    house: TheHouse,
    actor: Known,
    item_id: str,
    reason: Annotated[str, Form(max_length=2000)] = "",
    to: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Send it back with what should be different."""
    with house.parts.database.writing() as session:
        review.ask_change(session, item_id, actor=actor, reason=reason, now=house.parts.clock.now())
    return decided(item_id, to=to)


@router.post("/items/{item_id}/submit")
def submit(house: TheHouse, actor: Known, item_id: str) -> Response:
    """Send it to review again."""
    with house.parts.database.writing() as session:
        review.submit(session, item_id, actor=actor, now=house.parts.clock.now())
    return decided(item_id, to="")


def decided(item_id: str, *, to: str) -> Response:
    """Back to the queue, where one decided there; else to the item."""
    return RedirectResponse("/review" if to == "/review" else f"/items/{item_id}", status_code=303)


def _shown(
    request: Request,
    house: House,
    actor: Actor,
    *,
    chosen: str = "",
    done: str = "",
    outcomes: list[Outcome] | None = None,
) -> Response:
    with house.parts.database.reading() as session:
        waiting = queue_of(session, actor)
        moving = under_way(session, actor)
        notices = notices_for(session, house.parts, actor, language=language_of(request))
        open_one = next((one for one in waiting if one.item.id == chosen), next(iter(waiting), None))
        transcript = drafted_transcript(session, open_one.item.id) if open_one else None
        ballot, is_approver = _ballot(session, house, open_one, actor)
        changes = changes_in(session, open_one.item, open_one.draft) if open_one and open_one.draft else []
        series = series_of_item(session, open_one.item.id) if open_one else []
        now = house.parts.clock.now()
        lacking = lacking_among(session, [one.item.id for one in waiting], now=now)
        agreed = agreed_of(session, open_one.item, actor=actor, now=now) if open_one else None
        steps = first_steps(session, actor, now=now)
        settled = _settled(session, done, actor=actor) if done else None
    return render(
        request,
        "review.html",
        waiting=waiting,
        moving=moving,
        notices=notices,
        one=open_one,
        place=waiting.index(open_one) + 1 if open_one else 0,
        before=_beside(waiting, open_one, -1),
        after=_beside(waiting, open_one, 1),
        transcript=transcript,
        cues=cues_of(transcript),
        changes=changes,
        series=series,
        ballot=ballot,
        may_approve=is_approver,
        lacking=lacking,
        agreed=agreed,
        settled=settled,
        first_steps=steps,
        outcomes=outcomes or [],
        warnings=warning_shapes(open_one.item.warnings, language=language_of(request)) if open_one else [],
        waveform=waveform_of(house.parts.storage, keys.peaks(str(open_one.item.package))) if open_one else "",
    )


def _settled(session: Session, item_id: str, *, actor: Actor) -> tuple[Item, Onward | None]:
    """What somebody said yes to, and where it leads once it is published. Raises UnknownError."""
    item = item_for(session, item_id, actor=actor)
    return item, onward_of(session, item, actor=actor) if item.state == ItemState.PUBLISHED else None


def _ballot(session: Session, house: House, one: Waiting | None, actor: Actor) -> tuple[Ballot | None, bool]:
    """How a committee's vote on it stands, where one decides; whether this one may say yes."""
    if one is None:
        return None, False
    ballot = ballot_of(session, one.item, one.draft, actor=actor, now=house.parts.clock.now())
    return ballot, review.may_approve(session, one.item, actor)


def _beside(waiting: list[Waiting], one: Waiting | None, step: int) -> str:
    """The id of the piece before or after; empty where there is none."""
    if one is None:
        return ""
    place = waiting.index(one) + step
    return waiting[place].item.id if 0 <= place < len(waiting) else ""
