"""One station per data folder. The kernel forgets these locks with whoever held them, kill -9 or not."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from broadcast.errors import ConflictError, UnavailableError

_LEFTOVERS_WITHIN_S = 15.0
_LOOK_EVERY_S = 0.1


@contextmanager
def claimed(data: Path) -> Iterator[int]:
    """Hold the data folder, which is made if need be; gives the children's lock, for the watchman.

    Raises ConflictError if a station runs on it, UnavailableError if the folder cannot be written to
    or the children of a killed station have not ended after 15 s.
    """
    station = _opened(data / "station.lock")
    children = _opened(data / "children.lock")
    try:
        if not _locked(station):
            raise ConflictError(
                "already_running",
                "A station is already running on this data folder.",
                "Stop it first, or choose another folder with --data.",
            )
        _wait_for(children)
        yield children
    finally:
        os.close(children)
        os.close(station)


def _opened(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as fault:
        raise UnavailableError(
            "data_folder",
            "The station may not write to its data folder.",
            "Allow it, or choose another folder with --data.",
        ) from fault


def _locked(descriptor: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _wait_for(children: int) -> None:
    until = time.monotonic() + _LEFTOVERS_WITHIN_S
    while not _locked(children):
        if time.monotonic() > until:
            raise UnavailableError(
                "still_stopping",
                "The station that ran here before has not ended yet.",
                "Try again in a minute.",
            )
        time.sleep(_LOOK_EVERY_S)
