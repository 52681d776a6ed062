"""Giving back the room of a deposit that was given up, or refused, before it was ready."""

from broadcast.ingest.quarantine import ABANDONED_SECONDS, place_of
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.repository import is_shared
from broadcast.parts import Parts


def clear_away(parts: Parts, item: Item) -> None:
    """Forget an unready item's bytes: in quarantine, and in the storage where nobody else stands on them.

    Whoever prepares it at this moment may write once more, and calls this again when told to stop.
    """
    place_of(parts.settings.quarantine, item.id).unlink(missing_ok=True)
    with parts.database.reading() as session:
        if is_shared(session, item):
            return
    parts.storage.delete(keys.original(item.source_sha))
    for prefix in sorted({_package_of(key) for key in parts.storage.keys(keys.packages(item.source_sha))}):
        if _is_of(prefix, item.source_sha):
            parts.storage.delete_prefix(prefix)
            parts.storage.delete_prefix(keys.candidates(prefix))


def sweep_orphans(parts: Parts) -> int:
    """Remove what a deposit left in quarantine whose item was never written; gives how many."""
    oldest = parts.clock.now().timestamp() - ABANDONED_SECONDS
    folder = parts.settings.quarantine
    old = [path for path in folder.glob("*") if not path.suffix and path.stat().st_mtime < oldest]
    with parts.database.reading() as session:
        orphans = [path for path in old if session.get(Item, path.name) is None]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _package_of(key: str) -> str:
    """The package that a key lies in: `packages/ab/SHA-RECIPE`."""
    return "/".join(key.split("/")[:3])


def _is_of(prefix: str, source_sha: str) -> bool:
    return prefix.rpartition("/")[2].startswith(f"{source_sha}-")
