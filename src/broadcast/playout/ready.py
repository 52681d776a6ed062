"""Which seams a channel wants between the pieces of its rotation, and which of them are ready to air."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.errors import UnknownError
from broadcast.media.units import Ticks
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


def ready_seams(session: Session, wanted: Joiner, *, horizon: Ticks) -> Joiner:
    """Of these, those that are made and begin behind the horizon, where nothing is frozen yet."""

    def between(before: Airing, after: Airing) -> Seam | None:
        seam = wanted(before, after)
        if seam is None or begins_at(before, seam) < horizon:
            return None
        query = select(SeamRow.ready).where(SeamRow.package == seam.package)
        return seam if session.scalar(query) else None

    return between
