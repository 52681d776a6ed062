"""Making anew what is made from other things: packages, and what can be found."""

import sys
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    app.command()(repackage)
    app.command()(reindex)


def reindex() -> None:
    """Make anew what the search finds. The station may run meanwhile."""
    from broadcast.cli.house import opened_parts
    from broadcast.library.finding.index import keep_all

    with opened_parts() as parts, parts.database.writing() as session:
        kept = keep_all(session)
    sys.stdout.write(f"{kept} shows, episodes, chapters and passages can be found\n")


def repackage(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be made again.")] = False,  # noqa: FBT002  # a flag of the command line
) -> None:
    """Make packages of an older recipe again from their originals, in the background."""
    from broadcast.cli.house import opened_parts
    from broadcast.playout.excerpts import ask_for_older
    from broadcast.transcode.recipe import RECIPE
    from broadcast.transcode.remake import ask_for, of_another_recipe

    with opened_parts() as parts:
        with parts.database.reading() as session:
            items = of_another_recipe(session)
        if dry_run:
            sys.stdout.writelines(f"{item.id}  {item.title}\n" for item in items)
            return
        asked = ask_for(parts, items) + ask_for_older(parts)
        sys.stdout.write(f"{len(items)} of another recipe than {RECIPE}; {asked} asked for now\n")
