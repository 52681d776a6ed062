"""`antenne worker`: Celery's worker, all of it in one process.

What is heavy about a job is done by programs of their own (`broadcast.cage`), so threads do: they share
what is imported, and each needs next to nothing.
"""

import os
import sys
from typing import Annotated

import typer

PLACES = max(2, min(8, os.cpu_count() or 1))
"""Two at the least: a long piece never keeps the short ones waiting."""


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command()(worker)


def worker(
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Pieces prepared at once.")] = PLACES,
) -> None:
    """Prepare deposits."""
    from celery.app.utils import find_app

    from broadcast.jobs import AT_HAND

    # Not by Celery's command line: its shell and colours would stay in memory.
    app = find_app("workers.app")
    app.conf.worker_concurrency = concurrency + AT_HAND
    work = app.Worker(
        pool_cls="threads",
        include=["workers.tasks"],
        loglevel="INFO",
        without_mingle=True,
        without_gossip=True,
    )
    work.start()
    sys.exit(work.exitcode)
