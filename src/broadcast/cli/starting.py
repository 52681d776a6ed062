"""`antenne up`: read what is wanted, then become the supervisor, which knows nothing but processes."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

_ALLOCATOR = {"MALLOC_ARENA_MAX": "2"}
"""Else glibc gives each thread an arena, and keeps what was freed in each: a third of our memory."""
Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(min=0, max=65_535, help="0 takes any free one.")]


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command()(up)


def up(
    data: Annotated[Path | None, typer.Option(help="The data folder (else ANTENNE_DATA).")] = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    demo: Annotated[bool, typer.Option("--demo", help="Fill it with a demonstration.")] = False,  # noqa: FBT002  # a flag of the command line
) -> None:
    """Run the whole station under one supervisor."""
    from broadcast.cli.up import Wanted  # Unix only; other commands work without
    from broadcast.settings import load_settings

    settings = load_settings(**({"data": data} if data else {}))
    wanted = Wanted(settings.data, redis_url=settings.redis_url, listen_url=settings.listen_url)
    # The same process goes on, without what reading a command line and settings has brought into memory.
    words = [
        sys.executable,
        "-P",
        "-m",
        "broadcast.cli.up",
        "up",
        host,
        str(port),
        *(["demo"] if demo else []),
    ]
    os.execve(words[0], words, _ALLOCATOR | os.environ | wanted.environment)  # noqa: S606  # ourselves
