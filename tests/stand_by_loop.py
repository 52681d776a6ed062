"""The stand-by loop, made once in a process of tests by the station's own code, and brought to its stations.

To make one takes ten seconds, and whoever makes it makes the same.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcast.clock import SystemClock
from broadcast.db import open_database
from broadcast.library import keys
from broadcast.parts import Parts
from broadcast.settings import load_settings
from broadcast.storage import Storage, open_storage
from broadcast.transcode.stand_by import prepare_stand_by
from conftest import NotedDispatcher


@cache
def _files() -> Mapping[str, bytes]:
    """By key."""
    with TemporaryDirectory() as place:
        settings = load_settings(data=Path(place), database_url="", storage_url="")
        storage = open_storage(settings.storage)
        database = open_database(settings.database)  # never opened: a loop needs none
        prepare_stand_by(Parts(settings, database, storage, SystemClock(), NotedDispatcher()))
        return {key: storage.get(key) for key in sorted(storage.keys(keys.STAND_BY))}


def bring_stand_by(storage: Storage) -> None:
    """Put it there, its index last."""
    files = _files()
    for key in sorted(files, key=lambda one: one == keys.index(keys.STAND_BY)):
        storage.put_bytes(key, files[key])
