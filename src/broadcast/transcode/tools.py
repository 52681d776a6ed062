"""Where the one outside program is, and what this build of it can do."""

import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import broadcast
from broadcast.errors import UnavailableError, marked

OLDEST = (9, 0)
"""The first version that passed every test: 7.0 does not come to an end, 5.1 does not begin (decision 39)."""

_FONT = Path(broadcast.__file__).parent / "web/static/vendor/bricolage-grotesque-latin-wght-normal.woff2"
_SECONDS_TO_ANSWER = 20
_VERSION = re.compile(r"^ffmpeg version n?(\d+)\.(\d+)")
_FILTER = re.compile(r"^ [T.][S.][C.]? +(\w+) +\S+->", re.MULTILINE)


def find_ffmpeg() -> Path:
    """The system's ffmpeg if it is new enough, else the one in the wheel. Raises UnavailableError."""
    for candidate in (_of_the_system(), _of_the_wheel()):
        if candidate is not None and is_new_enough(_ask(candidate, "-version")):
            return candidate
    raise UnavailableError(
        "no_encoder",
        marked("The station cannot prepare sounds: a part of it is missing."),
        marked("Tell the people who run it; what you sent is kept."),
    )


def find_font() -> Path:
    """The typeface that covers and cards are written in. Raises UnavailableError."""
    if not _FONT.exists():
        raise UnavailableError(
            "no_typeface",
            marked("The station cannot draw covers: a part of it is missing."),
            marked("Tell the people who run it; what you sent is kept."),
        )
    return _FONT


def is_new_enough(answer: str) -> bool:
    """Whether what a build says of its version is `OLDEST` or later; an unnumbered one is a new one."""
    found = _VERSION.match(answer)
    if found is None:
        return answer.startswith("ffmpeg version N-")
    return (int(found[1]), int(found[2])) >= OLDEST


@lru_cache(maxsize=4)
def filters_of(ffmpeg: Path) -> frozenset[str]:
    """The names of the filters this build has."""
    return frozenset(_FILTER.findall(_ask(ffmpeg, "-filters")))


def _of_the_system() -> Path | None:
    found = shutil.which("ffmpeg")
    return Path(found).resolve() if found else None


def _of_the_wheel() -> Path | None:
    try:
        import imageio_ffmpeg  # noqa: PLC0415  # a wheel that a packager may leave out
    except ImportError:
        return None
    try:
        return Path(imageio_ffmpeg.get_ffmpeg_exe()).resolve()
    except RuntimeError:
        return None


@lru_cache(maxsize=8)
def _ask(ffmpeg: Path, question: str) -> str:
    """What the program says of itself; empty where it cannot be run. It reads nothing of a deposit."""
    try:
        done = subprocess.run(  # noqa: S603  # our own program, fixed words
            [ffmpeg, "-hide_banner", question] if question != "-version" else [ffmpeg, question],
            capture_output=True,
            text=True,
            timeout=_SECONDS_TO_ANSWER,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout
