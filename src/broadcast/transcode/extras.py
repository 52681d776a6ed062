"""Work that nothing waits for: where it fails to the last try, the station does without it."""

from collections.abc import Callable

import structlog

from broadcast.errors import BroadcastError
from broadcast.jobs import Claim, give_up, release
from broadcast.parts import Parts
from broadcast.transcode.pulse import LeaseLostError, Pulse

_log = structlog.get_logger()


def do_extra(parts: Parts, claim: Claim, do: Callable[[Pulse], None], *, undone: str) -> None:
    """Do a claimed job to its end. What fails is tried again, and left at the last try.

    `undone` is what the log says of what the station knows how to refuse; anything else is raised.
    """
    try:
        with Pulse(parts, claim) as pulse:
            do(pulse)
    except LeaseLostError:
        _log.warning("lease lost", job=claim.job_id)
    except BroadcastError as fault:
        _log.warning(undone, job=claim.job_id, subject=claim.subject, cause=repr(fault))
        _end(parts, claim)
    except Exception:
        _end(parts, claim)
        raise


def _end(parts: Parts, claim: Claim) -> None:
    with parts.database.writing() as session:
        if claim.exhausted:
            give_up(session, claim, now=parts.clock.now())
        else:
            release(session, claim, now=parts.clock.now())
