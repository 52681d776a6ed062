"""The station's processes: started in order, replaced when they die, stopped in the reverse order."""

import math
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from broadcast.cli.bell import Bell
from broadcast.cli.families import everyone, family, kill, kill_group
from broadcast.cli.tether import adopt_orphans, tied_to
from broadcast.cli.watchman import STDERR, Watchman
from broadcast.media.units import Seconds

STDOUT = 1
SETTLED = Seconds(5)
"""A child that lived this long had started well: its death says nothing about the next one."""

_PAUSES = (Seconds(0), Seconds(0.5), Seconds(1), Seconds(2), Seconds(4))
_LONGEST_WAIT = Seconds(1)
_STOP_WITHIN = Seconds(8)
_SWEEP_WITHIN = Seconds(3)
_SWEEP_EVERY = Seconds(0.02)


@dataclass(frozen=True, slots=True)
class Child:
    """A process as it is started: its command, what is added to our environment, what it inherits.

    `output` is the descriptor its standard output goes to: ours is for what the contract says only.
    One that starts nothing itself may be tied to us: the kernel ends it with us, whatever happens.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    descriptors: tuple[int, ...] = ()
    output: int = STDERR
    is_tied: bool = False


def quick_deaths(before: int, *, lived: Seconds) -> int:
    """Count the deaths in a row that came before the child had settled, this one included."""
    return 1 if lived >= SETTLED else before + 1


def pause_before_restart(deaths: int) -> Seconds:
    """Say how long to wait: not at all the first time, never so long that it is not back in 5 s."""
    return _PAUSES[min(deaths, len(_PAUSES)) - 1]


@dataclass(slots=True)
class Post:
    """A child's place in the crew, whoever holds it now. Times are of the monotonic clock.

    `due` is when it may be started next: never, before the crew is.
    """

    child: Child
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = math.inf


class Crew:
    """All processes under one supervisor, in stages: each starts after and stops before the one before it.

    Only for the main thread. Every child leads a session of its own, so that a Ctrl-C of the terminal
    reaches the supervisor alone, and so that all that a child started can be found and ended.
    """

    def __init__(self, stages: Sequence[Sequence[Child]], *, bell: Bell, watchman: Watchman) -> None:
        self._stages = [[Post(child) for child in stage] for stage in stages]
        self._bell = bell
        self._watchman = watchman
        self._errand = 0
        # Whoever was our child before (a shell's, before it became us) is not ours to end.
        self._strangers = _children_of(os.getpid()) - {watchman.pid}
        adopt_orphans()

    def start(self) -> None:
        """Start everyone."""
        for post in self._posts():
            self._man(post)

    def run(self, child: Child) -> int | None:
        """Run a child once, while the others are tended; its exit code, None if asked to stop before."""
        process = self._begin(child)
        self._errand = process.pid
        try:
            while not self._bell.asked_to_stop and process.poll() is None:
                self.tend()
            return process.returncode
        finally:
            self._end(process)
            self._errand = 0

    def tend(self, at_most: Seconds = _LONGEST_WAIT) -> None:
        """Replace who is dead and due, then wait for the next event; end what the dead left behind."""
        self._watchman.tend()
        for post in self._posts():
            if post.process is not None and post.process.poll() is not None:
                self._mourn(post, post.process)
            if post.process is None and post.due <= time.monotonic():
                self._man(post)
        now = time.monotonic()
        pauses = (post.due - now for post in self._posts() if post.process is None)
        if self._bell.wait(min([at_most, *pauses])):
            self._sweep()

    def stop(self) -> None:
        """End everyone in order; who has not gone within 8 s in all is killed."""
        until = time.monotonic() + _STOP_WITHIN
        for stage in reversed(self._stages):
            present = [post.process for post in stage if post.process is not None]
            for process in present:
                process.terminate()
            while any(process.poll() is None for process in present) and time.monotonic() < until:
                self._bell.wait(min(_LONGEST_WAIT, until - time.monotonic()))
            for process in present:
                self._end(process)
        while self._sweep() and time.monotonic() < until + _SWEEP_WITHIN:
            time.sleep(_SWEEP_EVERY)

    def _posts(self) -> list[Post]:
        return [post for stage in self._stages for post in stage]

    def _begin(self, child: Child) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603  # the station's own commands
            child.command,
            env={**os.environ, **child.environment},
            stdin=subprocess.DEVNULL,
            stdout=child.output,
            pass_fds=child.descriptors,
            start_new_session=True,
            # The supervisor has one thread only.
            preexec_fn=tied_to(os.getpid()) if child.is_tied else None,  # noqa: PLW1509
        )
        self._watchman.note(process.pid)
        return process

    def _man(self, post: Post) -> None:
        post.started = time.monotonic()
        try:
            post.process = self._begin(post.child)
        except OSError as fault:  # no memory, or its program is being replaced: it comes again
            say(f"{post.child.name} did not start: {fault}")
            self._wait_after_death(post)

    def _mourn(self, post: Post, process: subprocess.Popen[bytes]) -> None:
        say(f"{post.child.name} has ended ({process.returncode}) and is started again")
        self._end(process)
        post.process = None
        self._wait_after_death(post)

    def _wait_after_death(self, post: Post) -> None:
        now = time.monotonic()
        post.deaths = quick_deaths(post.deaths, lived=Seconds(now - post.started))
        post.due = now + pause_before_restart(post.deaths)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a child, if it lives, and its family; then the watchman may forget it."""
        left = family(everyone(), of={process.pid})
        kill_group(process.pid)
        kill(left)
        process.wait()
        self._watchman.forget(process.pid)

    def _sweep(self) -> bool:
        """Kill and reap whatever has become our child because its parent died; whether there was any."""
        ours = {post.process.pid for post in self._posts() if post.process is not None}
        orphans = _children_of(os.getpid()) - self._strangers - ours - {self._errand, self._watchman.pid}
        kill(family(everyone(), of=orphans) if orphans else ())
        for orphan in orphans:
            with suppress(ChildProcessError):
                os.waitpid(orphan, os.WNOHANG)
        return bool(orphans)


def _children_of(parent: int) -> set[int]:
    return {one.pid for one in everyone() if one.parent == parent}


def say(line: str) -> None:
    """Tell whoever watches the station's log."""
    sys.stderr.write(f"antenne: {line}\n")
    sys.stderr.flush()
