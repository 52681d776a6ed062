"""Seams, fades and voices over music on their way: what the forecast asks for, and making one."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from broadcast.jobs import Claim, Load, count_of, enqueue, finish, give_up
from broadcast.jobs.models import JobKind, JobState
from broadcast.library import keys
from broadcast.media.grid import SEGMENT
from broadcast.media.package import PackageIndex
from broadcast.media.units import Seconds, Ticks
from broadcast.parts import Parts
from broadcast.playout.fade import LASTS, Fade
from broadcast.playout.ledger import forecast
from broadcast.playout.models import SeamRow
from broadcast.playout.over import Over
from broadcast.playout.overs import wanted_overs
from broadcast.playout.pieces import Packages, Pieces
from broadcast.playout.plan import channel_occurrences
from broadcast.playout.ready import wanted_fade
from broadcast.playout.repository import tails
from broadcast.playout.seam import Seam
from broadcast.playout.timeline import Airing, moment_at, ticks_at
from broadcast.schedule.crossfades import overlap_of
from broadcast.schedule.models import Channel, ChannelKind
from broadcast.schedule.recurrence import Occurrence
from broadcast.schedule.repository import all_channels, channels_with_slots
from broadcast.schedule.talk_over import RISES
from broadcast.transcode.extras import do_extra
from broadcast.transcode.fading import fade
from broadcast.transcode.keep import keep_package
from broadcast.transcode.mixing import Mix, mix
from broadcast.transcode.pulse import LeaseLostError
from broadcast.transcode.talking import talk
from broadcast.transcode.tools import find_ffmpeg
from broadcast.transcode.workbench import workbench

AHEAD = timedelta(minutes=30)
"""How far ahead of the air seams are made."""
CUT_AHEAD = timedelta(minutes=10)
"""How far ahead fades are made: so a channel is foreseen around its slots only, not all day."""
FORGOTTEN = timedelta(days=2)
_MOST_ROWS = 200
_COST = Seconds(2.0)


def want_seams(parts: Parts) -> int:
    """Ask for the seams and voices of the next half hour, the fades of ten minutes; forget the rest.

    Gives how many are new.
    """
    now = parts.clock.now()
    packages = Packages(parts.storage)
    with parts.database.reading() as session:
        ends = tails(session)
        have_slots = channels_with_slots(session)
        wanted = [
            one
            for channel in all_channels(session)
            if (tail := ends.get(channel.id)) is not None
            for one in foreseen(
                session, channel, tail, packages=packages, now=now, has_slots=channel.id in have_slots
            )
        ]
    with parts.database.writing() as session:
        session.execute(delete(SeamRow).where(SeamRow.wanted_at < now - FORGOTTEN))
        return sum(ask_for(session, parts, one) for one in dict.fromkeys(wanted))


Joined = Seam | Fade | Over


def foreseen(  # of which channel, from where on, and what may end its pieces
    session: Session, channel: Channel, tail: Airing, *, packages: Packages, now: datetime, has_slots: bool
) -> list[Joined]:  # fmt: skip
    """What a channel wants of the time to come. Where it `has_slots` they may end what plays before them."""
    found: list[Joined] = []
    mixes = overlap_of(channel) > 0
    until = ticks_at(now + (AHEAD if mixes else CUT_AHEAD), epoch=channel.epoch)
    pieces = Pieces(packages, has_picture=channel.kind == ChannelKind.TV)
    grid = channel_occurrences(session, channel, start=now, end=now + AHEAD) if has_slots else []
    rows = [tail]
    if mixes or _is_cut(grid, since=tail.end, until=until, epoch=channel.epoch):
        rows += forecast(
            session, channel, tail, pieces=pieces, most=_MOST_ROWS, until=until, note=found.append
        )
    found += wanted_overs(session, channel, grid, pieces=pieces)
    fades = (wanted_fade(row, pieces=pieces) for row in rows)
    return [*found, *(fade for fade in fades if fade is not None)]


def _is_cut(grid: Sequence[Occurrence], *, since: Ticks, until: int, epoch: datetime) -> bool:
    """Whether an occurrence begins or ends in that time: only there is anything cut."""
    begins, ends = moment_at(since, epoch=epoch), moment_at(Ticks(until), epoch=epoch)
    return any(begins <= moment <= ends for one in grid for moment in (one.starts_at, one.ends_at))


def ask_for(session: Session, parts: Parts, seam: Joined) -> bool:
    """Note that it is wanted; have it made where nobody does. Whether it is new."""
    now = parts.clock.now()
    row = session.scalar(select(SeamRow).where(SeamRow.package == seam.package))
    is_new = row is None
    if row is None:
        row = _row_of(seam, now=now)
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


def _row_of(wanted: Joined, *, now: datetime) -> SeamRow:
    if isinstance(wanted, Fade):
        return SeamRow(
            package=wanted.package, before=wanted.of, after="", first=wanted.segment, lead=SEGMENT,
            overlap=LASTS, wanted_at=now,
        )  # fmt: skip
    if isinstance(wanted, Over):
        return SeamRow(
            package=wanted.package, before=wanted.voice, after=wanted.music, first=0, lead=0,
            overlap=wanted.ticks, wanted_at=now,
        )  # fmt: skip
    before_card, after_card = wanted.cards or (None, None)
    return SeamRow(
        package=wanted.package, before=wanted.before, after=wanted.after, first=wanted.first,
        lead=wanted.lead, overlap=wanted.overlap, before_card=before_card, after_card=after_card,
        wanted_at=now,
    )  # fmt: skip


def make_seam(parts: Parts, claim: Claim) -> None:
    """Do a claimed job to its end. What cannot be made is not: the plain join airs."""
    do_extra(parts, claim, lambda pulse: _make(parts, claim, pulse.progress), undone="no seam")


def _make(parts: Parts, claim: Claim, progress: Callable[[float], None]) -> None:
    with parts.database.reading() as session:
        row = session.get(SeamRow, claim.subject)
        wanted = None if row is None or claim.exhausted else _wanted(row)
        package = row.package if row is not None else ""
    if wanted is not None and not parts.storage.exists(keys.index(package)):
        with workbench(parts.settings) as folder:
            index = _rendered(parts, wanted, folder=folder, progress=progress)
            keep_package(parts.storage, folder, key=package, index=index)
    with parts.database.writing() as session:
        ended = give_up if claim.exhausted else finish
        if not ended(session, claim, now=parts.clock.now()):
            raise LeaseLostError
        row = session.get(SeamRow, claim.subject)
        if row is not None and wanted is not None:
            row.ready = True


def _rendered(
    parts: Parts, wanted: Mix | Fade | Over, *, folder: Path, progress: Callable[[float], None]
) -> PackageIndex:
    if isinstance(wanted, Mix):
        return mix(parts.storage, wanted, folder=folder, ffmpeg=find_ffmpeg(), progress=progress)
    if isinstance(wanted, Over):
        return talk(
            parts.storage, voice=wanted.voice, music=wanted.music, lasts=wanted.ticks, rises=RISES,
            segments=wanted.segments, folder=folder, ffmpeg=find_ffmpeg(), progress=progress,
        )  # fmt: skip
    return fade(
        parts.storage, wanted.of, segment=wanted.segment, lasts=LASTS, folder=folder, ffmpeg=find_ffmpeg(),
        progress=progress,
    )  # fmt: skip


def _wanted(row: SeamRow) -> Mix | Fade | Over:
    if not row.after:
        return Fade(row.before, row.first)
    if not row.lead:
        return Over(row.before, row.after, Ticks(row.overlap))
    return Mix(
        before=row.before,
        after=row.after,
        first=row.first,
        lead=Ticks(row.lead),
        overlap=Ticks(row.overlap),
        cards=(row.before_card, row.after_card) if row.before_card and row.after_card else None,
    )
