"""The entry of the command line: every command by the room that knows it, and how an error is told."""

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import NoReturn

import typer

from broadcast.cli.failing import fail, told
from broadcast.settings import SettingsError

ROOMS: Mapping[str, tuple[str, ...]] = {
    "starting": ("up",),
    "serving": ("web",),
    "working": ("worker",),
    "beating": ("beat",),
    "readying": ("migrate", "setup-address", "demo"),
    "accounts": ("account", "token"),
    "deposits": ("import",),
    "looking": ("doctor", "why"),
    "person": ("person",),
    "airlog": ("airlog",),
    "backing": ("backup", "restore"),
    "repackage": ("repackage", "reindex"),
}
"""Which module registers which commands."""


def app_for(word: str) -> typer.Typer:
    """The commands of the room that a first word names, or of all where it names none.

    So a process imports what its own command needs: that is most of its memory.
    """
    app = typer.Typer(
        name="antenne",
        help="A community web radio and web television.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_antenne)
    named = [room for room, commands in ROOMS.items() if word in commands]
    for room in named or ROOMS:
        import_module(f"broadcast.cli.{room}").add_to(app)
    return app


def _antenne() -> None:
    """A community web radio and web television."""


def main() -> NoReturn:
    """Run one command; what goes wrong is one sentence and a remedy, and exit code 1."""
    try:
        with told():
            app_for(next(iter(sys.argv[1:]), ""))()
    except SettingsError as fault:
        fail(str(fault))
    sys.exit(0)


if __name__ == "__main__":
    main()
