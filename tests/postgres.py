"""A private PostgreSQL server for the tests, from the machine's own binaries, where there are any."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_PATIENCE_S = 30.0


def binaries() -> Path | None:
    """The folder with initdb and postgres: on the PATH, or where distributions put the newest."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if on_path:
        return Path(on_path).resolve().parent
    return found[-1].parent if found else None


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: somebody else's name, where we are root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


@contextmanager
def server() -> Iterator[str]:
    """A running server; gives the URL of its maintenance database, without its name."""
    folder = binaries()
    if folder is None:
        pytest.skip("there is no PostgreSQL on this machine")
    user = _unprivileged()
    with tempfile.TemporaryDirectory(prefix="antenne-pg-", ignore_cleanup_errors=True) as place:
        home = Path(place)
        if user:
            shutil.chown(home, user)
        data = home / "data"
        words = ("--username=antenne", "--auth=trust", "--encoding=UTF8", "--no-sync")
        subprocess.run(
            [folder / "initdb", *words, "-D", data], user=user, check=True, capture_output=True, cwd=home
        )
        quick = ("-c", "fsync=off", "-c", "listen_addresses=", "-c", "max_connections=200")
        process = subprocess.Popen(
            [folder / "postgres", "-D", data, "-k", home, *quick],
            user=user, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _await(folder, home)
            yield f"postgresql://antenne@/{{name}}?host={home}"
        finally:
            process.terminate()
            process.wait(_PATIENCE_S)


def _await(folder: Path, home: Path) -> None:
    late = time.monotonic() + _PATIENCE_S
    while subprocess.run([folder / "pg_isready", "-h", home], capture_output=True, check=False).returncode:
        assert time.monotonic() < late, "PostgreSQL did not start"
        time.sleep(0.05)
