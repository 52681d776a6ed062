"""The commands that tell what aired: why it did, and the file that proves it."""

import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from broadcast.cli.main import app_for
from broadcast.errors import BroadcastError
from broadcast.parts import Parts
from broadcast.schedule.models import ChannelKind
from conftest import SetClock
from playout.real import approved, on_air
from stand_by_loop import bring_stand_by

pytestmark = pytest.mark.media
BEGIN, END = "2026-11-24T11:00:10", "2026-11-24T11:00:40"


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    """One kind of database is enough for commands."""
    shutil.copy(migrated_file, tmp_path / "antenne.sqlite3")
    return f"sqlite:///{tmp_path / 'antenne.sqlite3'}"


@pytest.fixture
def aired(parts: Parts, clock: SetClock, shared_media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The channel `c`, which has played one piece again and again for a minute."""
    monkeypatch.setenv("ANTENNE_DATA", str(parts.settings.data))
    monkeypatch.setenv("ANTENNE_DATABASE_URL", parts.settings.database_url)
    bring_stand_by(parts.storage)
    item = approved(parts, shared_media / "short/tada.ogg")
    on_air(parts, clock, kind=ChannelKind.RADIO, items=[item], seconds=60)


def run(*words: str) -> Result:
    return CliRunner().invoke(app_for(words[0]), list(words))


def code_of(done: Result) -> str:
    assert done.exit_code == 1
    assert isinstance(done.exception, BroadcastError)
    return done.exception.code


@pytest.mark.usefixtures("aired")
def test_why_says_when_what_and_because_of_what() -> None:
    done = run("why", "c", BEGIN)
    assert done.exit_code == 0
    when, *reasons = done.stdout.splitlines()
    assert when.startswith("mardi 24 novembre 2026, 11:00:")
    assert when.endswith("tada")
    assert reasons
    assert code_of(run("why", "c", "demain")) == "bad_date"
    assert code_of(run("why", "nulle-part", BEGIN)) == "unknown_channel"


@pytest.mark.usefixtures("aired")
def test_airlog_writes_the_stretch_that_was_asked_for(tmp_path: Path, ffmpeg: Path) -> None:
    out = tmp_path / "preuve.mp3"
    done = run("airlog", "c", BEGIN, END, str(out))
    assert (done.exit_code, done.stdout) == (0, f"{out}\n")
    told = subprocess.run(
        [ffmpeg, "-v", "error", "-i", out, "-ac", "1", "-f", "s16le", "-"], check=True, capture_output=True
    )
    assert abs(len(told.stdout) / 2 - 30 * 48_000) <= 2 * 1_152
    assert code_of(run("airlog", "c", BEGIN, END, str(tmp_path / "preuve.wav"))) == "unknown_kind_of_file"
    assert code_of(run("airlog", "c", END, BEGIN, str(out))) == "bad_span"
    assert sorted(path.name for path in tmp_path.glob("preuve*")) == ["preuve.mp3"]
