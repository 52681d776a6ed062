"""A process that outlives a killed supervisor for a moment, to end what that one has left behind.

The supervisor tells it over a pipe which children it has. When the pipe closes, by whatever death, the
watchman kills these children and all their families. It holds the children's lock until then, so that
the next start waits for it. The kernel (PR_SET_PDEATHSIG) must not do it: it would end the children only,
and what they had started in sessions of their own could not be told from strangers any more.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress

from broadcast.cli.families import everyone, family, hold, kill, kill_group

STDERR = 2
_PATIENCE_S = 5.0
_LOOK_EVERY_S = 0.05


class Watchman:
    """The supervisor's side; a watchman that dies is replaced and told everything again."""

    def __init__(self, lock: int) -> None:
        """`lock` is a descriptor that the watchman keeps open as long as it lives."""
        self._lock = lock
        self._known: set[int] = set()
        self._start()

    @property
    def pid(self) -> int:
        """The process to leave alone when everything else is ended."""
        return self._process.pid

    def note(self, pid: int) -> None:
        """A child has been started."""
        self._known.add(pid)
        self._tell(f"+{pid}\n")

    def forget(self, pid: int) -> None:
        """A child and its family are gone; the number may come to mean another process."""
        self._known.discard(pid)
        self._tell(f"-{pid}\n")

    def tend(self) -> None:
        """Replace a dead watchman."""
        if self._process.poll() is not None:
            os.close(self._pipe)
            self._start()
            for pid in self._known:
                self._tell(f"+{pid}\n")

    def dismiss(self) -> None:
        """End it, after having forgotten every child."""
        os.close(self._pipe)
        self._process.wait()

    def _start(self) -> None:
        ear, self._pipe = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "broadcast.cli.watchman"],
            stdin=ear,
            stdout=STDERR,
            pass_fds=(self._lock,),
            start_new_session=True,
        )
        os.close(ear)

    def _tell(self, word: str) -> None:
        with suppress(BrokenPipeError):  # `tend` will say it again
            os.write(self._pipe, word.encode())


def noted(words: Iterable[str]) -> frozenset[int]:
    """Tell which children are left, from the lines `+PID` and `-PID`."""
    children: set[int] = set()
    for word in words:
        pid = int(word[1:])
        if word.startswith("+"):
            children.add(pid)
        else:
            children.discard(pid)
    return frozenset(children)


def end_families(children: frozenset[int]) -> None:
    """Kill the children's families, again and again until none is left.

    They are held first: one that is killed while its child is being born leaves it without a parent, and
    in a session of its own nobody could tell whose it was.
    """
    if not everyone():  # no `/proc` to tell families: their groups have to do
        for child in children:
            kill_group(child)
    until = time.monotonic() + _PATIENCE_S
    held: frozenset[int] = frozenset()
    while (new := family(everyone(), of=children) - held) and time.monotonic() < until:
        hold(new)
        held |= new
    while (left := family(everyone(), of=children)) and time.monotonic() < until:
        kill(left)
        time.sleep(_LOOK_EVERY_S)


def main() -> None:
    """Listen until the supervisor is gone."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    end_families(noted(sys.stdin))


if __name__ == "__main__":
    main()
