"""What `antenne import` does: each file deposited, shown on its way, and told how it ended."""

import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from broadcast.accounts.roles import STATION
from broadcast.errors import BroadcastError
from broadcast.feeds.publish import publish
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.library.models import Item
from broadcast.library.repository import item_for
from broadcast.library.states import ItemState
from broadcast.parts import Parts
from broadcast.words import error_words, said

_LOOK_EVERY_SECONDS = 0.5
_UNDER_WAY = {ItemState.RECEIVED, ItemState.PROCESSING}


def deposit_files(parts: Parts, files: list[Path], *, show: str, wait: bool) -> tuple[list[str], list[str]]:
    """Deposit each, and perhaps wait until each is ready; gives the ids of those, and what was refused."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        waiting, refused = _deposit(parts, files, show=show, progress=progress)
        if wait:
            refused += _await(parts, waiting, progress=progress)
    return [item for item in waiting if item not in refused], refused


def publish_all(parts: Parts, items: list[str]) -> None:
    """Publish each."""
    for item in items:
        publish(parts, item, actor=STATION)


def _deposit(
    parts: Parts, files: list[Path], *, show: str, progress: Progress
) -> tuple[dict[str, Path], list[str]]:
    """Deposit each; gives the items by id, and the names of files that were not even taken."""
    bar = progress.add_task("", total=len(files))
    taken: dict[str, Path] = {}
    refused: list[str] = []
    for path in files:
        try:
            item = deposit_file(parts, path, Told(show=show, file_name=path.name), actor=STATION)
        except BroadcastError as error:
            refused.append(path.name)
            _say(path, *error_words(error, language=parts.settings.language))
        else:
            taken[item.id] = path
            sys.stdout.write(f"{item.id}\n")
        progress.advance(bar)
    progress.remove_task(bar)
    return taken, refused


def _await(parts: Parts, waiting: dict[str, Path], *, progress: Progress) -> list[str]:
    """Wait until every item is prepared; gives those that were refused."""
    bars = {item: progress.add_task(path.name, total=1.0) for item, path in waiting.items()}
    refused: list[str] = []
    while bars:
        for item_id in list(bars):
            item = item_now(parts, item_id)
            progress.update(bars[item_id], completed=item.progress)
            if item.state not in _UNDER_WAY:
                del bars[item_id]
                if item.state == ItemState.FAILED and item.error:
                    refused.append(item_id)
                    _say(waiting[item_id], *_reason(item, language=parts.settings.language))
        time.sleep(_LOOK_EVERY_SECONDS if bars else 0)
    return refused


def item_now(parts: Parts, item_id: str) -> Item:
    """An item as the database has it at this moment."""
    with parts.database.reading() as session:
        return item_for(session, item_id, actor=STATION)


def _reason(item: Item, *, language: str) -> tuple[str, str]:
    error = item.error or {}
    values = error.get("values", {})
    return (
        said(error.get("message", ""), values, language=language),
        said(error.get("remedy", ""), values, language=language),
    )


def _say(path: Path, message: str, remedy: str) -> None:
    sys.stderr.write(f"{path.name}: {message} {remedy}".rstrip() + "\n")
