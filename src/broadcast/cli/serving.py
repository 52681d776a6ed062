"""The station's processes: all of them, or one."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from broadcast.accounts.repository import has_administrator
from broadcast.accounts.secrets import setup_secret
from broadcast.cli.house import open_parts
from broadcast.cli.log import begin_log
from broadcast.db import open_database
from broadcast.settings import Settings, load_settings

_BEAT_SCHEDULER = "celery.beat:Scheduler"  # in memory: it keeps no file that a kill could leave half-written

Data = Annotated[Path | None, typer.Option(help="The data folder (else ANTENNE_DATA).")]
Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(min=0, max=65_535, help="0 takes any free one.")]


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    for command in (up, web, worker, beat, migrate, demo):
        app.command()(command)


def up(
    data: Data = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    demo: Annotated[bool, typer.Option("--demo", help="Fill it with a demonstration.")] = False,  # noqa: FBT002  # a flag of the command line
) -> None:
    """Run the whole station under one supervisor."""
    from broadcast.cli.up import run_station  # noqa: PLC0415  # Unix only; other commands work without

    settings = load_settings(**({"data": data} if data else {}))
    raise typer.Exit(
        run_station(
            settings, host=host, port=port, demo=demo, announce=lambda base: setup_lines(settings, base)
        )
    )


def setup_lines(settings: Settings, base: str) -> list[str]:
    """Where the first administrator is made, as long as there is none."""
    database = open_database(settings.database)
    with database.reading() as session:
        is_set_up = has_administrator(session)
    database.close()
    return [] if is_set_up else [f"{base}setup?key={setup_secret(settings.signing_key)}"]


def web(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    fd: Annotated[int | None, typer.Option(help="A listening socket passed by the supervisor.")] = None,
) -> None:
    """Serve pages, the API and the live streams."""
    import uvicorn  # noqa: PLC0415  # only this process needs it

    from broadcast.web.app import create_app  # noqa: PLC0415  # the same

    begin_log()
    if sys.platform != "win32":
        from broadcast.cli.sockets import allow_many, give_up_on_silent  # noqa: PLC0415  # Unix only

        allow_many()
        if fd is not None:
            give_up_on_silent(fd)
    uvicorn.run(
        create_app(open_parts()),
        host=host,
        port=port,
        fd=fd,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,  # `web.forwarded` reads them, from the right
        timeout_graceful_shutdown=3,
    )


PLACES = max(2, min(8, os.cpu_count() or 1))
"""Two at the least: a long piece never keeps the short ones waiting."""


def worker(
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Pieces prepared at once.")] = PLACES,
) -> None:
    """Prepare deposits."""
    _celery("worker", "--concurrency", str(concurrency), "--without-mingle", "--without-gossip")


def beat() -> None:
    """Keep time: extend the ledgers, announce work that nobody holds."""
    _celery("beat", "--scheduler", _BEAT_SCHEDULER, "--pidfile", "")


def _celery(*words: str) -> None:
    """Celery's own command line, in this process, so that its command line keeps only our word."""
    from celery.bin.celery import celery  # noqa: PLC0415  # only these processes need it

    sys.argv[0] = "antenne"
    celery.main(args=["-A", "workers.app", *words, "--loglevel", "INFO"], prog_name="antenne")


def migrate() -> None:
    """Bring the database to the present schema, and make the stand-by loop."""
    from broadcast.cli.preparing import prepare_station  # noqa: PLC0415  # it draws and encodes

    begin_log()
    prepare_station(open_parts())


def demo(at: Annotated[str, typer.Option(help="The station's address, to be told.")] = "/") -> None:
    """Fill the station with demonstration pieces, through the real pipeline."""
    from broadcast.cli.demo import fill  # noqa: PLC0415  # it draws and encodes

    begin_log()
    fill(open_parts(), address=at)
