"""What is run once beside the station: before it, when it answers, and to fill it."""

import sys
from typing import Annotated

import typer

At = Annotated[str, typer.Option(help="The station's address, to be told.")]


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    for command in (migrate, demo):
        app.command()(command)
    app.command("setup-address", hidden=True)(setup_address)


def migrate() -> None:
    """Bring the database to the present schema, and make the stand-by loop."""
    from broadcast.cli.house import opened_parts
    from broadcast.cli.log import begin_log
    from broadcast.cli.preparing import prepare_station

    begin_log()
    with opened_parts() as parts:
        prepare_station(parts)


def setup_address(at: At = "/") -> None:
    """Say where the first administrator is made, as long as there is none."""
    from broadcast.accounts.repository import has_administrator
    from broadcast.accounts.secrets import setup_secret
    from broadcast.cli.house import opened_parts

    with opened_parts() as parts:
        with parts.database.reading() as session:
            is_set_up = has_administrator(session)
        if not is_set_up:
            sys.stdout.write(f"{at}setup?key={setup_secret(parts.settings.signing_key)}\n")


def demo(at: At = "/") -> None:
    """Fill the station with demonstration pieces, through the real pipeline."""
    from broadcast.cli.demo import fill
    from broadcast.cli.house import opened_parts
    from broadcast.cli.log import begin_log

    begin_log()
    with opened_parts() as parts:
        fill(parts, address=at)
