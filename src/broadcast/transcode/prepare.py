"""Preparing an item, start to end: probe, package, keep, and say how it went.

Safe to stop anywhere and to run again: what is made is named by its content, the package's index is
written last, and the item's new state is committed together with the end of its job.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import structlog

from broadcast.accounts.roles import STATION
from broadcast.errors import BroadcastError, RefusedError, marked
from broadcast.ingest.probe import probe
from broadcast.ingest.quarantine import place_of
from broadcast.jobs import Claim, finish, give_up, release
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.repository import item_for
from broadcast.library.states import ItemState, Move, moved
from broadcast.media.package import PackageIndex
from broadcast.media.source import Probed
from broadcast.media.units import seconds_of
from broadcast.parts import Parts
from broadcast.transcode.brought import brought_along, keep_brought
from broadcast.transcode.cards import keep_card
from broadcast.transcode.keep import keep_package
from broadcast.transcode.package import Made, make_package
from broadcast.transcode.pulse import LeaseLostError, Pulse
from broadcast.transcode.recipe import RECIPE
from broadcast.transcode.told import told_loudness
from broadcast.transcode.tools import find_ffmpeg
from broadcast.transcode.workbench import workbench

_log = structlog.get_logger()
_FACTS = "facts.json"
_SOUND_SHARE = 0.95  # of the progress; the rest is the picture and the keeping


def prepare_item(parts: Parts, claim: Claim) -> None:
    """Do a claimed job to its end, and note that end. Never raises for what is the deposit's fault."""
    try:
        with Pulse(parts, claim) as pulse:
            _prepare(parts, claim, pulse)
    except LeaseLostError:
        _log.warning("lease lost", job=claim.job_id)
    except RefusedError as refusal:
        _refuse(parts, claim, refusal)
    except Exception as fault:
        _log.exception("preparation failed", job=claim.job_id, item=claim.subject)
        _put_back(parts, claim)
        if not isinstance(fault, BroadcastError):
            raise


def _prepare(parts: Parts, claim: Claim, pulse: Pulse) -> None:
    if claim.exhausted:
        raise _worn_out()
    item = _begin(parts, claim)
    if item is None:
        return
    key = keys.package(item.source_sha, recipe=RECIPE)
    with _source(parts, item) as source:
        if parts.storage.exists(keys.index(key)):
            facts = json.loads(parts.storage.get(f"{key}/{_FACTS}"))
        else:
            facts = _make(parts, source, key=key, pulse=pulse)
        pulse.progress(_SOUND_SHARE)
        index = PackageIndex.from_json(parts.storage.get(keys.index(key)))
        card = None if index.has_picture else keep_card(parts, item)
        _keep_original(parts, item, source)
    _ready(parts, claim, key=key, index=index, facts=facts, card=card)


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


def _make(parts: Parts, source: Path, *, key: str, pulse: Pulse) -> dict[str, object]:
    """Package the deposit and keep the package; its index goes last."""
    probed = probe(source)
    with workbench(parts.settings) as folder:
        made = make_package(
            source,
            probed=probed,
            folder=folder,
            ffmpeg=find_ffmpeg(),
            progress=lambda share: pulse.progress(share * _SOUND_SHARE),
        )
        facts = _facts_of(probed, made) | brought_along(
            source,
            probed=probed,
            folder=folder,
            ffmpeg=find_ffmpeg(),
            length=seconds_of(made.index.media_ticks),
            language=parts.settings.language,
        )
        (folder / _FACTS).write_text(json.dumps(facts))
        keep_package(parts.storage, folder, key=key, index=made.index)
    return facts


def _facts_of(probed: Probed, made: Made) -> dict[str, object]:
    """What the item's page tells besides the index."""
    picture = probed.video
    return {
        "media": {
            "audio": probed.audio is not None,
            "video": made.index.has_picture,
            "width": picture.width if picture else None,
            "height": picture.height if picture else None,
        },
        "warnings": [asdict(warning) for warning in made.warnings],
    }


def _keep_original(parts: Parts, item: Item, source: Path) -> None:
    """The original is kept untouched, named by its content."""
    waiting = place_of(parts.settings.quarantine, item.id)
    if waiting.exists():
        parts.storage.adopt(keys.original(item.source_sha), source)


def _ready(
    parts: Parts, claim: Claim, *, key: str, index: PackageIndex, facts: dict[str, object], card: str | None
) -> None:
    with parts.database.writing() as session:
        if not finish(session, claim, now=parts.clock.now()):
            raise LeaseLostError
        item = session.get_one(Item, claim.subject)
        item.state = moved(ItemState(item.state), Move.READY)
        item.progress, item.package, item.card, item.ticks = 1.0, key, card, index.ticks
        item.seconds = seconds_of(index.media_ticks)
        item.media = facts["media"]  # type: ignore[assignment]  # as _facts_of wrote it
        item.warnings = facts["warnings"]  # type: ignore[assignment]  # the same
        item.loudness = dict(told_loudness(index))
        keep_brought(session, item, facts=facts, language=parts.settings.language, now=parts.clock.now())


def _refuse(parts: Parts, claim: Claim, refusal: RefusedError) -> None:
    """The deposit cannot be aired: say why, and keep nothing of it."""
    _log.info("refused", job=claim.job_id, item=claim.subject, code=refusal.code)
    with parts.database.writing() as session:
        if not give_up(session, claim, now=parts.clock.now()):
            return
        item = session.get_one(Item, claim.subject)
        item.state = moved(ItemState(item.state), Move.FAIL)
        item.error = {
            "code": refusal.code,
            "message": refusal.message,
            "remedy": refusal.remedy,
            "kept": refusal.code == _WORN_OUT,
            "values": {name: str(value) for name, value in refusal.values.items()},
        }
    if refusal.code != _WORN_OUT:
        place_of(parts.settings.quarantine, claim.subject).unlink(missing_ok=True)


def _put_back(parts: Parts, claim: Claim) -> None:
    with parts.database.writing() as session:
        release(session, claim, now=parts.clock.now())


_WORN_OUT = "gave_up"


def _worn_out() -> RefusedError:
    return RefusedError(
        _WORN_OUT,
        marked("The station tried three times and could not prepare this piece."),
        marked("Try once more, or save it in another format (MP3 or MP4) and send that."),
    )
