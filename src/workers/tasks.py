"""The tasks: each loads, calls one function of a room, and is done."""

from functools import cache

from broadcast.clock import SystemClock
from broadcast.db import open_database
from broadcast.feeds import publish
from broadcast.ingest import quarantine, uploads
from broadcast.ingest.clearing import sweep_orphans
from broadcast.ingest.short_of_room import has_room_to_work, watch_room
from broadcast.jobs import AT_HAND, claim_next, overdue, pardon_lost
from broadcast.jobs.models import JobKind
from broadcast.keeping import expiring, forgetting
from broadcast.library import leftovers
from broadcast.notices.telling import tell
from broadcast.parts import Parts
from broadcast.playout import missing, seams, storeroom
from broadcast.playout.cutting import cut_excerpt
from broadcast.playout.excerpts import ask_for_missing
from broadcast.playout.ledger import Extender
from broadcast.playout.pieces import Packages
from broadcast.post.deliver import deliver
from broadcast.proof.ear import Ear
from broadcast.proof.rounds import listen_round
from broadcast.storage import open_storage
from broadcast.transcode.prepare import prepare_item
from broadcast.transcode.transcribe import transcribe_item
from broadcast.transcode.workbench import sweep_workbenches
from workers.app import app, settings
from workers.dispatch import CeleryDispatcher
from workers.holders import holder_here, is_alive, machine
from workers.places import Places

_jobs, _ears = Places(), Places()


@cache
def parts() -> Parts:
    """This worker's parts, which its threads share."""
    return Parts(
        settings,
        open_database(settings.database),
        open_storage(settings.storage),
        SystemClock(),
        CeleryDispatcher(),
    )


@cache
def ear() -> Ear:
    """This worker's ear: it remembers what it has decoded."""
    return Ear(parts())


_DOERS = dict.fromkeys(JobKind, prepare_item) | {
    JobKind.TRANSCRIBE: transcribe_item,
    JobKind.EXCERPT: cut_excerpt,
    JobKind.SEAM: seams.make_seam,
}


@app.task(name="antenne.work")
def work(job_id: str) -> None:
    """Do the job whose turn it is: the message says that there is work, the database says which.

    What was announced while every place was taken is announced again by whoever has one free, and what
    there was no room for by the sweep.
    """
    places = app.conf.worker_concurrency - AT_HAND
    with _jobs.one(of=places) as is_free:
        was_done = is_free and has_room_to_work(settings) and _do_next(places=places)
    if was_done:
        parts().dispatcher.send(job_id)


def _do_next(*, places: int) -> bool:
    """Whether there was a job for this place; it is done then."""
    with parts().database.writing() as session:
        held = claim_next(session, holder=holder_here(places=places), now=parts().clock.now())
    if held is not None:
        _DOERS[held.kind](parts(), held)
    return held is not None


@app.task(name="antenne.sweep")
def sweep() -> None:
    """Announce again what nobody holds, and clear away what was abandoned."""
    now = parts().clock.now()
    with parts().database.writing() as session:
        pardon_lost(session, machine=machine(), is_alive=is_alive, now=now)
        waiting = overdue(session, now=now)
    for job_id in waiting:
        parts().dispatcher.send(job_id)
    quarantine.sweep(settings.quarantine, now=now)
    uploads.sweep(parts())
    sweep_orphans(parts())
    sweep_workbenches(settings)


@app.task(name="antenne.watch_room")
def look_for_room() -> None:
    """Keep the reserve, and tell of room that runs short."""
    watch_room(parts())


@app.task(name="antenne.clear_storage")
def clear_storage() -> None:
    """Give back the room of packages, cards, stills, covers and tags that nobody needs any more."""
    storeroom.clear_storage(parts())
    leftovers.clear_leftovers(parts())


@app.task(name="antenne.expire_consents")
def expire_consents() -> None:
    """Withdraw pieces with an agreement that has ended or is missing; tell hosts first."""
    expiring.expire_consents(parts())
    expiring.act_on_missing(parts())


@app.task(name="antenne.forget")
def forget() -> None:
    """Delete what was kept of people for as long as it may be."""
    forgetting.forget(parts())


@app.task(name="antenne.extend")
def extend() -> None:
    """Extend the ledgers that end within the horizon."""
    Extender(parts().database, Packages(parts().storage)).extend_all(now=parts().clock.now())


@app.task(name="antenne.want_seams")
def want_seams() -> None:
    """Have the joins to come made: seams and fades."""
    seams.want_seams(parts())


@app.task(name="antenne.notice_missing")
def notice_missing() -> None:
    """Tell hosts of slots with nothing ready, a day and two hours before; cut what has become ready."""
    missing.notice_missing(parts())
    ask_for_missing(parts())


@app.task(name="antenne.publish_undisputed")
def publish_undisputed() -> None:
    """Publish what committees said yes to a day ago."""
    publish.publish_undisputed(parts())


@app.task(name="antenne.post")
def post() -> None:
    """Tell those concerned what is wrong, and send what waits in the outbox."""
    tell(parts())
    deliver(parts())


@app.task(name="antenne.listen")
def listen() -> None:
    """Listen to the channels whose turn it is, as a player does; not while a round is still going on."""
    with _ears.one(of=1) as is_free:
        if is_free:
            listen_round(parts(), ear())
