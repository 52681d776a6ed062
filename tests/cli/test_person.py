"""The commands with which administrators answer whoever asks for their data."""

import gc
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from broadcast.accounts.connections import Source, note_account
from broadcast.accounts.people import create_person
from broadcast.cli.main import app_for
from broadcast.errors import BroadcastError
from broadcast.parts import Parts

pytestmark = pytest.mark.integration


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    """One kind of database is enough for commands."""
    shutil.copy(migrated_file, tmp_path / "antenne.sqlite3")
    return f"sqlite:///{tmp_path / 'antenne.sqlite3'}"


def test_somebody_is_exported_and_erased(
    parts: Parts, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTENNE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ANTENNE_DATABASE_URL", database_url)
    with parts.database.writing() as session:
        create_person(
            session, email="c@b.fr", name="Chloé", password="assez long, oui", is_admin=False,
            now=parts.clock.now(),
        )  # fmt: skip

    def run(*words: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(app_for("person"), ["person", *words])
        return (
            done.exit_code,
            done.stdout,
            done.exception.code if isinstance(done.exception, BroadcastError) else "",
        )

    code, told, _ = run("export", "c@b.fr")
    assert (code, json.loads(told)["account"]["name"]) == (0, "Chloé")
    assert run("erase", "c@b.fr") == (1, "", "not_sure")
    assert run("erase", "c@b.fr", "--sure") == (0, "", "")
    assert run("export", "c@b.fr") == (1, "", "nobody")


def test_from_where_an_account_was_made_is_told(
    parts: Parts, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTENNE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ANTENNE_DATABASE_URL", database_url)
    monkeypatch.setenv("ANTENNE_SECRET_KEY", "a secret of this station, long enough")
    now = parts.clock.now()
    with parts.database.writing() as session:
        person = create_person(
            session, email="c@b.fr", name="Chloé", password="assez long, oui", is_admin=False, now=now
        )
        source = Source("192.0.2.7", b"a secret of this station, long enough")
        note_account(session, person, source=source, now=now)
    for asked, told in (("C@b.fr", f"{now.isoformat()} 192.0.2.7\n"), ("d@b.fr", ""), ("no-piece", "")):
        done = CliRunner().invoke(app_for("account"), ["account", "origin", asked])
        assert (done.exit_code, done.stdout) == (0, told)


def test_a_command_gives_its_connections_back(
    parts: Parts, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_files() -> int:
        kept = database_url.removeprefix("sqlite:///")
        links = [str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
        return links.count(kept)

    monkeypatch.setenv("ANTENNE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ANTENNE_DATABASE_URL", database_url)
    parts.database.close()
    before = open_files()
    for words in (("person", "export", "nobody@b.fr"), ("account", "origin", "nothing")):
        gc.disable()
        try:
            CliRunner().invoke(app_for(words[0]), words)
            assert open_files() == before
        finally:
            gc.enable()
