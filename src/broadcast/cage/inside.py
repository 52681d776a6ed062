"""Run one program in a cage: `python -I -S inside.py LIMITS -- PROGRAM ARGUMENTS…`.

A deposit is hostile until it has been decoded, so whatever reads one runs in here, on Linux: limits on
memory, CPU time, file size and open files; no network; no sight of any file but the system's libraries,
its input and its output folder; and it dies with whoever started it. A kernel that lacks namespaces or
Landlock gives what it has: the limits always hold.

This file stands alone (no import of this project), for it starts before everything else, in 20 ms.
"""

import argparse
import ctypes
import os
import resource
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path

CANNOT_START = 125
"""The exit code that says it was not the input's fault."""

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER_NEWNET = 0x10000000 | 0x40000000

# Landlock has the same numbers on every architecture (include/uapi/linux/landlock.h).
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RULESET_VERSION = 1
_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_FILE_ONLY = _EXECUTE | _WRITE_FILE | _READ_FILE
_RIGHTS_BY_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1}
_RIGHTS_NEWEST = (1 << 15) - 1
_TCP_VERSION, _TCP_BIND_CONNECT = 4, 3

_SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/sys/devices/system/cpu",
    "/dev/urandom",
    "/dev/zero",
)
_OPEN_FILES = 64
_CPU_GRACE = 5  # seconds between SIGXCPU, which tells the starter what happened, and SIGKILL


def main() -> None:
    """Read the limits, put them on, and become the program."""
    arguments = _arguments()
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_CPU, arguments.cpu, grace=_CPU_GRACE)
    _limit(resource.RLIMIT_FSIZE, arguments.file_size)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.unshare(_CLONE_NEWUSER_NEWNET)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    with suppress(OSError):
        _fence(libc, read=[*_SYSTEM, *arguments.read], write=["/dev/null", *arguments.write])
    _die_with_parent(libc, arguments.parent)
    # Last, for this interpreter's own needs; threads reserve address space that they never touch, so it is
    # the memory that can be written which is limited.
    _limit(resource.RLIMIT_DATA, arguments.memory)
    try:
        os.execv(arguments.program[0], arguments.program)  # noqa: S606  # becoming that program is the purpose
    except OSError:
        sys.exit(CANNOT_START)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="cage")
    for name in ("--memory", "--cpu", "--file-size", "--parent"):
        parser.add_argument(name, type=int, required=True, help="bytes, seconds, bytes, a process id")
    parser.add_argument("--read", action="append", default=[])
    parser.add_argument("--write", action="append", default=[])
    parser.add_argument("program", nargs="+")
    return parser.parse_args()


def _limit(what: int, most: int, *, grace: int = 0) -> None:
    """Set a limit that cannot be raised again, within what this process was allowed itself."""
    _, ceiling = resource.getrlimit(what)
    hard = most + grace if ceiling == resource.RLIM_INFINITY else min(most + grace, ceiling)
    resource.setrlimit(what, (min(most, hard), hard))


def _die_with_parent(libc: ctypes.CDLL, parent: int) -> None:
    """Be killed when the starter ends, however it ends; it may have ended already."""
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(CANNOT_START)


def _fence(libc: ctypes.CDLL, *, read: list[str], write: list[str]) -> None:
    """Let nothing be opened but these paths and what lies beneath. Raises OSError without Landlock."""
    version = _landlock(libc, _CREATE_RULESET, None, 0, _RULESET_VERSION)
    rights = _RIGHTS_BY_VERSION.get(version, _RIGHTS_NEWEST)
    network = _TCP_BIND_CONNECT if version >= _TCP_VERSION else 0
    attributes = struct.pack("=QQ", rights, network) if network else struct.pack("=Q", rights)
    ruleset = _landlock(libc, _CREATE_RULESET, attributes, len(attributes), 0)
    for path in read:
        _allow(libc, ruleset, Path(path), _READ)
    for path in write:
        _allow(libc, ruleset, Path(path), rights & ~_EXECUTE)
    _landlock(libc, _RESTRICT_SELF, ruleset, 0)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    """Allow one path, where it exists; a file takes only the rights that files have."""
    with suppress(FileNotFoundError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("=Qi", rights if path.is_dir() else rights & _FILE_ONLY, place)
        _landlock(libc, _ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
        os.close(place)


def _landlock(libc: ctypes.CDLL, call: int, *arguments: object) -> int:
    answer = int(libc.syscall(call, *arguments))
    if answer < 0:
        raise OSError(ctypes.get_errno(), "landlock")
    return answer


if __name__ == "__main__":
    main()
