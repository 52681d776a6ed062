"""What went wrong in a storage, told as the station's own errors; the cause goes to the log only."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from obstore.exceptions import BaseError, NotFoundError

from broadcast.errors import DiskFullError, UnavailableError, UnknownError

_log = structlog.get_logger(__name__)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_THERE = (FileNotFoundError, NotADirectoryError, IsADirectoryError, NotFoundError)


def unknown() -> UnknownError:
    """Say that there is no such key."""
    return UnknownError("unknown_file", "This file is not here.", "It may have been removed.")


def disk_full() -> DiskFullError:
    """Say that there is no room for it."""
    return DiskFullError(
        "disk_full",
        "The station has no room left for this file.",
        "Remove what is no longer needed, then try again.",
    )


def unavailable() -> UnavailableError:
    """Say that the storage does not answer, or not with what was kept."""
    return UnavailableError(
        "storage_unavailable",
        "The station cannot reach its files at the moment.",
        "Try again in a few minutes.",
    )


@contextmanager
def told(key: str) -> Iterator[None]:
    """Turn what the system or the bucket raises into UnknownError, DiskFullError or UnavailableError."""
    try:
        yield
    except _NOT_THERE:
        raise unknown() from None
    except (OSError, BaseError) as fault:
        _log.error("storage_fault", key=key, fault=repr(fault))
        raise (disk_full() if getattr(fault, "errno", None) in _NO_ROOM else unavailable()) from fault
