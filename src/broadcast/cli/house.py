"""What a command works with: the settings of its environment and the parts they name."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from typing import cast

from broadcast.clock import SystemClock
from broadcast.db import open_database
from broadcast.errors import UnavailableError, marked
from broadcast.jobs import Dispatcher
from broadcast.parts import Parts
from broadcast.settings import Settings, load_settings
from broadcast.storage import open_storage

_PORT = "antenne.dispatcher"


def open_parts(settings: Settings | None = None) -> Parts:
    """The parts of this process. Raises SettingsError, UnavailableError."""
    settings = settings or load_settings()
    return Parts(
        settings,
        open_database(settings.database),
        open_storage(settings.storage),
        SystemClock(),
        installed_dispatcher(),
    )


@contextmanager
def opened_parts() -> Iterator[Parts]:
    """The same for as long as a command runs; afterwards its connections to the database are given back."""
    parts = open_parts()
    try:
        yield parts
    finally:
        parts.database.close()


def installed_dispatcher() -> Dispatcher:
    """Whatever was installed to move work; the rooms name no worker, so it is found by its entry point."""
    for found in entry_points(group=_PORT):
        return cast("Dispatcher", found.load()())
    raise UnavailableError(
        "not_installed",
        marked("The station is not fully installed."),
        marked("Run script/server once: it installs what is missing."),
    )
