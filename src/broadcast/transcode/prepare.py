"""Preparing an item, start to end: probe, package, keep, and say how it went.

Safe to stop anywhere and to run again: what is made is named by its content, the package's index is
written last, and the item's new state is committed together with the end of its job. A long film's
pictures are made range by range, as jobs of their own (`films`).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from broadcast.accounts.roles import STATION
from broadcast.errors import BroadcastError, RefusedError
from broadcast.ingest.clearing import clear_away
from broadcast.ingest.probe import probe
from broadcast.ingest.quarantine import place_of
from broadcast.jobs import Claim, finish
from broadcast.jobs.models import JobKind
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.repository import item_for
from broadcast.library.states import ItemState, Move, moved
from broadcast.media.package import PackageIndex
from broadcast.parts import Parts
from broadcast.transcode import films
from broadcast.transcode.begun import Begun
from broadcast.transcode.cards import keep_card
from broadcast.transcode.endings import Ready, be_ready, put_back, refuse, worn_out
from broadcast.transcode.facts import FACTS, write_facts
from broadcast.transcode.film import encode_film
from broadcast.transcode.keep import keep_files, keep_package
from broadcast.transcode.package import SOUND_SHARE, make_sound, with_picture
from broadcast.transcode.pulse import LeaseLostError, Pulse
from broadcast.transcode.ranges import ranges_of
from broadcast.transcode.recipe import RECIPE
from broadcast.transcode.remake import remake
from broadcast.transcode.runner import Runner
from broadcast.transcode.tools import find_ffmpeg
from broadcast.transcode.workbench import workbench

_log = structlog.get_logger()
_MADE_SHARE = 0.95  # of the progress; the rest is the card and the keeping


def prepare_item(parts: Parts, claim: Claim) -> None:
    """Do a claimed job to its end, and note that end. Never raises for what is the deposit's fault."""
    try:
        _do(parts, claim)
    except LeaseLostError:
        _log.warning("lease lost", job=claim.job_id)
        _clear_if_given_up(parts, claim)
    except RefusedError as refusal:
        refuse(parts, claim, refusal)
    except Exception as fault:
        _log.exception("preparation failed", job=claim.job_id, item=claim.subject)
        put_back(parts, claim)
        if not isinstance(fault, BroadcastError):
            raise


def _do(parts: Parts, claim: Claim) -> None:
    if claim.exhausted:
        raise worn_out()
    if claim.kind is JobKind.FILM_RANGE:
        films.make_range(parts, claim)
    elif claim.kind is JobKind.FILM_JOIN:
        films.join_ranges(parts, claim)
    elif claim.kind is JobKind.REMAKE:
        remake(parts, claim)
    else:
        with Pulse(parts, claim) as pulse:
            _prepare(parts, claim, pulse)


def _clear_if_given_up(parts: Parts, claim: Claim) -> None:
    """What was written after the depositor gave it up is cleared away by whoever wrote it."""
    with parts.database.reading() as session:
        item = session.get(Item, claim.subject)
    if item is not None and item.state == ItemState.WITHDRAWN and item.package is None:
        clear_away(parts, item)


def _prepare(parts: Parts, claim: Claim, pulse: Pulse) -> None:
    item = _begin(parts, claim)
    if item is None:
        return
    key = keys.package(item.source_sha, recipe=RECIPE)
    with _source(parts, item) as source:
        if not parts.storage.exists(keys.index(key)) and not _make(parts, source, key=key, pulse=pulse):
            _keep_original(parts, item, source)
            films.hand_out(parts, claim, key=key)
            return
        pulse.progress(_MADE_SHARE)
        index = PackageIndex.from_json(parts.storage.get(keys.index(key)))
        facts = json.loads(parts.storage.get(f"{key}/{FACTS}"))
        card = None if index.has_picture else keep_card(parts, item)
        _keep_original(parts, item, source)
    be_ready(parts, claim, Ready(key, index, facts, card))


def _begin(parts: Parts, claim: Claim) -> Item | None:
    """The item, now being prepared; None where it is past that already."""
    with parts.database.writing() as session:
        item = session.get(Item, claim.subject)
        if item is None or item.state not in {ItemState.RECEIVED, ItemState.PROCESSING}:
            finish(session, claim, now=parts.clock.now())
            return None
        item.state = moved(ItemState(item.state), Move.BEGIN)
        session.flush()
        return item_for(session, claim.subject, actor=STATION)


@contextmanager
def _source(parts: Parts, item: Item) -> Iterator[Path]:
    """The deposit: in quarantine the first time, among the originals afterwards."""
    waiting = place_of(parts.settings.quarantine, item.id)
    if waiting.exists():
        yield waiting
        return
    with parts.storage.local(keys.original(item.source_sha)) as kept:
        yield kept


def _make(parts: Parts, source: Path, *, key: str, pulse: Pulse) -> bool:
    """Package the deposit and keep the package, its index last.

    Of a film that is long enough to be cut in ranges only the sound is made: it can be heard from then
    on, and what is known of it is kept for those who make its pictures. Whether the package is whole.
    """
    if parts.storage.exists(keys.begun(key)):
        return False
    probed = probe(source)
    with workbench(parts.settings) as folder:
        runner = Runner.on(source, probed=probed, folder=folder, ffmpeg=find_ffmpeg())
        share = SOUND_SHARE if probed.video else _MADE_SHARE
        made = make_sound(runner, probed, progress=lambda done: pulse.progress(share * done))
        write_facts(runner, probed, made, language=parts.settings.language)
        if probed.video is None:
            keep_package(parts.storage, folder, key=key, index=made.index)
            return True
        ranges = ranges_of(probed, length=made.index.ticks, pictures=made.pictures)
        keep_files(parts.storage, folder, key=key)
        if len(ranges) > 1:
            parts.storage.put_bytes(keys.begun(key), Begun(made.index, probed, ranges).to_json())
            return False
        encode_film(
            runner, probed, ranges, progress=lambda done: pulse.progress(share + done * (_MADE_SHARE - share))
        )
        keep_package(parts.storage, folder, key=key, index=with_picture(made.index, folder))
    return True


def _keep_original(parts: Parts, item: Item, source: Path) -> None:
    """The original is kept untouched, named by its content."""
    waiting = place_of(parts.settings.quarantine, item.id)
    if waiting.exists():
        parts.storage.adopt(keys.original(item.source_sha), source)
