"""The entry of the command line: every command, and how an error is told."""

import sys
from typing import NoReturn

import typer

from broadcast.cli import accounts, airlog, deposits, looking, person, repackage, serving
from broadcast.errors import BroadcastError
from broadcast.settings import SettingsError
from broadcast.words import error_words

app = typer.Typer(
    name="antenne",
    help="A community web radio and web television.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for _room in (serving, accounts, deposits, looking, person, airlog, repackage):
    _room.add_to(app)


def main() -> NoReturn:
    """Run one command; what goes wrong is one sentence and a remedy, and exit code 1."""
    try:
        app()
    except SettingsError as fault:
        _fail(str(fault))
    except BroadcastError as error:
        message, remedy = error_words(error, language="en")
        _fail(message, remedy)
    sys.exit(0)


def _fail(*sentences: str) -> NoReturn:
    sys.stderr.write("\n".join(one for one in sentences if one) + "\n")
    sys.exit(1)


if __name__ == "__main__":
    main()
