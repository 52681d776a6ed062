"""A folder to work in, gone afterwards however the work ends."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from broadcast.settings import Settings

_JUST_MADE_S = 10.0
"""A folder so young may be one that is about to be locked."""


@contextmanager
def workbench(settings: Settings) -> Iterator[Path]:
    """An empty folder for the time of the work. Its lock ends with this process, however that ends."""
    settings.workshop.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=settings.workshop))
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep_workbenches(settings: Settings) -> int:
    """Remove the folders whose workers were killed; gives how many."""
    oldest = time.time() - _JUST_MADE_S
    removed = 0
    for folder in settings.workshop.glob("*/"):
        with suppress(OSError):
            removed += folder.stat().st_mtime < oldest and _is_abandoned(folder)
    return removed


def _is_abandoned(folder: Path) -> bool:
    """Remove a folder that nobody holds; whether it was one."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True
