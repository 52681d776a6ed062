"""The words of a piece: written, sent as a file, mended caption by caption."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.accounts.roles import Actor
from broadcast.errors import BroadcastError
from broadcast.library import keys
from broadcast.library.drafts import drafted_transcript
from broadcast.library.models import TranscriptSource
from broadcast.library.transcripts import (
    Said,
    change_cues,
    cues_of,
    item_to_word,
    remove_transcript,
    write_transcript,
)
from broadcast.media.languages import LANGUAGES, language_tag
from broadcast.media.webvtt import MOST_BYTES, decoded, read_captions, too_large, write_vtt
from broadcast.web.forms import small_form
from broadcast.web.house import House, Known, TheHouse, language_of
from broadcast.web.routes.pages_items import seen
from broadcast.web.routes.words import VTT_TYPE, no_words, text_answer
from broadcast.web.spoken import Row, Sheet, cues_from, sheet_of
from broadcast.web.templating import form_page
from broadcast.web.waveform import waveform_of

router = APIRouter(include_in_schema=False)
Page = Annotated[int, Query(ge=1, le=10_000)]


@router.get("/items/{item_id}/transcript")
def show_words(request: Request, house: TheHouse, actor: Known, item_id: str, page: Page = 1) -> Response:
    """The page."""
    return _shown(request, house, actor, item_id, page=page)


@router.api_route("/items/{item_id}/captions.vtt", methods=["GET", "HEAD"])
def captions(request: Request, house: TheHouse, actor: Known, item_id: str) -> Response:
    """The captions of a piece, for those who may see it before it is published."""
    seen(house, actor, item_id)
    with house.parts.database.reading() as session:
        cues = cues_of(drafted_transcript(session, item_id))
    if not cues:
        raise no_words()
    return text_answer(
        request, write_vtt(cues), media_type=VTT_TYPE, headers={"Cache-Control": "private, no-store"}
    )


async def _whole(request: Request) -> tuple[Said, bytes]:
    """What somebody wrote or sent in the place of all, and the file as it came."""
    form = await small_form(request, most=MOST_BYTES, refusal=too_large())
    language = language_tag(form.text("language"), default="fr")
    source = TranscriptSource.UPLOADED if form.file else TranscriptSource.TYPED
    return Said(language=language, source=source, words=form.text("words")), form.file


async def _rows(request: Request) -> tuple[Row, ...]:
    """The captions of one page of the form."""
    form = await small_form(request, most=MOST_BYTES, refusal=too_large())
    columns = (form.texts(name) for name in ("start", "end", "speaker", "text"))
    return tuple(Row(*fields) for fields in zip(*columns, strict=False))


@router.post("/items/{item_id}/transcript")
def write_words(
    request: Request,
    house: TheHouse,
    actor: Known,
    item_id: str,
    whole: Annotated[tuple[Said, bytes], Depends(_whole)],
) -> Response:
    """Put what was written or sent in the place of what was there."""
    told, sent = whole
    try:
        text = decoded(sent) if sent else told.words
        said = Said(language=told.language, source=told.source, cues=read_captions(text), words=text)
        with house.parts.database.writing() as session:
            write_transcript(session, item_id, said, actor=actor, now=house.parts.clock.now())
    except BroadcastError as error:
        return _shown(request, house, actor, item_id, fault=error)
    return _back(item_id)


@router.post("/items/{item_id}/transcript/cues")
def change_words(
    request: Request,
    house: TheHouse,
    actor: Known,
    item_id: str,
    rows: Annotated[tuple[Row, ...], Depends(_rows)],
    page: Page = 1,
) -> Response:
    """Mend the captions of one page."""
    try:
        changed = cues_from(rows)
        with house.parts.database.writing() as session:
            sheet = sheet_of(drafted_transcript(session, item_id), number=page)
            change_cues(
                session,
                item_id,
                places=sheet.places,
                changed=changed,
                actor=actor,
                now=house.parts.clock.now(),
            )
    except BroadcastError as error:
        return _shown(request, house, actor, item_id, page=page, fault=error, rows=rows)
    return _back(item_id, page=page)


@router.post("/items/{item_id}/transcript/remove")
def remove_words(house: TheHouse, actor: Known, item_id: str) -> Response:
    """Forget all of it."""
    with house.parts.database.writing() as session:
        remove_transcript(session, item_id, actor=actor, now=house.parts.clock.now())
    return _back(item_id)


def _back(item_id: str, *, page: int = 1) -> Response:
    return RedirectResponse(f"/items/{item_id}/transcript?page={page}", status_code=303)


def _shown(  # noqa: PLR0913  # what the page shows, and what went wrong on it
    request: Request,
    house: House,
    actor: Actor,
    item_id: str,
    *,
    page: int = 1,
    fault: BroadcastError | None = None,
    rows: tuple[Row, ...] | None = None,
) -> Response:
    item, _ = seen(house, actor, item_id)
    with house.parts.database.writing() as session:
        item_to_word(session, item_id, actor=actor)
        transcript = drafted_transcript(session, item_id)
    sheet = sheet_of(transcript, number=page)
    if rows is not None:
        sheet = Sheet(sheet.number, sheet.pages, sheet.total, rows)
    return form_page(
        request,
        "transcript.html",
        item=item,
        transcript=transcript,
        sheet=sheet,
        spoken_languages=LANGUAGES,
        chosen=transcript.language if transcript else language_of(request),
        waveform=waveform_of(house.parts.storage, keys.peaks(str(item.package))),
        fault=fault,
    )
