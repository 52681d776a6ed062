"""`antenne backup` and `antenne restore`: the whole station in one file, and back."""

import sys
from pathlib import Path
from typing import Annotated

import typer

_MB = 1_000_000


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    app.command("backup")(back_up)
    app.command("restore")(put_back)


def back_up(
    file: Annotated[
        Path, typer.Argument(help="Where to write it; what is there is replaced.", dir_okay=False)
    ],
) -> None:
    """Write the database and all files into one. The station may run meanwhile."""
    from broadcast.backup import take
    from broadcast.cli.house import opened_parts
    from broadcast.cli.log import begin_log

    begin_log()
    copied = 0

    def told(size: int) -> None:
        nonlocal copied
        copied += size
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{copied / _MB:,.0f} MB")

    with opened_parts() as parts:
        counted = take(parts, file, progress=told)
    sys.stdout.write(
        f"{counted.rows} rows and {counted.blobs} files, {file.stat().st_size / _MB:,.1f} MB: {file}\n"
        "Whoever has this file has everything: keep it apart, and locked.\n"
    )


def put_back(file: Annotated[Path, typer.Argument(help="What `antenne backup` wrote.", exists=True)]) -> None:
    """Put a backup into an empty station that does not run."""
    from broadcast.backup import restore
    from broadcast.cli.claim import claimed
    from broadcast.cli.house import opened_parts
    from broadcast.cli.log import begin_log
    from broadcast.cli.preparing import prepare_station

    begin_log()
    with opened_parts() as parts:
        with claimed(parts.settings.data):
            counted = restore(parts, file)
            prepare_station(parts)
        sys.stdout.write(f"{counted.rows} rows and {counted.blobs} files are back.\n")
