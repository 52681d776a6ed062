"""Seams on their way: what the forecast asks for, what is ready to air, and making one."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from broadcast.jobs import Claim, Load, count_of, enqueue, finish, give_up
from broadcast.jobs.models import JobKind, JobState
from broadcast.library import keys
from broadcast.media.units import Seconds, Ticks
from broadcast.parts import Parts
from broadcast.playout.ledger import forecast
from broadcast.playout.models import SeamRow
from broadcast.playout.pieces import Packages, Pieces
from broadcast.playout.repository import tails
from broadcast.playout.seam import Seam
from broadcast.playout.timeline import Airing, ticks_at
from broadcast.schedule.crossfades import overlap_of
from broadcast.schedule.models import Channel
from broadcast.schedule.repository import all_channels
from broadcast.transcode.extras import do_extra
from broadcast.transcode.keep import keep_package
from broadcast.transcode.mixing import Mix, mix
from broadcast.transcode.pulse import LeaseLostError
from broadcast.transcode.tools import find_ffmpeg
from broadcast.transcode.workbench import workbench

AHEAD = timedelta(minutes=30)
"""How far ahead of the air seams are made."""
FORGOTTEN = timedelta(days=2)
_MOST_ROWS = 200
_COST = Seconds(2.0)


def want_seams(parts: Parts) -> int:
    """Ask for the seams of the next half hour, and forget those nobody asks for; gives how many are new."""
    now = parts.clock.now()
    packages = Packages(parts.storage)
    with parts.database.reading() as session:
        ends = tails(session)
        wanted = [
            seam
            for channel in all_channels(session)
            if overlap_of(channel) and (tail := ends.get(channel.id)) is not None
            for seam in _foreseen(session, channel, tail, packages=packages, parts=parts)
        ]
    with parts.database.writing() as session:
        session.execute(delete(SeamRow).where(SeamRow.wanted_at < now - FORGOTTEN))
        return sum(ask_for(session, parts, seam) for seam in dict.fromkeys(wanted))


def _foreseen(
    session: Session, channel: Channel, tail: Airing, *, packages: Packages, parts: Parts
) -> list[Seam]:
    found: list[Seam] = []
    until = ticks_at(parts.clock.now() + AHEAD, epoch=channel.epoch)
    pieces = Pieces(packages, has_picture=False)
    forecast(session, channel, tail, pieces=pieces, most=_MOST_ROWS, until=until, note=found.append)
    return found


def ask_for(session: Session, parts: Parts, seam: Seam) -> bool:
    """Note that it is wanted; have it made where nobody does. Whether it is new."""
    now = parts.clock.now()
    row = session.scalar(select(SeamRow).where(SeamRow.package == seam.package))
    is_new = row is None
    if row is None:
        row = SeamRow(
            package=seam.package, before=seam.before, after=seam.after, first=seam.first,
            lead=seam.lead, overlap=seam.overlap, wanted_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
    row.wanted_at = now
    tried = (JobState.QUEUED, JobState.RUNNING, JobState.FAILED)
    if not row.ready and not count_of(session, kind=JobKind.SEAM, subject=row.id, states=tried):
        load = Load(_COST, owner="seams")
        enqueue(
            session, kind=JobKind.SEAM, subject=row.id, now=now, dispatcher=parts.dispatcher, load=load
        )  # fmt: skip
    return is_new


def make_seam(parts: Parts, claim: Claim) -> None:
    """Do a claimed job to its end. What cannot be made is not: the plain join airs."""
    do_extra(parts, claim, lambda pulse: _make(parts, claim, pulse.progress), undone="no seam")


def _make(parts: Parts, claim: Claim, progress: Callable[[float], None]) -> None:
    with parts.database.reading() as session:
        row = session.get(SeamRow, claim.subject)
        wanted = None if row is None or claim.exhausted else _mix_of(row)
        package = row.package if row is not None else ""
    if wanted is not None and not parts.storage.exists(keys.index(package)):
        with workbench(parts.settings) as folder:
            index = mix(parts.storage, wanted, folder=folder, ffmpeg=find_ffmpeg(), progress=progress)
            keep_package(parts.storage, folder, key=package, index=index)
    with parts.database.writing() as session:
        ended = give_up if claim.exhausted else finish
        if not ended(session, claim, now=parts.clock.now()):
            raise LeaseLostError
        row = session.get(SeamRow, claim.subject)
        if row is not None and wanted is not None:
            row.ready = True


def _mix_of(row: SeamRow) -> Mix:
    return Mix(
        before=row.before,
        after=row.after,
        first=row.first,
        lead=Ticks(row.lead),
        overlap=Ticks(row.overlap),
    )
