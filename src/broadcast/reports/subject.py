"""What stands at an address that somebody reports."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session

from broadcast.accounts.repository import structure_by_slug
from broadcast.errors import BroadcastError
from broadcast.library.models import Episode
from broadcast.library.repository import episode_at, episode_by_id, show_by_slug
from broadcast.schedule.repository import channel_by_slug

_EPISODE = re.compile(r"/(?:embed|episodes|media)/([0-9a-f-]{36})(?:/.*)?")
_SHOW = re.compile(r"/shows/([a-z0-9-]+)(?:/([a-z0-9-]+))?(?:/.*)?")
_PLACE = re.compile(r"/(channels|structures|live)/([a-z0-9-]+)(?:[/.].*)?")


@dataclass(frozen=True, slots=True)
class Subject:
    """Its name, whose it is, and the piece, where it is one. All empty of what the station does not know."""

    title: str = ""
    structure_id: int | None = None
    item_id: str | None = None


def subject_of(session: Session, told: str) -> Subject:
    """What is public at an address, a whole one or a path; of a withdrawn episode only whose it was."""
    path = unquote(urlsplit(told.strip()).path)
    for find in (_episode, _show, _place):
        try:
            found = find(session, path)
        except BroadcastError:
            continue
        if found is not None:
            return found
    return Subject()


def _episode(session: Session, path: str) -> Subject | None:
    if (by_id := _EPISODE.fullmatch(path)) is not None:
        return _of(episode_by_id(session, by_id[1]))
    by_name = _SHOW.fullmatch(path)
    if by_name is None or by_name[2] is None:
        return None
    return _of(episode_at(session, show=by_name[1], slug=by_name[2]))


def _of(episode: Episode) -> Subject:
    return Subject(episode.item.title, episode.item.structure_id, episode.item_id)


def _show(session: Session, path: str) -> Subject | None:
    named = _SHOW.fullmatch(path)
    if named is None:
        return None
    show = show_by_slug(session, named[1])
    return Subject(show.title, show.structure_id)


def _place(session: Session, path: str) -> Subject | None:
    named = _PLACE.fullmatch(path)
    if named is None:
        return None
    if named[1] == "structures":
        place = structure_by_slug(session, named[2])
        return Subject(place.name, place.id)
    channel = channel_by_slug(session, named[2])
    return Subject(channel.name, channel.structure_id)
