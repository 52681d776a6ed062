"""One deposit's page: its state, what is to be known, listening, and the host's decisions."""

from math import ceil
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.roles import Actor, Role
from broadcast.errors import ConflictError, marked
from broadcast.feeds.publish import publish, take_back
from broadcast.jobs.estimate import remaining
from broadcast.library import keys, review
from broadcast.library.drafts import changes_in, draft_of, drafted_transcript, version_of, words_of
from broadcast.library.models import Episode, Item
from broadcast.library.repository import episode_of_item, item_for, require_sight_of, twins_of
from broadcast.library.series_reading import series_of_item
from broadcast.library.states import ItemState
from broadcast.library.transcripts import cues_of, may_word
from broadcast.library.votes import ballot_of
from broadcast.media.loudness import TARGET
from broadcast.transcode.recipe import RECIPE
from broadcast.web.agreed import agreed_of
from broadcast.web.blobs import blob_answer
from broadcast.web.house import House, Known, TheHouse, language_of
from broadcast.web.loudness_picture import LoudnessPicture, loudness_picture_of
from broadcast.web.onward import onward_of
from broadcast.web.routes.pages_review import decided
from broadcast.web.shapes import error_shape, warning_shapes
from broadcast.web.templating import render
from broadcast.web.waveform import waveform_of

router = APIRouter(include_in_schema=False)
Why = Annotated[str, Form(max_length=2000)]
_MOVING = {"received", "processing"}


def seen(house: House, actor: Actor, item_id: str) -> tuple[Item, Episode | None]:
    """An item and its episode, for those whose business its preparation is. Raises UnknownError."""
    with house.parts.database.reading() as session:
        item = item_for(session, item_id, actor=actor)
        require_sight_of(item, actor)
        return item, episode_of_item(session, item.id)


def _shown(request: Request, house: House, actor: Actor, name: str, item_id: str) -> Response:
    item, episode = seen(house, actor, item_id)
    language = language_of(request)
    with house.parts.database.reading() as session:
        left = remaining(session, subject=item.id, share=item.progress, now=house.parts.clock.now())
        twins = twins_of(session, item, actor=actor)
        transcript = drafted_transcript(session, item.id)
        draft = draft_of(session, item.id) if item.state == ItemState.PUBLISHED else None
        changes = changes_in(session, item, draft) if draft else []
        series = series_of_item(session, item.id)
        is_approver = review.may_approve(session, item, actor)
        ballot = ballot_of(session, item, draft, actor=actor, now=house.parts.clock.now())
        agreed = agreed_of(session, item, actor=actor, now=house.parts.clock.now())
        onward = onward_of(session, item, actor=actor) if item.state == ItemState.PUBLISHED else None
    return render(
        request,
        name,
        item=item,
        words=words_of(item, draft),
        draft=draft,
        changes=changes,
        series=series,
        version=version_of(item, draft),
        may_approve=is_approver,
        ballot=ballot,
        agreed=agreed,
        onward=onward,
        is_news=False,
        is_own=item.depositor_id is not None and item.depositor_id == actor.person_id,
        episode=episode,
        error=error_shape(item.error, language=language),
        warnings=warning_shapes(item.warnings, language=language),
        is_moving=item.state in _MOVING,
        is_audible=False,
        minutes_left=None if left is None else ceil(left / 60),
        twins=twins,
        transcript=transcript,
        cues=cues_of(transcript),
        may_word=may_word(item, actor),
        is_host=actor.is_at_least(Role.HOST, structure_id=item.structure_id),
        waveform=waveform_of(house.parts.storage, keys.peaks(item.package)) if item.package else "",
        loudness=_loudness_of(house, item),
    )


def _loudness_of(house: House, item: Item) -> LoudnessPicture | None:
    if item.package is None:
        return None
    return loudness_picture_of(house.parts.storage, keys.loudness(item.package), target=TARGET)


@router.get("/items/{item_id}")
def show_item(request: Request, house: TheHouse, actor: Known, item_id: str) -> Response:
    """The page."""
    return _shown(request, house, actor, "item.html", item_id)


@router.get("/items/{item_id}/state")
def state(request: Request, house: TheHouse, actor: Known, item_id: str) -> Response:
    """The part of the page that moves by itself."""
    return _shown(request, house, actor, "_item.html", item_id)


@router.api_route("/items/{item_id}/listen.mp3", methods=["GET", "HEAD"])
def listen(request: Request, house: TheHouse, actor: Known, item_id: str) -> Response:
    """What it will sound like, for those who may see it before it is published."""
    item, _ = seen(house, actor, item_id)
    package = item.package or _early(house, item)
    if package is None:
        raise ConflictError(
            "not_ready", marked("This piece is still being prepared."), marked("Come back in a moment.")
        )
    return blob_answer(
        request,
        house.parts.storage,
        keys.mp3(package),
        media_type="audio/mpeg",
        headers={"Cache-Control": "private, no-store"},
    )


@router.get("/items/{item_id}/early")
def early(request: Request, house: TheHouse, actor: Known, item_id: str) -> Response:
    """A film's sound, as soon as there is one: asked for again until then."""
    item, _ = seen(house, actor, item_id)
    is_audible = item.package is None and _early(house, item) is not None
    return render(request, "_early.html", item=item, is_audible=is_audible, is_moving=item.state in _MOVING)


def _early(house: House, item: Item) -> str | None:
    """The package of a piece under way, where its sound is made already."""
    key = keys.package(item.source_sha, recipe=RECIPE)
    if item.state not in _MOVING or not house.parts.storage.exists(keys.mp3(key)):
        return None
    return key


def _back(item_id: str) -> Response:
    return RedirectResponse(f"/items/{item_id}", status_code=303)


@router.post("/items/{item_id}/approve")
def approve(
    house: TheHouse,
    actor: Known,
    item_id: str,
    seen: Annotated[str | None, Form(max_length=60)] = None,
    to: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Publish the version that was seen."""
    publish(house.parts, item_id, actor=actor, seen=seen)
    return RedirectResponse(f"/review?done={item_id}", status_code=303) if to == "/review" else _back(item_id)


@router.post("/items/{item_id}/reject")
def reject(
    house: TheHouse,
    actor: Known,
    item_id: str,
    reason: Why = "",
    to: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Turn down with a reason."""
    with house.parts.database.writing() as session:
        review.reject(session, item_id, actor=actor, reason=reason, now=house.parts.clock.now())
    return decided(item_id, to=to)


@router.post("/items/{item_id}/withdraw")
def withdraw(house: TheHouse, actor: Known, item_id: str, reason: Why = "") -> Response:
    """Take it off the air, its page and the feeds."""
    take_back(house.parts, item_id, actor=actor, reason=reason)
    house.air.refresh_withdrawn()
    return _back(item_id)


@router.post("/items/{item_id}/retry")
def retry(house: TheHouse, actor: Known, item_id: str) -> Response:
    """Try again."""
    parts = house.parts
    with parts.database.writing() as session:
        review.retry(session, item_id, actor=actor, dispatcher=parts.dispatcher, now=parts.clock.now())
    return _back(item_id)
