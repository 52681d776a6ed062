"""A folder to work in, gone afterwards however the work ends."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from broadcast.settings import Settings


@contextmanager
def workbench(settings: Settings) -> Iterator[Path]:
    """An empty folder for the time of the work."""
    settings.workshop.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=settings.workshop))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
