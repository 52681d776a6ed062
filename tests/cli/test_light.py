"""What a process imports is most of its memory: what each may do without is not imported."""

import json
import subprocess
import sys
from collections.abc import Collection

import pytest

from broadcast.cli.main import ROOMS

pytestmark = pytest.mark.integration

_WEB = ("fastapi", "starlette", "uvicorn")
_STORES = ("sqlalchemy", "alembic", "obstore")
_BROKER = ("celery", "kombu", "redis")
_DRAWING = ("typst", "av")


def imported(code: str, *, arguments: Collection[str] = ()) -> set[str]:
    """The top packages that a fresh Python has in memory after some code."""
    told = "import json, sys; sys.stdout.write(json.dumps([*sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"{code}; {told}", *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


def test_the_supervisor_and_its_watchman_know_nothing_but_processes() -> None:
    for code in ("import broadcast.cli.up", "import broadcast.cli.watchman"):
        found = imported(code)
        assert not found & {*_WEB, *_STORES, *_BROKER, *_DRAWING, "pydantic", "typer", "babel", "rich"}


def test_beat_knows_its_messages_and_not_what_they_lead_to() -> None:
    found = imported("from broadcast.cli import beating; from workers.app import app; app.finalize()")
    assert found & {"celery", "workers"} == {"celery", "workers"}
    assert not found & {*_WEB, *_STORES, *_DRAWING, "jinja2"}


def test_the_worker_knows_no_web() -> None:
    found = imported("from broadcast.cli import working; import workers.tasks")
    assert not found & {*_WEB, *_DRAWING, "jinja2", "alembic"}


def test_the_web_draws_and_sends_only_when_it_is_asked_to() -> None:
    found = imported(
        "from broadcast.cli import serving; import broadcast.web.app; "
        "from broadcast.cli.house import installed_dispatcher; installed_dispatcher()"
    )
    assert "fastapi" in found
    assert not found & {*_BROKER, *_DRAWING, "alembic", "segno"}


def test_a_list_of_all_commands_imports_none_of_them() -> None:
    found = imported(
        "from broadcast.cli.main import app_for; app_for(''); app_for('--help'); app_for('hlep')"
    )
    assert not found & {*_WEB, *_STORES, *_BROKER, *_DRAWING, "pydantic", "babel", "jinja2", "structlog"}


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_command_takes_is_told_without_importing_what_it_does(room: str) -> None:
    word = next(iter(ROOMS[room]))
    found = imported(f"from broadcast.cli.main import app_for; app_for({word!r})")
    assert not found & {*_WEB, *_STORES, *_BROKER, *_DRAWING, "pydantic", "babel", "jinja2", "structlog"}


def test_every_command_is_found_by_its_own_name() -> None:
    words = [word for words in ROOMS.values() for word in words]
    code = (
        "import sys\n"
        "from typer.main import get_group\n"
        "from broadcast.cli.main import ROOMS, app_for\n"
        "told = {word: line for words in ROOMS.values() for word, line in words.items()}\n"
        "listed = get_group(app_for('')).commands\n"
        "for word in sys.argv[1:]:\n"
        "    command = get_group(app_for(word)).commands[word]\n"
        "    said = '' if command.hidden else command.help.partition('\\n\\n')[0]\n"
        "    assert (said, listed[word].hidden) == (told[word], command.hidden), word\n"
        "assert sorted(listed) == sorted(sys.argv[1:])\n"
    )
    subprocess.run([sys.executable, "-P", "-c", code, *words], check=True)
