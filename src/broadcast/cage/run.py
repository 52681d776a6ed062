"""Start a program that reads a deposit: caged, watched, and always ended."""

import os
import re
import resource
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import structlog

from broadcast.cage import inside
from broadcast.errors import (
    BroadcastError,
    DiskFullError,
    OwnFaultError,
    RefusedError,
    UnavailableError,
    marked,
)
from broadcast.media.units import Bytes, Seconds

_CAGE = Path(inside.__file__)
_CHUNK = 1 << 16
_KEPT = 1 << 18
_LOOK = 0.5  # seconds between two looks at how much memory is held
_LOGGED = 4_000
_CRASHES = {
    signal.SIGXCPU,
    signal.SIGXFSZ,
    signal.SIGSEGV,
    signal.SIGABRT,
    signal.SIGBUS,
    signal.SIGFPE,
    signal.SIGILL,
    signal.SIGSYS,
}

_NOT_RUN = {126, 127}
"""Exit codes of a program that is there but cannot be run: a library of its own is missing."""
_TOO_MUCH = ("Cannot allocate memory", "MemoryError", "File too large")
_HIGH_WATER = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)
_COMPLAINT = re.compile(r"^(?:(?:\[[^\]\n]*\] )*\[(?:error|fatal)\] .*|[\w.]*Error\b.*)$", re.MULTILINE)
"""A line of an error: with its level from ffmpeg, the last of a trace from Python."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most one run may take; wall time is bounded as CPU time is, on a machine that is busy."""

    memory: Bytes
    cpu: Seconds
    wall: Seconds
    file_size: Bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a run may see besides the system: files and folders to read, the one folder to write."""

    read: tuple[Path, ...]
    folder: Path | None = None


def run(
    argv: Sequence[str],
    *,
    sight: Sight,
    limits: Limits,
    on_line: Callable[[str], None] = lambda _line: None,
    is_ours: Callable[[RefusedError, Sequence[str]], bool] = lambda _refusal, _complaints: False,
) -> str:
    """Run `argv` in the cage; give what it wrote to its log. Each line it prints goes to `on_line`.

    Raises RefusedError where the input made it fail, crash or pass a limit, DiskFullError, and
    UnavailableError where something else ended it, which is worth another try. Whatever ends this call,
    no process of it is left. Before it refuses, it asks `is_ours`, of the refusal and of what the program
    complained of, whether that was the station's own fault: then it raises OwnFaultError.
    """
    with _started(argv, sight=sight, limits=limits) as process:
        peak = _Peak(process.pid)
        told, in_time = _listen(
            process, until=time.monotonic() + limits.wall, on_line=on_line, on_wake=peak.look
        )
        if not in_time:
            process.kill()
        spent = _ended(process)
        code = process.returncode if in_time else None
    cpu, peak_mb = spent.ru_utime + spent.ru_stime, peak.of(spent) >> 20
    log.info("program_ended", program=Path(argv[0]).name, exit=code, cpu=round(cpu, 2), peak_mb=peak_mb)
    if code and cpu >= limits.cpu:
        code = -signal.SIGXCPU  # ffmpeg hears it and ends in its own way
    fault = _verdict(code, told)
    if isinstance(fault, RefusedError) and is_ours(fault, _COMPLAINT.findall(told)):
        fault = own_fault()
    if fault is not None:
        log.warning(
            "program_failed", program=Path(argv[0]).name, exit=code, told=told[-_LOGGED:], refused=fault.code
        )
        raise fault
    return told


@contextmanager
def _started(argv: Sequence[str], *, sight: Sight, limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    """The running process, in a session of its own so that its children end with it."""
    process = subprocess.Popen(  # noqa: S603  # words from argv, no shell
        [*_cage_words(argv, sight=sight, limits=limits), "--", *argv],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=sight.folder or "/",
        env={"LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def _ended(process: subprocess.Popen[bytes]) -> resource.struct_rusage:
    """Wait for the end; give what it took."""
    _, status, spent = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return spent


class _Peak:
    """The most memory a run held at once.

    What the kernel tells at the end is never under what the starter held itself, for it counts that in when
    one process becomes another program. Where it tells no more than that, what was seen on the way counts.
    """

    def __init__(self, pid: int) -> None:
        self._status = Path(f"/proc/{pid}/status")
        self._floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self._seen = 0

    def look(self) -> None:
        """See the peak so far, in KiB; a process that has ended tells nothing more."""
        with suppress(OSError):
            found = _HIGH_WATER.search(self._status.read_text())
            self._seen = max(self._seen, int(found[1]) if found else 0)

    def of(self, spent: resource.struct_rusage) -> Bytes:
        """The peak."""
        return Bytes((spent.ru_maxrss if spent.ru_maxrss > self._floor else self._seen) << 10)


def _cage_words(argv: Sequence[str], *, sight: Sight, limits: Limits) -> list[str]:
    words = [sys.executable, "-I", "-S", str(_CAGE), "--parent", str(os.getpid())]
    words += ["--memory", str(limits.memory), "--cpu", str(round(limits.cpu))]
    words += ["--file-size", str(limits.file_size)]
    for path in (Path(argv[0]), *sight.read):
        words += ["--read", str(path.resolve())]
    if sight.folder is not None:
        words += ["--write", str(sight.folder.resolve())]
    return words


def _listen(
    process: subprocess.Popen[bytes],
    *,
    until: float,
    on_line: Callable[[str], None],
    on_wake: Callable[[], None],
) -> tuple[str, bool]:
    """Read both pipes to their end: the log's beginning and end, and whether it ended in time."""
    told = bytearray()
    line = bytearray()
    with selectors.DefaultSelector() as waiting:
        for pipe in (process.stdout, process.stderr):
            waiting.register(_present(pipe), selectors.EVENT_READ)
        while waiting.get_map():
            left = until - time.monotonic()
            if left <= 0:
                return _text(told), False
            ready = waiting.select(min(left, _LOOK))
            on_wake()
            for key, _ in ready:
                chunk = os.read(key.fd, _CHUNK)
                if not chunk:
                    waiting.unregister(key.fileobj)
                elif key.fileobj is process.stderr:
                    _keep(told, chunk)
                else:
                    _split(line, chunk, on_line)
    return _text(told), True


def _keep(told: bytearray, chunk: bytes) -> None:
    """Add to the log; past its bound the middle is lost, for causes come first and figures last."""
    told += chunk
    if len(told) > _KEPT:
        half = _KEPT // 2
        del told[half : len(told) - half]


def _split(line: bytearray, chunk: bytes, on_line: Callable[[str], None]) -> None:
    """Give each whole line; keep the begun one, bounded."""
    line += chunk
    *whole, rest = bytes(line).split(b"\n")
    line[:] = rest[:_KEPT]
    for one in whole:
        on_line(_text(one))


def _verdict(code: int | None, told: str) -> BroadcastError | None:
    """What an exit means for the depositor; None where all went well. `code` is None past the time."""
    if code == 0:
        return None
    if _told_of(told, "No space left on device"):
        return DiskFullError(
            "disk_full",
            marked("There is no room left to prepare this file."),
            marked("Tell the people who run the station; what you sent is kept."),
        )
    if code is None or -code in _CRASHES or _told_of(told, *_TOO_MUCH):
        return too_demanding()
    if code < 0 or code == inside.CANNOT_START:
        return UnavailableError(
            "interrupted",
            marked("The preparation was interrupted."),
            marked("It will be tried again; what you sent is kept."),
        )
    return own_fault() if code in _NOT_RUN else unreadable()


def _told_of(told: str, *faults: str) -> bool:
    """Whether the program complained of one of these: what it says of the file may hold any words."""
    return any(fault in line for line in _COMPLAINT.findall(told) for fault in faults)


def own_fault() -> OwnFaultError:
    """The refusal of a file that the station failed to prepare, by no fault of the file's."""
    return OwnFaultError(
        "own_fault",
        marked("The station could not prepare this piece. The fault is the station's, not your file's."),
        marked(
            "What you sent is kept, and those who run the station have been told: it can be prepared again."
        ),
    )


def too_demanding() -> RefusedError:
    """The refusal of a file that would take more time, memory or room than its size is worth."""
    return RefusedError(
        "too_demanding",
        marked("This file asks for more work than the station can give."),
        marked("Send a shorter piece, or save it in a simpler format such as MP3 or MP4."),
    )


def unreadable() -> RefusedError:
    """The refusal of a file that cannot be decoded."""
    return RefusedError(
        "unreadable",
        marked("This file cannot be played: it is damaged, or not what it seems to be."),
        marked("Check that it plays on your device, then send the original again."),
    )


def _text(raw: bytes | bytearray) -> str:
    return raw.decode("utf-8", "replace")


def _present(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process was started without its pipes")
    return pipe
