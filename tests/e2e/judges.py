"""The independent judges, run as processes of their own beside the station."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadcast.transcode.tools import find_ffmpeg
from e2e.station import wait_for


@dataclass(frozen=True)
class Verdict:
    """What a judge said and how it ended."""

    code: int
    words: str


class Judges:
    """`hls_check` and `feed_check`; they find our ffmpeg on their PATH."""

    def __init__(self, tools: Path, folder: Path) -> None:
        self._tools = tools
        (folder / "ffmpeg").symlink_to(find_ffmpeg())
        self._environment = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}

    def begin(self, tool: str, *words: str) -> subprocess.Popen[str]:
        """Start a judge; it goes on beside the test."""
        return subprocess.Popen(
            [sys.executable, str(self._tools / tool), *words],
            env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def judge(self, tool: str, *words: str) -> Verdict:
        """Run a judge to its end."""
        return verdict_of(self.begin(tool, *words))


def verdict_of(judge: "subprocess.Popen[str]") -> Verdict:
    """Wait for a judge's words."""
    words, _ = judge.communicate(timeout=400)
    return Verdict(judge.returncode, words)


def between_requests(judging: Sequence[subprocess.Popen[str]], act: Callable[[], None]) -> None:
    """Act at a moment when no judge has asked and not been answered.

    After half an answer a player asks again; a judge calls it a fault, which it is of nobody.
    """
    wait_for(lambda: _acted(judging, act), what="a moment between two requests")


def _acted(judging: Sequence[subprocess.Popen[str]], act: Callable[[], None]) -> bool:
    for judge in judging:
        judge.send_signal(signal.SIGSTOP)
    try:
        wait_for(lambda: all(_is_stopped(judge.pid) for judge in judging), what="the judges to hold still")
        is_quiet = not any(_has_asked(judge.pid) for judge in judging)
        if is_quiet:
            act()
        return is_quiet
    finally:
        for judge in judging:
            judge.send_signal(signal.SIGCONT)


def _is_stopped(pid: int) -> bool:
    """By the letter after the program's name, which may hold any sign (proc(5))."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def _has_asked(pid: int) -> bool:
    return any(str(one.readlink()).startswith("socket:") for one in Path(f"/proc/{pid}/fd").iterdir())
