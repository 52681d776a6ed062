"""`antenne beat`: Celery's beat. It sends messages and imports none of what they lead to."""

import typer

_SCHEDULER = "celery.beat:Scheduler"  # in memory: it keeps no file that a kill could leave half-written


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command()(beat)


def beat() -> None:
    """Keep time: extend the ledgers, announce work that nobody holds."""
    from celery.app.utils import find_app

    find_app("workers.app").Beat(scheduler_cls=_SCHEDULER, loglevel="INFO").run()
