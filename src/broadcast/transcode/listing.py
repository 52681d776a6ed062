"""Reading what ffmpeg listed, line by line, so that six hours take no more memory than one minute."""

from collections.abc import Iterator
from pathlib import Path


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a listing, without their ends."""
    with path.open() as lines:
        yield from (line.rstrip("\n") for line in lines)
