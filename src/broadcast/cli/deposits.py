"""Depositing files from the station's own machine."""

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command("import")(import_files)


def import_files(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, readable=True)],
    show: Annotated[str, typer.Option(help="The show they belong to.")],
    approve: Annotated[bool, typer.Option("--approve", help="Publish each once it is ready.")] = False,  # noqa: FBT002  # a flag of the command line
    wait: Annotated[bool, typer.Option("--wait", help="Wait until each is ready.")] = False,  # noqa: FBT002  # the same
) -> None:
    """Deposit files; exit code 1 if any is refused, each with its reason."""
    from broadcast.cli.depositing import deposit_files, publish_all
    from broadcast.cli.house import opened_parts

    with opened_parts() as parts:
        ready, refused = deposit_files(parts, files, show=show, wait=wait or approve)
        if approve:
            publish_all(parts, ready)
    raise typer.Exit(1 if refused else 0)
