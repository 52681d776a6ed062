"""The entry of the command line: every command by the room that knows it, and how an error is told."""

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import NoReturn

import typer

from broadcast.cli.failing import fail, told
from broadcast.errors import SettingsError

ROOMS: Mapping[str, Mapping[str, str]] = {
    "starting": {"up": "Run the whole station under one supervisor."},
    "serving": {"web": "Serve pages, the API and the live streams."},
    "working": {"worker": "Prepare deposits."},
    "beating": {"beat": "Keep time: extend the ledgers, announce work that nobody holds."},
    "readying": {
        "migrate": "Bring the database to the present schema, and make the stand-by loop.",
        "setup-address": "",
        "demo": "Fill the station with demonstration pieces, through the real pipeline.",
    },
    "accounts": {"account": "People.", "token": "Keys for programs."},
    "deposits": {"import": "Deposit files; exit code 1 if any is refused, each with its reason."},
    "looking": {
        "doctor": "Say what is missing or wrong, with the remedy; exit code 1 if anything is.",
        "why": "Say why this is (was, will be) on air.",
    },
    "person": {"person": "Somebody's data."},
    "airlog": {
        "airlog": "Write what a channel aired as one file: the proof of it, withdrawn pieces included."
    },
    "backing": {
        "backup": "Write the database and all files into one. The station may run meanwhile.",
        "restore": "Put a backup into an empty station that does not run.",
    },
    "repackage": {
        "repackage": "Make packages of an older recipe again from their originals, in the background.",
        "reindex": "Make anew what the search finds. The station may run meanwhile.",
    },
}
"""Which module registers which commands, and what each says of itself; nothing where it is hidden."""


def app_for(word: str) -> typer.Typer:
    """The commands of the room that a first word names; where it names none, what all say of themselves.

    So a process imports what its own command needs, which is most of its memory, and a list of all
    commands needs none of them.
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
    for room in named:
        import_module(f"broadcast.cli.{room}").add_to(app)
    if not named:
        _list_in(app)
    return app


def _list_in(app: typer.Typer) -> None:
    for commands in ROOMS.values():
        for name, line in commands.items():
            app.command(name, help=line, hidden=not line)(_listed)


def _listed() -> None:
    """What stands in a list; whoever names a command first gets the command itself."""


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
