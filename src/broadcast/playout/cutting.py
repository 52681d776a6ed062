"""The job that cuts an excerpt, start to end."""

import structlog

from broadcast.errors import BroadcastError, RefusedError
from broadcast.ingest.probe import probe
from broadcast.jobs import Claim, finish, give_up, release
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.media.package import PackageIndex
from broadcast.media.units import Ticks, ticks_of
from broadcast.parts import Parts
from broadcast.playout.excerpts import key_of
from broadcast.schedule.models import Excerpt
from broadcast.transcode.excerpt import Span, make_excerpt, span_in
from broadcast.transcode.keep import keep_package
from broadcast.transcode.pulse import LeaseLostError, Pulse
from broadcast.transcode.runner import Runner
from broadcast.transcode.tools import find_ffmpeg
from broadcast.transcode.workbench import workbench

_log = structlog.get_logger()


def cut_excerpt(parts: Parts, claim: Claim) -> None:
    """Do a claimed job to its end, and note that end: where it cannot be cut, whole segments go on airing."""
    try:
        _do(parts, claim)
    except LeaseLostError:
        _log.warning("lease lost", job=claim.job_id)
    except RefusedError as refusal:
        _log.info("not cut", job=claim.job_id, excerpt=claim.subject, code=refusal.code)
        _give_up(parts, claim)
    except Exception as fault:
        _log.exception("cutting failed", job=claim.job_id, excerpt=claim.subject)
        with parts.database.writing() as session:
            release(session, claim, now=parts.clock.now())
        if not isinstance(fault, BroadcastError):
            raise


def _do(parts: Parts, claim: Claim) -> None:
    if claim.exhausted:
        _give_up(parts, claim)
        return
    with parts.database.reading() as session:
        excerpt = session.get(Excerpt, claim.subject)
        item = session.get(Item, excerpt.item_id) if excerpt else None
    if excerpt is None or item is None or item.package is None:
        _finish(parts, claim)
        return
    whole = PackageIndex.from_json(parts.storage.get(keys.index(item.package)))
    span = span_in(
        whole,
        begins=ticks_of(excerpt.begins_ms / 1000),
        ends=ticks_of(excerpt.ends_ms / 1000) if excerpt.ends_ms else None,
    )
    if span.ticks <= 0:
        _give_up(parts, claim)
        return
    key = key_of(excerpt, item)
    with Pulse(parts, claim) as pulse:
        if not parts.storage.exists(keys.index(key)):
            _make(parts, item, whole, span, key=key, pulse=pulse)
    _keep(parts, claim, key=key)


def _make(  # what of which whole, and where it is kept
    parts: Parts, item: Item, whole: PackageIndex, span: Span, *, key: str, pulse: Pulse
) -> None:
    with parts.storage.local(keys.original(item.source_sha)) as source, workbench(parts.settings) as folder:
        probed = probe(source)
        runner = Runner.on(source, probed=probed, folder=folder, ffmpeg=find_ffmpeg())
        index = make_excerpt(runner, probed, span, whole=whole, progress=pulse.progress)
        keep_package(parts.storage, folder, key=key, index=index)


def _keep(parts: Parts, claim: Claim, *, key: str) -> None:
    """From now on it airs. Raises UnknownError where the package was cleared away meanwhile."""
    index = PackageIndex.from_json(parts.storage.get(keys.index(key)))
    with parts.database.writing() as session:
        if not finish(session, claim, now=parts.clock.now()):
            raise LeaseLostError
        parts.storage.size(keys.index(key))
        excerpt = session.get(Excerpt, claim.subject)
        if excerpt is not None:
            excerpt.package, excerpt.ticks = key, Ticks(index.ticks)


def _finish(parts: Parts, claim: Claim) -> None:
    with parts.database.writing() as session:
        finish(session, claim, now=parts.clock.now())


def _give_up(parts: Parts, claim: Claim) -> None:
    with parts.database.writing() as session:
        give_up(session, claim, now=parts.clock.now())
