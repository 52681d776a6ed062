"""The words of an episode, for players and podcast apps: as long as it may be heard on demand."""

import hashlib

from fastapi import APIRouter, Request, Response

from broadcast.errors import UnknownError, marked
from broadcast.feeds.chapters import CHAPTERS_TYPE, chapters_document
from broadcast.library.amend import chapters_of_item
from broadcast.library.models import Episode, Transcript
from broadcast.library.repository import podcast_episode
from broadcast.library.transcripts import cues_of, transcript_of, whole_text
from broadcast.media.units import Seconds
from broadcast.media.webvtt import write_vtt
from broadcast.playout.on_demand import captions_playlist
from broadcast.web.house import House, TheHouse
from broadcast.web.ranges import bytes_answer
from broadcast.web.routes.live import PLAYLIST_TYPE

router = APIRouter(tags=["on demand"])
VTT_TYPE = "text/vtt; charset=utf-8"
_BRIEFLY = {"Cache-Control": "public, max-age=120", "Access-Control-Allow-Origin": "*"}


@router.api_route("/episodes/{episode_id}/captions.vtt", methods=["GET", "HEAD"])
def captions(request: Request, house: TheHouse, episode_id: str) -> Response:
    """What is said and when, as WebVTT."""
    _, found = _words_of(house, episode_id)
    if not found.cues:
        raise no_words()
    return text_answer(request, write_vtt(cues_of(found)), media_type=VTT_TYPE, headers=_BRIEFLY)


@router.api_route("/episodes/{episode_id}/captions.m3u8", methods=["GET", "HEAD"])
def playlist(request: Request, house: TheHouse, episode_id: str) -> Response:
    """The same as a rendition of the stream on demand."""
    episode, found = _words_of(house, episode_id)
    if not found.cues:
        raise no_words()
    text = captions_playlist(Seconds(episode.item.seconds or 0))
    return text_answer(request, text, media_type=PLAYLIST_TYPE, headers=_BRIEFLY)


@router.api_route("/episodes/{episode_id}/transcript.txt", methods=["GET", "HEAD"])
def transcript(request: Request, house: TheHouse, episode_id: str) -> Response:
    """What is said, without times."""
    _, found = _words_of(house, episode_id)
    return text_answer(
        request, whole_text(found) + "\n", media_type="text/plain; charset=utf-8", headers=_BRIEFLY
    )


@router.api_route("/episodes/{episode_id}/chapters.json", methods=["GET", "HEAD"])
def chapters(request: Request, house: TheHouse, episode_id: str) -> Response:
    """Its chapters, as podcast apps read them."""
    with house.parts.database.reading() as session:
        item = podcast_episode(session, episode_id).item
    if not item.chapters:
        raise UnknownError("unknown_chapters", marked("It has no chapters."))
    text = chapters_document(chapters_of_item(item), title=item.title)
    return text_answer(request, text, media_type=CHAPTERS_TYPE, headers=_BRIEFLY)


def text_answer(request: Request, text: str, *, media_type: str, headers: dict[str, str]) -> Response:
    """A text with its validator."""
    body = text.encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return bytes_answer(request, body, media_type=media_type, etag=etag, headers=headers)


def no_words() -> UnknownError:
    """Nobody has written what is said."""
    return UnknownError("unknown_transcript", marked("There is no transcript of it yet."))


def _words_of(house: House, episode_id: str) -> tuple[Episode, Transcript]:
    """A reachable episode and its transcript. Raises GoneError, UnknownError."""
    with house.parts.database.reading() as session:
        episode = podcast_episode(session, episode_id)
        found = transcript_of(session, episode.item_id)
    if found is None:
        raise no_words()
    return episode, found
