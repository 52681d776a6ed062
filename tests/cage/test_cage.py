"""The cage holds: what a program that took over a decoder could try, tried from inside."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from broadcast.cage import Limits, Sight, inside, run
from broadcast.errors import BroadcastError
from broadcast.media.units import Bytes, Seconds

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform != "linux", reason="the cage is Linux's"),
]
LIMITS = Limits(memory=Bytes(256 << 20), cpu=Seconds(5), wall=Seconds(20), file_size=Bytes(1 << 20))
LIBRARIES = (Path(sys.prefix), Path(sys.base_prefix))


@dataclass(frozen=True, slots=True)
class Outside:
    """What stands outside of the cage: sockets that must hear nothing, a file that must stay as it is."""

    listening: tuple[socket.socket, ...]
    port: int
    path: Path
    abstract: str
    canary: Path


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    with ExitStack() as stack:
        inet = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        unix = stack.enter_context(socket.socket(socket.AF_UNIX))
        unix.bind(str(tmp_path / "s"))
        abstract = stack.enter_context(socket.socket(socket.AF_UNIX))
        name = f"antenne-test-{os.getpid()}"
        abstract.bind(f"\0{name}")
        for one in (unix, abstract):
            one.listen()
        for one in (inet, unix, abstract):
            one.settimeout(0)
        canary = tmp_path / "canary"
        canary.write_text("canary")
        canary.chmod(0o644)
        yield Outside((inet, unix, abstract), inet.getsockname()[1], tmp_path / "s", name, canary)


def inside_of(folder: Path, program: str, *, limits: Limits = LIMITS) -> list[str]:
    """What a Python program prints that runs in the cage."""
    folder.mkdir(exist_ok=True)
    lines: list[str] = []
    argv = [sys.executable, "-I", "-S", "-c", program]
    run(argv, sight=Sight(read=LIBRARIES, folder=folder), limits=limits, on_line=lines.append)
    return lines


TRIES = """
import ctypes, mmap, os, signal, resource, subprocess
libc = ctypes.CDLL(None, use_errno=True)
def tried(name, act):
    try:
        done = act()
    except (OSError, ImportError, ValueError) as fault:
        print(name, "held")
    else:
        print(name, "held" if done == -1 else "OPEN")
def connected(family, address):
    import _socket
    _socket.socket(family, _socket.SOCK_STREAM).connect(address)
tried("tcp", lambda: connected(2, ("127.0.0.1", {port})))
tried("unix by path", lambda: connected(1, {path!r}))
tried("unix abstract", lambda: connected(1, "\\0" + {abstract!r}))
tried("a pair of sockets", lambda: libc.socketpair(1, 1, 0, (ctypes.c_int * 2)()))
tried("io_uring", lambda: libc.syscall(425, 1, (ctypes.c_char * 120)()))
tried("a child", os.fork)
tried("a program as a child", lambda: subprocess.run(["/usr/bin/true"], check=True))
tried("shared memory", lambda: mmap.mmap(-1, 1 << 20))
tried("memory as a file", lambda: os.memfd_create("m"))
tried("reading the canary", lambda: open({canary!r}).read())
tried("changing the canary", lambda: os.chmod({canary!r}, 0))
tried("dating the canary", lambda: os.utime({canary!r}, (0, 0)))
tried("removing the canary", lambda: os.remove({canary!r}))
tried("linking the canary", lambda: os.link({canary!r}, "link"))
tried("another's memory", lambda: open("/proc/{starter}/mem", "rb"))
tried("another's environment", lambda: open("/proc/{starter}/environ", "rb").read())
tried("its own /proc", lambda: open("/proc/self/maps").read())
tried("the accounts", lambda: open("/etc/passwd").read())
tried("a list of the root", lambda: os.listdir("/"))
tried("tracing", lambda: libc.ptrace(16, {starter}, 0, 0))
tried("a signal", lambda: os.kill({starter}, signal.SIGCONT))
tried("a signal to a thread", lambda: libc.syscall(234, {starter}, {starter}, signal.SIGCONT))
tried("a handle on a process", lambda: os.pidfd_open({starter}))
tried("more memory", lambda: resource.setrlimit(resource.RLIMIT_DATA, (1 << 34, 1 << 34)))
tried("another's limits", lambda: resource.prlimit({starter}, resource.RLIMIT_CORE))
tried("a namespace", lambda: libc.unshare(0x10000000))
tried("a mount", lambda: libc.mount(b"proc", b"/proc", b"proc", 0, None))
"""


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers of two calls are written out")
def test_nothing_outside_can_be_touched(outside: Outside, tmp_path: Path) -> None:
    program = TRIES.format(
        port=outside.port, path=str(outside.path), abstract=outside.abstract,
        canary=str(outside.canary), starter=os.getpid(),
    )  # fmt: skip
    told = inside_of(tmp_path / "work", program)
    assert len(told) == TRIES.count("\ntried(")
    assert [line for line in told if not line.endswith(" held")] == []
    for one in outside.listening:
        with pytest.raises(BlockingIOError):
            one.accept()
    assert outside.canary.read_text() == "canary"
    assert outside.canary.stat().st_mode & 0o777 == 0o644


def test_what_a_decoder_needs_works(tmp_path: Path) -> None:
    """Threads, its folder, its own crash; nothing of the environment is handed in."""
    program = """
import os, threading
other = threading.Thread(target=lambda: open("made", "w").write("x" * 1000))
other.start(); other.join()
os.rename("made", "kept")
print(os.path.getsize("kept"), sorted(os.environ))
"""
    assert inside_of(tmp_path / "work", program) == ["1000 ['LC_ALL']"]


@pytest.mark.parametrize(
    ("program", "code"),
    [
        pytest.param("x = bytearray(1 << 30)", "too_demanding", id="memory"),
        pytest.param("while True: pass", "too_demanding", id="time"),
        pytest.param("open('x', 'wb').write(bytes(2 << 20))", "too_demanding", id="a large file"),
        pytest.param("import os; os.kill(os.getpid(), 11)", "too_demanding", id="a crash"),
        pytest.param("print('No space left on device'); 1 / 0", "unreadable", id="another's words"),
        pytest.param("import os; os.abort()", "too_demanding", id="an abort"),
        pytest.param("[open('/dev/null') for _ in range(100)]", "unreadable", id="open files"),
        pytest.param("import os; os._exit(127)", "own_fault", id="a library that is missing"),
    ],
)
def test_a_limit_ends_it_in_words(program: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(BroadcastError) as refusal:
        inside_of(tmp_path, program)
    assert refusal.value.code == code
    assert refusal.value.remedy


STARTER = """
import sys
from pathlib import Path
from broadcast.cage import Limits, Sight, run
limits = Limits(memory=256 << 20, cpu=60, wall=240, file_size=1 << 20)
argv = [sys.executable, "-I", "-S", "-c", "x = b'x' * (200 << 20)"]
run(argv, sight=Sight(read=(Path(sys.prefix), Path(sys.base_prefix))), limits=limits)
"""


def test_what_a_run_took_is_noted() -> None:
    """Started by a small process of a small process: what this one holds counts as its child's own peak."""
    small = ["/bin/sh", "-c", '"$0" -c "$1"; exit $?', sys.executable, STARTER]
    done = subprocess.run(small, capture_output=True, text=True, check=True)
    noted = re.search(r"program_ended.*peak_mb=(\d+)", done.stdout)
    assert noted is not None
    assert 200 <= int(noted[1]) <= 256


WITHOUT = """
import ctypes, importlib.util, os, struct, sys
spec = importlib.util.spec_from_file_location("inside", {cage!r})
inside = importlib.util.module_from_spec(spec)
spec.loader.exec_module(inside)
missing = inside._give(0x00050000 | 38)  # "function not implemented"
steps = [(0x20, 0, 0, 0)]
for number in {calls}:
    steps += [(0x15, 0, 1, number), missing]
steps += inside._where({prctl}, [inside._argument(0), (0x15, 0, 1, 22), missing])
code = b"".join(struct.pack("=HBBI", *step) for step in [*steps, inside._give(0x7FFF0000)])
held = ctypes.create_string_buffer(code, len(code))
program = struct.pack("@HP", len(code) // 8, ctypes.addressof(held))
libc = ctypes.CDLL(None)
libc.prctl(38, 1, 0, 0, 0)
assert libc.prctl(22, 2, ctypes.c_char_p(program), 0, 0) == 0
os.execv(sys.executable, [sys.executable, "-I", "-S", {cage!r}, *sys.argv[1:]])
"""


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers of the calls are written out")
@pytest.mark.parametrize(
    ("program", "ends"),
    [
        ("print('ran')", 0),
        ("x = bytearray(1 << 30)", 1),
        ("open('/dev/full')", 0),  # nothing fences it in here: the limits are all there is
        ("open('x', 'wb', 0).write(bytes(2000)); open('x', 'ab', 0).write(b'x')", 1),
    ],
)
def test_an_old_kernel_gives_what_it_has(program: str, ends: int, tmp_path: Path) -> None:
    """Without Landlock, namespaces and the barrier the program still runs, and the limits still hold."""
    launch = WITHOUT.format(cage=inside.__file__, calls=[444, 445, 446, 272], prctl=157)
    words = ["--memory", str(64 << 20), "--cpu", "5", "--file-size", "1000", "--parent", str(os.getpid())]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", launch, *words, "--", sys.executable, "-I", "-S", "-c", program],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == ends, done.stderr
