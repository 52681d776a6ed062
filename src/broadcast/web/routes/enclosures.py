"""Episodes on demand: the podcast's enclosure, and HLS with byte ranges into the package's own files."""

import hashlib

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from broadcast.errors import UnknownError, marked
from broadcast.library import keys
from broadcast.library.models import Episode
from broadcast.library.repository import podcast_episode
from broadcast.library.transcripts import transcript_of
from broadcast.media.package import PackageIndex, Rendition
from broadcast.playout.on_demand import on_demand_multivariant, on_demand_playlist
from broadcast.web.blobs import blob_answer
from broadcast.web.house import House, TheHouse
from broadcast.web.ranges import bytes_answer
from broadcast.web.routes.live import PLAYLIST_TYPE

router = APIRouter(tags=["on demand"])
_BRIEFLY = {"Cache-Control": "public, max-age=120", "Access-Control-Allow-Origin": "*"}


@router.api_route("/media/{episode_id}/{name}.mp3", methods=["GET", "HEAD"])
def enclosure(request: Request, house: TheHouse, episode_id: str, name: str) -> Response:
    """The episode as one MP3: its tag, then its frames. The name is for people; the id decides."""
    del name
    with house.parts.database.reading() as session:
        episode, package = _package_of(session, episode_id)
    return blob_answer(
        request,
        house.parts.storage,
        episode.tag,
        keys.mp3(package),
        media_type="audio/mpeg",
        headers=_BRIEFLY,
    )


@router.api_route("/episodes/{episode_id}/index.m3u8", methods=["GET", "HEAD"])
def multivariant(request: Request, house: TheHouse, episode_id: str) -> Response:
    """The episode on demand, every rendition."""
    with house.parts.database.reading() as session:
        episode, package = _package_of(session, episode_id)
        words = transcript_of(session, episode.item_id)
    index = house.air.packages.index(package)
    captions = words.language if words and words.cues else ""
    return _text(request, on_demand_multivariant(index, captions=captions))


@router.api_route("/episodes/{episode_id}/{rendition}.m3u8", methods=["GET", "HEAD"])
def media_playlist(request: Request, house: TheHouse, episode_id: str, rendition: str) -> Response:
    """One rendition on demand."""
    index = _index_of(house, episode_id)
    return _text(request, on_demand_playlist(index, _rendition(rendition, index)))


@router.api_route("/episodes/{episode_id}/{rendition}.mp4", methods=["GET", "HEAD"])
def media_file(request: Request, house: TheHouse, episode_id: str, rendition: str) -> Response:
    """The file that the playlist's byte ranges lie in."""
    with house.parts.database.reading() as session:
        _, package = _package_of(session, episode_id)
    wanted = _rendition(rendition, house.air.packages.index(package))
    return blob_answer(
        request,
        house.parts.storage,
        keys.rendition(package, wanted),
        media_type="video/mp4",
        headers=_BRIEFLY,
    )


def _package_of(session: Session, episode_id: str) -> tuple[Episode, str]:
    """A reachable episode and its package's prefix. Raises GoneError, UnknownError."""
    episode = podcast_episode(session, episode_id)
    return episode, str(episode.item.package)


def _index_of(house: House, episode_id: str) -> PackageIndex:
    with house.parts.database.reading() as session:
        _, package = _package_of(session, episode_id)
    return house.air.packages.index(package)


def _rendition(name: str, index: PackageIndex) -> Rendition:
    found = next((one for one in index.renditions if one == name), None)
    if found is None:
        raise UnknownError("unknown_rendition", marked("This episode has no such stream."))
    return found


def _text(request: Request, words: str) -> Response:
    body = words.encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return bytes_answer(request, body, media_type=PLAYLIST_TYPE, etag=etag, headers=_BRIEFLY)
