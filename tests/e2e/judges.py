"""The independent judges, run as processes of their own beside the station."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from broadcast.transcode.tools import find_ffmpeg


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
