"""Run one program in a cage: `python -I -S inside.py LIMITS -- PROGRAM ARGUMENTS…`.

A deposit is hostile until it has been decoded, so whatever reads one runs in here, on Linux. Each wall
stands by itself; where a kernel lacks one, the others still stand:

- limits (always): memory that can be written, CPU time, size of a file, open files, no core;
- it dies with whoever started it (always);
- Landlock (Linux 5.13): no file is opened but the system's libraries, its input and its output folder,
  so neither /proc nor /etc/passwd; from ABI 4 no TCP, from ABI 6 no abstract socket and no signal to
  whoever is outside. That a file exists and how large it is (`stat`) can still be seen;
- namespaces (where users may make them): no network interface, no privilege outside;
- the barrier (seccomp, on the machines in `_CALLS`): no socket of any family, Unix sockets by path too; no
  other process, so that the limits of one are the limits of all; no memory that escapes the limit (shared,
  anonymous); no change of owner, mode or dates of any file; nothing of another process; no mount.

This file stands alone (no import of this project), for it starts before everything else, in 20 ms.
"""

import argparse
import ctypes
import errno
import os
import platform
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
_SCOPE_VERSION, _SCOPE_SOCKETS_SIGNALS = 6, 3

_SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/sys/devices/system/cpu",
    "/dev/urandom",
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
    # Late, for this interpreter's own needs; threads reserve address space that they never touch, so it is
    # the memory that can be written which is limited.
    _limit(resource.RLIMIT_DATA, arguments.memory)
    with suppress(OSError):
        _bar(libc)  # behind it no limit can be set
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
    attributes = struct.pack("=Q", rights)
    if version >= _TCP_VERSION:
        attributes += struct.pack("=Q", _TCP_BIND_CONNECT)
    if version >= _SCOPE_VERSION:
        attributes += struct.pack("=Q", _SCOPE_SOCKETS_SIGNALS)
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


# The barrier: a filter of system calls (seccomp(2), include/uapi/linux/{seccomp,audit,bpf_common}.h).

_PR_SET_SECCOMP, _FILTER_MODE = 22, 2
_X86_64, _ARM_64 = 0, 1
_ARCHITECTURES = {"x86_64": (_X86_64, 0xC000003E), "aarch64": (_ARM_64, 0xC00000B7)}
_FOREIGN_ABI = 0x40000000  # the first call of x32, another table of calls on the same machine
_CALLS = {
    # name: its numbers on x86-64 and on 64-bit ARM, None where it is not there
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200),
    "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "fork": (57, None), "vfork": (58, None),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186),
    "semget": (64, 190), "mq_open": (240, 180), "userfaultfd": (323, 282), "setrlimit": (160, 164),
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, None), "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "removexattr": (197, 14),
    "lremovexattr": (198, 15), "fremovexattr": (199, 16), "setxattrat": (463, 463),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
    "inotify_init": (253, None), "inotify_init1": (294, 26), "fanotify_init": (300, 262),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "open_tree": (428, 428), "move_mount": (429, 429),
    "fsopen": (430, 430), "fsmount": (432, 432), "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265), "keyctl": (250, 219), "add_key": (248, 217),
    "request_key": (249, 218), "bpf": (321, 280), "perf_event_open": (298, 241),
    "personality": (135, 92), "modify_ldt": (154, None), "iopl": (172, None), "ioperm": (173, None),
}  # fmt: skip
_CLONE, _CLONE3, _MMAP, _PRLIMIT = (56, 220), (435, 435), (9, 222), (302, 261)
_SIGNALS = ((62, 129), (200, 130), (234, 131))  # kill, tkill, tgkill
_CLONE_THREAD = 0x10000
_SHARED_ANONYMOUS = 0x21
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000  # the last with an error number added
_LOAD, _EQUAL, _AT_LEAST, _SET, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
_Step = tuple[int, int, int, int]


def _bar(libc: ctypes.CDLL) -> None:
    """Refuse the calls that no decoder needs. Raises OSError where the kernel or the machine lacks it."""
    known = _ARCHITECTURES.get(platform.machine())
    if known is None:
        raise OSError(errno.ENOSYS, "no table of calls for this machine")
    code = b"".join(struct.pack("=HBBI", *step) for step in _barrier(*known))
    held = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(held))
    if libc.prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.c_char_p(program), 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")


def _barrier(machine: int, architecture: int) -> list[_Step]:
    """The filter: another table of calls is the end; then call by call; then all else is allowed."""
    refused = _REFUSE | errno.EPERM
    steps = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, architecture), _give(_KILL)]
    steps += [(_LOAD, 0, 0, _NUMBER)]
    if machine == _X86_64:
        steps += [(_AT_LEAST, 0, 1, _FOREIGN_ABI), _give(refused)]
    for numbers in _CALLS.values():
        number = numbers[machine]
        if number is not None:
            steps += [(_EQUAL, 0, 1, number), _give(refused)]
    steps += [(_EQUAL, 0, 1, _CLONE3[machine]), _give(_REFUSE | errno.ENOSYS)]  # so that `clone` is used
    steps += _where(_CLONE[machine], [_argument(0), (_SET, 1, 0, _CLONE_THREAD), _give(refused)])
    shared = [(_AND, 0, 0, _SHARED_ANONYMOUS), (_EQUAL, 0, 1, _SHARED_ANONYMOUS), _give(refused)]
    steps += _where(_MMAP[machine], [_argument(3), *shared])
    for numbers in _SIGNALS:
        own = [_argument(0), (_EQUAL, 1, 0, os.getpid()), _give(refused)]
        steps += _where(numbers[machine], own)
    # Its own limits may be read, not set: the process is named 0, and the new ones' address is 0.
    for argument in (_argument(0), _argument(2), _argument(2, word=1)):
        steps += _where(_PRLIMIT[machine], [argument, (_EQUAL, 1, 0, 0), _give(refused)])
    return [*steps, _give(_ALLOW)]


def _where(number: int, steps: list[_Step]) -> list[_Step]:
    """Steps for one call alone; the number is there again afterwards."""
    return [(_EQUAL, 0, len(steps), number), *steps, (_LOAD, 0, 0, _NUMBER)]


def _argument(order: int, *, word: int = 0) -> _Step:
    """Load one word of an argument, the low one first (both machines are little-endian)."""
    return (_LOAD, 0, 0, 16 + 8 * order + 4 * word)


def _give(answer: int) -> _Step:
    return (_RETURN, 0, 0, answer)


if __name__ == "__main__":
    main()
