"""Who descends from whom among this machine's processes, so that none of ours is left behind.

A child of the supervisor leads a session of its own; most of what it starts stays in that session, and
what leaves it (an encoder in a session of its own) still has its parent.
"""

import os
import signal
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Relative:
    """A process: its parent, its session, and whether it has ended and only waits to be reaped."""

    pid: int
    parent: int
    session: int
    ended: bool


def read_stat(text: str) -> Relative:
    """Read one `/proc/PID/stat` (proc(5)); the name in brackets may itself hold brackets and spaces."""
    head, _, tail = text.rpartition(")")
    state, parent, _group, session = tail.split()[:4]
    return Relative(
        pid=int(head.partition(" ")[0]), parent=int(parent), session=int(session), ended=state in "ZX"
    )


def everyone() -> tuple[Relative, ...]:
    """List the machine's processes; none where there is no `/proc`."""
    found = []
    for place in _PROC.glob("[0-9]*"):
        with suppress(OSError):  # it has ended since
            found.append(read_stat((place / "stat").read_text(errors="replace")))
    return tuple(found)


def family(relatives: Iterable[Relative], *, of: Collection[int]) -> frozenset[int]:
    """Name the living among `of`, the members of their sessions, and all descendants of these."""
    living = [one for one in relatives if not one.ended]
    found = {one.pid for one in living if one.pid in of or one.session in of}
    parents = set(of) | found
    while more := {one.pid for one in living if one.parent in parents} - found:
        found |= more
        parents |= more
    return frozenset(found)


def kill(pids: Iterable[int]) -> None:
    """End them at once."""
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def hold(pids: Iterable[int]) -> None:
    """Stop them where they are, so that they start nothing more."""
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGSTOP)


def kill_group(leader: int) -> None:
    """End a leader and its process group at once, also where there is no `/proc`."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
