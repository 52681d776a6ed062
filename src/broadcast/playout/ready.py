"""Which seams a channel wants between its pieces, which fades where they are cut, and which are ready."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.errors import UnknownError
from broadcast.media.units import Ticks
from broadcast.playout.fade import Fade, fade_of, may_be_cut
from broadcast.playout.fade import begins_at as fade_begins_at
from broadcast.playout.models import SeamRow
from broadcast.playout.pieces import Pieces
from broadcast.playout.programme import Programme
from broadcast.playout.seam import Joiner, Seam, begins_at, plain, seam_of
from broadcast.playout.timeline import Airing
from broadcast.schedule.crossfades import overlap_of
from broadcast.schedule.models import Channel


def wanted_seams(channel: Channel, programme: Programme, *, pieces: Pieces) -> Joiner:
    """Between two pieces of music of its rotation, where the channel mixes them."""
    overlap = overlap_of(channel)
    if not overlap:
        return plain

    def between(before: Airing, after: Airing) -> Seam | None:
        if not (programme.is_music(before.item) and programme.is_music(after.item)):
            return None
        try:
            length = pieces.length(before.package)
        except UnknownError:
            return None  # the air goes on, whatever became of what has aired
        return seam_of(before, after, length=length, overlap=overlap)

    return between


def wanted_fade(airing: Airing, *, pieces: Pieces) -> Fade | None:
    """What a row ends with where it is cut."""
    if not may_be_cut(airing):
        return None
    try:
        return fade_of(airing, length=pieces.length(airing.package))
    except UnknownError:
        return None  # as above


def ready_fade(session: Session, airing: Airing, *, pieces: Pieces, horizon: Ticks) -> Fade | None:
    """The same, where it is made and begins behind the horizon."""
    fade = wanted_fade(airing, pieces=pieces) if fade_begins_at(airing) >= horizon else None
    return fade if fade is not None and _is_ready(session, fade.package) else None


def ready_seams(session: Session, wanted: Joiner, *, horizon: Ticks) -> Joiner:
    """Of these, those that are made and begin behind the horizon, where nothing is frozen yet."""

    def between(before: Airing, after: Airing) -> Seam | None:
        seam = wanted(before, after)
        if seam is None or begins_at(before, seam) < horizon:
            return None
        return seam if _is_ready(session, seam.package) else None

    return between


def _is_ready(session: Session, package: str) -> bool:
    return session.scalar(select(SeamRow.ready).where(SeamRow.package == package)) is True
