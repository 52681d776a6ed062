"""What a running process is made of; assembled once at an entry point and handed down."""

from dataclasses import dataclass

from broadcast.clock import Clock
from broadcast.db import Database
from broadcast.jobs import Dispatcher
from broadcast.settings import Settings
from broadcast.storage import Storage


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts behind every door."""

    settings: Settings
    database: Database
    storage: Storage
    clock: Clock
    dispatcher: Dispatcher
