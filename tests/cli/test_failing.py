"""A command whose database is away says so in two lines."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration


def nobody() -> str:
    """An address of this machine where nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"127.0.0.1:{taken.getsockname()[1]}"


def said_by(word: str, *, data: Path, **settings: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "broadcast.cli.main", word],
        env=os.environ | {"ANTENNE_DATA": str(data)} | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 1
    return [line for line in done.stderr.splitlines() if not line.startswith("timestamp=")]


def test_a_database_that_is_away(tmp_path: Path) -> None:
    url = f"postgresql://antenne:geheim@{nobody()}/antenne"
    sentence, remedy = said_by("migrate", data=tmp_path, ANTENNE_DATABASE_URL=url)
    assert sentence.startswith("The database does not answer as it should: ")
    assert "geheim" not in sentence
    assert remedy == "Look whether it runs, and at ANTENNE_DATABASE_URL."
