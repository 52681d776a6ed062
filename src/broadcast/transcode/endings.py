"""How a preparation ends: the item's new state is committed together with the end of its job."""

from dataclasses import dataclass

import structlog

from broadcast.errors import OwnFaultError, RefusedError, marked
from broadcast.ingest.clearing import clear_away
from broadcast.jobs import Claim, cancel, finish, give_up, release
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.states import ItemState, Move, moved
from broadcast.library.unprepared import tell_of_own_fault
from broadcast.library.works import keep_found_work
from broadcast.media.package import PackageIndex
from broadcast.media.units import seconds_of
from broadcast.parts import Parts
from broadcast.transcode.brought import keep_brought
from broadcast.transcode.covers import keep_cover
from broadcast.transcode.pulse import LeaseLostError, Pulse
from broadcast.transcode.stills import keep_stills
from broadcast.transcode.told import told_loudness
from broadcast.transcode.transcribe import ask_to_transcribe

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ready:
    """A whole package, its facts for the item's page, and the card of a sound."""

    key: str
    index: PackageIndex
    facts: dict[str, object]
    card: str | None


def be_ready(parts: Parts, claim: Claim, ready: Ready) -> None:
    """The item waits for its review.

    Raises LeaseLostError where somebody else holds the job now, UnknownError where the package is gone.
    """
    index = ready.index
    with Pulse(parts, claim):
        stills = keep_stills(parts, ready.key, index)
        cover = _brought_cover(parts, ready)
    with parts.database.writing() as session:
        if not finish(session, claim, now=parts.clock.now()):
            raise LeaseLostError
        parts.storage.size(keys.index(ready.key))  # it may have been cleared away as nobody's meanwhile
        item = session.get_one(Item, claim.subject)
        item.state = moved(ItemState(item.state), Move.READY)
        item.progress, item.package, item.card, item.ticks = 1.0, ready.key, ready.card, index.ticks
        item.seconds = seconds_of(index.media_ticks)
        item.media = ready.facts["media"]  # type: ignore[assignment]  # as prepare.facts_of wrote it
        item.stills = stills
        item.still = keys.candidate(ready.key, 0) if stills else None
        item.warnings = ready.facts["warnings"]  # type: ignore[assignment]  # the same
        keep_found_work(session, item, ready.facts.get("tags", {}))  # type: ignore[arg-type]  # the same
        item.loudness = dict(told_loudness(index))
        keep_brought(
            session,
            item,
            facts=ready.facts,
            cover=cover,
            language=parts.settings.language,
            now=parts.clock.now(),
        )
        ask_to_transcribe(session, parts, item)


def _brought_cover(parts: Parts, ready: Ready) -> str | None:
    if not ready.facts.get("cover"):
        return None
    return keep_cover(parts.storage, parts.storage.get(keys.brought_cover(ready.key)))


def refuse(parts: Parts, claim: Claim, refusal: RefusedError) -> None:
    """The deposit cannot be aired: say why, and stop what else is done for it.

    Nothing of it is kept, unless the fault may be the station's own: then its people are told.
    """
    is_kept = isinstance(refusal, OwnFaultError)
    _log.info("refused", job=claim.job_id, item=claim.subject, code=refusal.code)
    with parts.database.writing() as session:
        if not give_up(session, claim, now=parts.clock.now()):
            return
        item = session.get_one(Item, claim.subject)
        if item.state not in {ItemState.RECEIVED, ItemState.PROCESSING}:
            return  # it is ready: what failed was work on the side, and its package stays as it is
        cancel(session, subject=claim.subject, now=parts.clock.now())
        item.state = moved(ItemState(item.state), Move.FAIL)
        item.error = {
            "code": refusal.code,
            "message": refusal.message,
            "remedy": refusal.remedy,
            "kept": is_kept,
            "values": {name: str(value) for name, value in refusal.values.items()},
        }
        if is_kept:
            tell_of_own_fault(session, item, now=parts.clock.now())
    if not is_kept:
        clear_away(parts, item)


def put_back(parts: Parts, claim: Claim) -> None:
    """Something the station needs did not answer: later."""
    with parts.database.writing() as session:
        release(session, claim, now=parts.clock.now())


def worn_out() -> OwnFaultError:
    """The refusal of what failed three times, whoever's fault that was."""
    return OwnFaultError(
        "gave_up",
        marked("The station tried three times and could not prepare this piece."),
        marked("Try once more, or save it in another format (MP3 or MP4) and send that."),
    )
