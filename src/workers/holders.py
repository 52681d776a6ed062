"""Who works here: a word for each place in this worker, and whether the worker of a word still lives.

A worker is told apart from a later one with the same process id by when it was started (proc(5),
`/proc/PID/stat`, field 22); where there is no `/proc`, by its id alone.
"""

import os
import socket
import threading
from contextlib import suppress
from pathlib import Path

from broadcast.jobs import Holder

_START_FIELD = 19  # of those after the name in brackets


def holder_here(*, places: int) -> Holder:
    """This thread, of a worker with so many places."""
    return Holder(machine(), _worker(os.getpid()), str(threading.get_native_id()), places)


def machine() -> str:
    """The name of this machine or container."""
    return socket.gethostname().replace("/", "-")


def is_alive(word: str) -> bool:
    """Whether the worker that a holder's word names still runs on this machine."""
    _, worker, _ = word.split("/", 2)
    pid = worker.partition(".")[0]
    return pid.isdigit() and _worker(int(pid)) == worker


def _worker(pid: int) -> str:
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return f"{pid}.{fields[_START_FIELD]}"
    try:
        os.kill(pid, 0)
    except OSError:
        return ""
    return f"{pid}."
