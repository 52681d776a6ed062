"""Somebody's data: handed to them, or erased."""

import sys
from typing import Annotated

import typer

from broadcast.errors import InvalidError, marked
from broadcast.keeping.pieces import Pieces

person = typer.Typer(help="Somebody's data.", no_args_is_help=True)
Who = Annotated[str, typer.Argument(help="An e-mail address, a deposit's private code, or a piece's id.")]


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    app.add_typer(person, name="person")


@person.callback()
def _person() -> None:
    """Somebody's data."""


@person.command("export")
def export_person(who: Who) -> None:
    """Print all that the station keeps of somebody, as JSON."""
    import json

    from broadcast.accounts.roles import STATION
    from broadcast.cli.house import opened_parts
    from broadcast.keeping.exporting import export
    from broadcast.keeping.whom import whom

    with opened_parts() as parts:
        key = parts.settings.signing_key
        with parts.database.writing() as session:
            found = whom(session, who, actor=STATION, key=key)
            told = export(session, found, actor=STATION, key=key, now=parts.clock.now())
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")


@person.command("erase")
def erase_person(
    who: Who,
    pieces: Annotated[
        Pieces | None,
        typer.Option(help="What becomes of the pieces of an account: kept without a name, or withdrawn."),
    ] = None,
    sure: Annotated[bool, typer.Option("--sure", help="It cannot be undone.")] = False,  # noqa: FBT002  # a flag of the command line
) -> None:
    """Erase somebody; what they did stays in the audit log, without their name."""
    if not sure:
        raise InvalidError("not_sure", marked("Erasing cannot be undone."), marked("Say it with --sure."))
    from broadcast.accounts.roles import STATION
    from broadcast.cli.house import opened_parts
    from broadcast.keeping.asked import erase
    from broadcast.keeping.whom import whom

    with opened_parts() as parts, parts.database.writing() as session:
        found = whom(session, who, actor=STATION, key=parts.settings.signing_key)
        erase(session, parts, found, actor=STATION, now=parts.clock.now(), pieces=pieces)
