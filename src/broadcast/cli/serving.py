"""`antenne web`: the pages, the API and the live streams."""

import sys
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command()(web)


def web(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 takes any free one.")] = 8000,
    fd: Annotated[int | None, typer.Option(help="A listening socket passed by the supervisor.")] = None,
) -> None:
    """Serve pages, the API and the live streams."""
    import uvicorn

    from broadcast.cli.house import opened_parts
    from broadcast.cli.log import begin_log
    from broadcast.web.app import create_app

    begin_log()
    if sys.platform != "win32":
        from broadcast.cli.sockets import allow_many, answer_at_once, give_up_on_silent  # Unix only

        allow_many()
        if fd is not None:
            give_up_on_silent(fd)
            answer_at_once(fd)
    with opened_parts() as parts:
        uvicorn.run(
            create_app(parts),
            host=host,
            port=port,
            fd=fd,
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,  # `web.forwarded` reads them, from the right
            timeout_graceful_shutdown=3,
        )
