import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hostile.judge import CANARY, Judge, judging
from hostile.streams import wav

Made = Callable[..., bytes]
SINE = ("-f", "lavfi", "-i", "sine=f=440:d=2")


@pytest.fixture(scope="session")
def made(ffmpeg: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Small good files, made once: `made("x.m4a", *words)` gives the bytes."""
    folder = tmp_path_factory.mktemp("good")
    known: dict[tuple[str, ...], bytes] = {}

    def make(name: str, *words: str) -> bytes:
        said = (name, *words)
        if said not in known:
            path = folder / name
            subprocess.run([str(ffmpeg), "-v", "error", "-y", *words, str(path)], check=True, timeout=60)
            known[said] = path.read_bytes()
        return known[said]

    return make


@pytest.fixture
def judge(ffmpeg: Path, tmp_path: Path) -> Iterator[Judge]:
    """The canary is a sound that could be decoded, with words in it that must never come out."""
    with judging(tmp_path, ffmpeg=ffmpeg, canary=wav(CANARY * 2_000)) as one:
        yield one
